'use strict';
/**
 * Turns what a reader typed into words of the index: forms of the same stem, beginnings, corrections, synonyms.
 *
 * @typedef {{term: string, joined: boolean, hyphened: boolean, last: boolean}} TypedWord
 * @typedef {{term: import('./library.js').Term, factor: number, own: boolean}} Form
 * @typedef {{typed: TypedWord, forms: Form[], phrases: {factor: number, parts: Form[][]}[]}} Word
 */
(function (root) {
  /** What another form is worth beside the word as typed. */
  const FACTORS = {
    stem: 0.7, synonym: 0.8, compound: 0.9, beginning: 0.6, beginningOfKnown: 0.2, correction: 0.8, farCorrection: 0.6, kin: 0.7,
  };
  /** More words than this are a pasted page; the first of them tell what it is about. */
  const MOST_WORDS = 24;
  const MOST_BEGINNINGS = 24;
  const MOST_CORRECTIONS = 4;
  /** Letters by which two forms of one word differ at the end, at most. */
  const LONGEST_ENDING = 4;

  /**
   * @param {string} query @param {typeof import('./words.js')} words @param {boolean} elision
   * @returns {{typed: TypedWord[], phrases: string[][], whole: string}}
   */
  function parseQuery(query, words, elision) {
    const text = String(query).slice(0, 2000);
    const found = words.find(text, elision);
    const typed = [];
    const open = /[\p{Alphabetic}\p{N}\p{M}]$/u.test(text);
    found.forEach((word, i) => {
      if (typed.length >= MOST_WORDS || typed.some((known) => known.term === word.term)) return;
      const hyphened = word.joined && !/\p{N}/u.test(word.term);
      const last = open && !word.joined && word.end === text.length && i >= found.length - 2;
      typed.push({ term: word.term, joined: word.joined, hyphened, last });
    });
    const phrases = [];
    for (const match of text.matchAll(/["\u201c\u201d\u201e\u00ab\u00bb]([^"\u201c\u201d\u201e\u00ab\u00bb]+)["\u201c\u201d\u201e\u00ab\u00bb]/g)) {
      const terms = words.find(match[1], elision).filter((word) => !word.joined).map((word) => word.term);
      if (terms.length > 1) phrases.push(terms);
    }
    return { typed, phrases, whole: found.filter((word) => !word.joined).map((word) => word.term).join(' ') };
  }

  /** FNV-1a over the UTF-16 units, its upper 28 bits; `src/search/exact.rs` computes the same. */
  function hashPhrase(text) {
    let hash = 2166136261;
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
    return hash >>> 4;
  }

  /**
   * @param {TypedWord[]} typed @param {import('./library.js')} library
   * @param {{words: typeof import('./words.js'), rank: typeof import('./rank.js')}} tools
   * @returns {Promise<{words: Word[], corrected: [string, string][]}>}
   */
  async function expandWords(typed, library, tools) {
    const words = await Promise.all(typed.map((word) => expandWord(word, library)));
    const plain = words.filter((word) => !word.typed.joined);
    await Promise.all([
      addCompounds(plain, library), addHyphened(words, plain), addSynonyms(plain, library, tools.words),
    ]);
    const corrected = await correctWords(plain, library, tools.rank);
    const kept = words.filter((word) => !word.typed.hyphened && (word.forms.length || word.phrases.length || !word.typed.joined));
    return { words: kept, corrected };
  }

  async function expandWord(typed, library) {
    const known = await library.find(typed.term);
    const forms = known ? await formsOf(known, 1, true, library) : [];
    if (typed.last && Array.from(typed.term).length > 1) {
      const factor = known ? FACTORS.beginningOfKnown : FACTORS.beginning;
      const longer = (await library.beginningWith(typed.term)).filter((term) => !forms.some((form) => form.term.id === term.id));
      longer.sort((one, other) => other.size - one.size || one.id - other.id);
      for (const term of longer.slice(0, MOST_BEGINNINGS)) forms.push({ term, factor, own: false });
    }
    return { typed, forms, phrases: [] };
  }

  async function formsOf(term, factor, own, library) {
    const forms = await library.formsOf(term);
    return forms.map((form) => ({ term: form, factor: form === term ? factor : factor * FACTORS.stem, own }));
  }

  /** "on call" also means "oncall", and "oncall" "on call". */
  async function addCompounds(words, library) {
    await Promise.all(words.map(async (word, i) => {
      const next = words[i + 1];
      if (next) {
        const joined = await library.find(word.typed.term + next.typed.term);
        if (joined) for (const part of [word, next]) part.forms.push({ term: joined, factor: FACTORS.compound, own: false });
      }
      if (!word.forms.length) {
        const parts = await splitWord(word.typed.term, library);
        if (parts) word.phrases.push({ factor: FACTORS.compound, parts });
      }
    }));
  }

  /** The most common way to read an unknown word as two known ones, each of three letters, or a first of two. */
  async function splitWord(term, library) {
    let best = null;
    for (let cut = 2; cut <= term.length - 3; cut += 1) {
      const [one, other] = await Promise.all([library.find(term.slice(0, cut)), library.find(term.slice(cut))]);
      if (one && other && (!best || Math.min(one.size, other.size) > best.size)) {
        best = { size: Math.min(one.size, other.size), parts: [one, other] };
      }
    }
    return best && best.parts.map((part) => [{ term: part, factor: 1, own: false }]);
  }

  /** "e-mail" was read as `e`, `mail` and `email`: the last stands for each of the others. */
  function addHyphened(words, plain) {
    words.forEach((word, i) => {
      if (!word.typed.hyphened || !word.forms.length) return;
      const joined = word.forms.filter((form) => form.own).map((form) => Object.assign({}, form, { own: false }));
      const parts = [];
      for (let j = i - 1; j >= 0 && parts.join('').length < word.typed.term.length; j -= 1) {
        if (words[j].typed.joined) continue;
        parts.unshift(words[j].typed.term);
        words[j].forms.push(...joined);
      }
    });
    return plain;
  }

  async function addSynonyms(words, library, tokens) {
    const table = synonymsOf(library, tokens);
    const additions = [];
    words.forEach((word, i) => {
      for (const { terms, others } of table.get(word.typed.term) || []) {
        if (!terms.every((term, j) => words[i + j] && words[i + j].typed.term === term)) continue;
        for (const other of others) additions.push(addSynonym(words.slice(i, i + terms.length), other, library));
      }
    });
    await Promise.all(additions);
  }

  async function addSynonym(words, terms, library) {
    const found = await Promise.all(terms.map((term) => library.find(term)));
    if (found.some((term) => !term)) return;
    const parts = await Promise.all(found.map((term) => formsOf(term, 1, false, library)));
    for (const word of words) {
      if (parts.length > 1) word.phrases.push({ factor: FACTORS.synonym, parts });
      else for (const form of parts[0]) word.forms.push(Object.assign({}, form, { factor: form.factor * FACTORS.synonym }));
    }
  }

  /** Synonyms by the first word of each phrase. */
  function synonymsOf(library, tokens) {
    if (library.synonyms) return library.synonyms;
    const table = new Map();
    for (const group of library.root.synonyms) {
      const phrases = group
        .map((text) => tokens.find(text, library.root.elision).filter((word) => !word.joined).map((word) => word.term))
        .filter((terms) => terms.length > 0);
      for (const terms of phrases) {
        const others = phrases.filter((other) => other !== terms);
        table.set(terms[0], (table.get(terms[0]) || []).concat({ terms, others }));
      }
    }
    return (library.synonyms = table);
  }

  /** Words that the index does not know are taken for the nearest that it does. */
  async function correctWords(words, library, rank) {
    const unknown = words.filter((word) => !word.forms.length && !word.phrases.length && mostEdits(word.typed.term) > 0);
    if (!unknown.length) return [];
    const shards = await library.allTerms();
    return Promise.all(unknown.map(async (word) => {
      let near = nearestTerms(word.typed.term, shards, rank);
      if (!near.length || near[0].factor < FACTORS.kin) near = kinTerms(word.typed.term, shards).concat(near);
      for (const { term, factor } of near) word.forms.push(...await formsOf(term, factor, true, library));
      return near.length ? [word.typed.term, near[0].term.term] : null;
    })).then((pairs) => pairs.filter(Boolean));
  }

  function mostEdits(term) {
    if (/\p{N}/u.test(term) || term.length < 4) return 0;
    return term.length < 8 ? 1 : 2;
  }

  function nearestTerms(word, shards, rank) {
    let most = mostEdits(word);
    let found = [];
    for (const shard of shards) {
      shard.terms.forEach((term, at) => {
        if (Math.abs(term.length - word.length) > most) return;
        const edits = rank.countEdits(word, term, most);
        if (edits > most) return;
        // A nearer word makes all farther ones pointless.
        if (edits < most) found = found.filter((other) => other.edits <= edits);
        most = Math.min(most, Math.max(edits, 1));
        found.push({ term: { id: shard.first + at, term, size: shard.offsets[at + 1] - shard.offsets[at] }, edits });
      });
    }
    const alike = (term) => (term[0] === word[0] ? 1 : 0);
    found.sort((one, other) => one.edits - other.edits || alike(other.term.term) - alike(one.term.term)
      || other.term.size - one.term.size || one.term.id - other.term.id);
    return found.slice(0, MOST_CORRECTIONS).map(({ term, edits }) =>
      ({ term, factor: edits > 1 ? FACTORS.farCorrection : FACTORS.correction }));
  }

  /** A form that the texts do not use ("recovering") is near to those that begin like it and end otherwise ("recovery"). */
  function kinTerms(word, shards) {
    let longest = Math.max(4, Math.ceil(word.length * 0.6), word.length - LONGEST_ENDING);
    let found = [];
    for (const shard of shards) {
      shard.terms.forEach((term, at) => {
        if (term.length > word.length + LONGEST_ENDING || term.slice(0, longest) !== word.slice(0, longest)) return;
        let shared = longest;
        while (shared < word.length && term[shared] === word[shared]) shared += 1;
        if (term.length - shared > LONGEST_ENDING) return;
        if (shared > longest) found = [];
        longest = shared;
        found.push({ term: { id: shard.first + at, term, size: shard.offsets[at + 1] - shard.offsets[at] }, factor: FACTORS.kin });
      });
    }
    found.sort((one, other) => other.term.size - one.term.size || one.term.id - other.term.id);
    return found.slice(0, MOST_CORRECTIONS);
  }

  const query = { FACTORS, parseQuery, hashPhrase, expandWords, nearestTerms };
  root.lifeboat = root.lifeboat || {};
  root.lifeboat.finding = Object.assign(root.lifeboat.finding || {}, { query });
  if (typeof module === 'object' && module) module.exports = query;
})(globalThis);
