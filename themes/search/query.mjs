/**
 * Turns what a reader typed into words of the index: forms of the same stem, beginnings, corrections, synonyms.
 *
 * @typedef {import('./library.mjs').Library} Library
 * @typedef {import('./library.mjs').Term} Term
 * @typedef {{term: string, joined: boolean, hyphened: boolean, last: boolean}} TypedWord
 * @typedef {{term: Term, factor: number, own: boolean, postings?: any}} Form
 * @typedef {{typed: TypedWord, forms: Form[], phrases: {factor: number, parts: Form[][]}[]}} Word
 */
import { countEdits } from './rank.mjs';
import { findWords } from './words.mjs';

/** What another form is worth beside the word as typed. */
export const FACTORS = {
  stem: 0.7, synonym: 0.8, compound: 0.9, beginning: 0.6, beginningOfKnown: 0.2, correction: 0.8, farCorrection: 0.6, kin: 0.7,
};
/** More words than this are a pasted page; the first of them tell what it is about. */
const MOST_WORDS = 24;
const MOST_BEGINNINGS = 24;
const MOST_CORRECTIONS = 4;
/** Letters by which two forms of one word differ at the end, at most. */
const LONGEST_ENDING = 4;

/** @param {string} text @param {boolean} elision */
const plainTerms = (text, elision) => findWords(text, elision).filter((word) => !word.joined).map((word) => word.term);

/**
 * @param {string} query @param {boolean} elision
 * @returns {{typed: TypedWord[], phrases: string[][], whole: string}}
 */
export function parseQuery(query, elision) {
  const text = query.slice(0, 2000);
  const found = findWords(text, elision);
  /** @type {TypedWord[]} */
  const typed = [];
  found.forEach((word, i) => {
    if (typed.length >= MOST_WORDS || typed.some((known) => known.term === word.term)) return;
    const hyphened = word.joined && !/\p{N}/u.test(word.term);
    typed.push({ term: word.term, joined: word.joined, hyphened, last: !word.joined && word.end === text.length && i >= found.length - 2 });
  });
  const phrases = [...text.matchAll(/["\u201c-\u201e\u00ab\u00bb]([^"\u201c-\u201e\u00ab\u00bb]+)["\u201c-\u201e\u00ab\u00bb]/g)]
    .map((match) => plainTerms(match[1], elision)).filter((terms) => terms.length > 1);
  return { typed, phrases, whole: plainTerms(text, elision).join(' ') };
}

/**
 * @param {TypedWord[]} typed @param {Library} library
 * @returns {Promise<{words: Word[], corrected: [string, string][]}>} also what was taken for a misspelt word
 */
export async function expandWords(typed, library) {
  const words = await Promise.all(typed.map((word) => expandWord(word, library)));
  const plain = words.filter((word) => !word.typed.joined);
  await Promise.all([addCompounds(plain, library), addHyphened(words), addSynonyms(plain, library)]);
  const unknown = plain.filter((word) => !word.forms.length && !word.phrases.length);
  const corrected = await Promise.all(unknown.filter((word) => mostEdits(word.typed.term))
    .map((word) => correctWord(word, library, unknown.length === plain.length)));
  return {
    words: words.filter((word) => !word.typed.hyphened && (word.forms.length || word.phrases.length || !word.typed.joined)),
    corrected: corrected.flat(),
  };
}

/** @param {TypedWord} typed @param {Library} library @returns {Promise<Word>} */
async function expandWord(typed, library) {
  const known = await library.find(typed.term);
  const forms = known ? await formsOf(known, 1, true, library) : [];
  if (typed.last && Array.from(typed.term).length > 1) {
    const factor = known ? FACTORS.beginningOfKnown : FACTORS.beginning;
    const longer = (await library.beginningWith(typed.term)).filter((term) => !forms.some((form) => form.term.id === term.id));
    for (const term of mostCommon(longer).slice(0, MOST_BEGINNINGS)) forms.push({ term, factor, own: false });
  }
  return { typed, forms, phrases: [] };
}

/** @param {Term[]} terms */
const mostCommon = (terms) => terms.sort((one, other) => other.size - one.size || one.id - other.id);

/** @param {Term} term @param {number} factor @param {boolean} own @param {Library} library @returns {Promise<Form[]>} */
async function formsOf(term, factor, own, library) {
  return (await library.formsOf(term)).map((form) => ({ term: form, factor: form === term ? factor : factor * FACTORS.stem, own }));
}

/** "on call" also means "oncall", and "oncall" "on call". @param {Word[]} words @param {Library} library */
async function addCompounds(words, library) {
  await Promise.all(words.map(async (word, i) => {
    const next = words[i + 1];
    const joined = next && await library.find(word.typed.term + next.typed.term);
    if (joined) for (const part of [word, next]) part.forms.push({ term: joined, factor: FACTORS.compound, own: false });
    if (!word.forms.length) await addSplit(word, library);
  }));
}

/** The most common way to read an unknown word as two known ones, each of three letters, or a first of two. @param {Word} word @param {Library} library */
async function addSplit(word, library) {
  const { term } = word.typed;
  let best = 0;
  for (let cut = 2; cut <= term.length - 3; cut += 1) {
    const one = await library.find(term.slice(0, cut));
    const other = one && await library.find(term.slice(cut));
    if (!one || !other || Math.min(one.size, other.size) <= best) continue;
    best = Math.min(one.size, other.size);
    word.phrases = [{ factor: FACTORS.compound, parts: [one, other].map((part) => [{ term: part, factor: 1, own: false }]) }];
  }
}

/** "e-mail" was read as `e`, `mail` and `email`: the last stands for each of the others. @param {Word[]} words */
function addHyphened(words) {
  words.forEach((word, i) => {
    if (!word.typed.hyphened) return;
    const joined = word.forms.filter((form) => form.own).map((form) => ({ ...form, own: false }));
    let left = word.typed.term.length;
    for (let j = i - 1; j >= 0 && left > 0; j -= 1) {
      if (words[j].typed.joined) continue;
      left -= words[j].typed.term.length;
      words[j].forms.push(...joined);
    }
  });
}

/** Phrases of each group of synonyms, by their first word. @type {WeakMap<Library, Map<string, {terms: string[], others: string[][]}[]>>} */
const tables = new WeakMap();

/** @param {Library} library */
function synonymsOf(library) {
  let table = tables.get(library);
  if (!table) {
    tables.set(library, (table = new Map()));
    for (const group of library.root.synonyms) {
      const phrases = group.map((text) => plainTerms(text, library.root.elision)).filter((terms) => terms.length);
      for (const terms of phrases) {
        table.set(terms[0], [...(table.get(terms[0]) || []), { terms, others: phrases.filter((other) => other !== terms) }]);
      }
    }
  }
  return table;
}

/** @param {Word[]} words @param {Library} library */
async function addSynonyms(words, library) {
  const table = synonymsOf(library);
  await Promise.all(words.flatMap((word, i) => (table.get(word.typed.term) || [])
    .filter(({ terms }) => terms.every((term, j) => words[i + j]?.typed.term === term))
    .flatMap(({ terms, others }) => others.map((other) => addSynonym(words.slice(i, i + terms.length), other, library)))));
}

/** @param {Word[]} words @param {string[]} terms @param {Library} library */
async function addSynonym(words, terms, library) {
  const parts = await Promise.all(terms.map(async (text) => {
    const term = await library.find(text);
    return term ? formsOf(term, 1, false, library) : [];
  }));
  if (parts.some((forms) => !forms.length)) return;
  for (const word of words) {
    if (parts.length > 1) word.phrases.push({ factor: FACTORS.synonym, parts });
    else for (const form of parts[0]) word.forms.push({ ...form, factor: form.factor * FACTORS.synonym });
  }
}

/**
 * Takes a word that the index does not know for the nearest that it does. Loads only the parts of the lexicon where that is
 * likely to stand; all of it for a word that nothing else of the query stands beside (`alone`).
 * @param {Word} word @param {Library} library @param {boolean} alone @returns {Promise<[string, string][]>}
 */
async function correctWord(word, library, alone) {
  const { term } = word.typed;
  const [first, second, ...rest] = term;
  // Most slips are behind the second letter, and most unknown forms begin as the known ones do.
  let near = nearestTerms(term, (await library.parts(first + second)).flatMap(termsOf));
  const isNear = () => near.length && near[0].edits < 2;
  const kin = isNear() ? [] : kinTerms(term, (await library.parts(term.slice(0, 4))).flatMap(termsOf));
  if (!isNear() && !kin.length) near = nearestTerms(term, (await library.parts(first)).flatMap(termsOf));
  if (!isNear() && !kin.length) {
    // The first letter is wrong or missing; or it is too much, or changed places with the second.
    const ids = await Promise.all([second + rest.join(''), term].map((tail) => library.hashed('t', tail)));
    const others = await Promise.all(ids.flat().map((id) => library.term(id)));
    const swapped = await Promise.all([second + rest.join(''), second + first + rest.join('')].map((text) => library.find(text)));
    near = nearestTerms(term, [...near.map((one) => one.term), ...others, ...swapped.flatMap((one) => one || [])]);
  }
  let found = near.map(({ term: other, edits }) => ({ term: other, factor: edits > 1 ? FACTORS.farCorrection : FACTORS.correction }));
  found = kin.concat(found);
  if (!found.length && alone) {
    found = nearestTerms(term, (await library.parts('')).flatMap(termsOf)).map((one) => ({ term: one.term, factor: FACTORS.farCorrection }));
  }
  for (const { term: other, factor } of found) word.forms.push(...await formsOf(other, factor, true, library));
  return found.length ? [[term, found[0].term.term]] : [];
}

/** @param {import('./index.mjs').Lexicon} part */
const termsOf = (part) => part.terms.map((_, at) => part.term(at));

/** @param {string} term */
function mostEdits(term) {
  if (/\p{N}/u.test(term) || term.length < 4) return 0;
  return term.length < 8 ? 1 : 2;
}

/** @param {string} word @param {Term[]} terms @returns {{term: Term, edits: number}[]} */
export function nearestTerms(word, terms) {
  let most = mostEdits(word);
  /** @type {{term: Term, edits: number}[]} */
  let found = [];
  for (const term of terms) {
    const edits = countEdits(word, term.term, most);
    if (edits > most) continue;
    // A nearer word makes all farther ones pointless.
    if (edits < most) found = found.filter((other) => other.edits <= edits);
    most = Math.min(most, Math.max(edits, 1));
    found.push({ term, edits });
  }
  const strange = (/** @type {Term} */ { term }) => Number(term[0] !== word[0]);
  return found.sort((one, other) => one.edits - other.edits || strange(one.term) - strange(other.term)
    || other.term.size - one.term.size || one.term.id - other.term.id).slice(0, MOST_CORRECTIONS);
}

/**
 * A form that the texts do not use ("recovering") is near to those that begin like it and end otherwise ("recovery").
 * @param {string} word @param {Term[]} terms
 */
function kinTerms(word, terms) {
  let longest = Math.max(4, Math.ceil(word.length * 0.6), word.length - LONGEST_ENDING);
  /** @type {Term[]} */
  let found = [];
  for (const one of terms) {
    const { term } = one;
    let shared = 0;
    while (shared < word.length && term[shared] === word[shared]) shared += 1;
    if (shared < longest || term.length - shared > LONGEST_ENDING) continue;
    if (shared > longest) found = [];
    longest = shared;
    found.push(one);
  }
  return mostCommon(found).slice(0, MOST_CORRECTIONS).map((term) => ({ term, factor: FACTORS.kin }));
}
