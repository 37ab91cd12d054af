'use strict';
/**
 * Answers a query from the library: expands its words, ranks the pages, filters by facets, and tells for each hit the
 * section and the passage. Loads only through the library; knows no page and no box.
 *
 * @typedef {{path: string, anchor: string|null, title: string, section: string, score: number, snippet: string}} Hit
 *   Not enumerable, for the box: `kind`, `phase`, `status`, `marks` (places of the words in the snippet) and `terms` (forms
 *   to highlight on the page).
 * @typedef {{total: number, hits: Hit[]}} Answer
 *   Not enumerable, for the box: `counts` (pages by facet and value), `corrected` (misspelt word and what was taken).
 */
(function (root) {
  /** Words highlighted on the page of a hit; the rarest tell most. */
  const MOST_TERMS = 12;

  /**
   * @param {import('./library.js')} library @param {string} query
   * @param {{limit?: number, facets?: Record<string, string|string[]>, counts?: boolean}} [options]
   * @param {object} [tools] the other parts; given in tests
   * @returns {Promise<Answer>}
   */
  async function answerQuery(library, query, options, tools) {
    const { limit = 10, facets = {}, counts = false } = options || {};
    const { words: tokens, rank, query: asking } = tools || root.lifeboat.finding;
    const parameters = (tools && tools.parameters) || rank.PARAMETERS;
    const parsed = asking.parseQuery(query, tokens, library.root.elision);
    if (!parsed.typed.length || !library.root.pages) return finish(0, [], {}, []);
    const exact = library.exact(asking.hashPhrase(parsed.whole));
    const { words, corrected } = await asking.expandWords(parsed.typed, library, { words: tokens, rank });
    await loadPostings(words, library);
    const { scores, rarities } = rank.scorePages(words, library.root, parameters);
    await keepPhrases(parsed.phrases, library, scores, rank);
    const all = rarities.reduce((sum, rarity) => sum + rarity, 0);
    for (const { page, alias } of await exact) scores[page] += all * (alias ? parameters.exactAlias : parameters.exact);
    weighPages(scores, library.root.measures, parameters);
    const counted = counts ? await countFacets(library, scores) : {};
    await keepFacets(facets, library, scores);
    const total = scores.reduce((sum, score) => sum + (score > 0 ? 1 : 0), 0);
    const wanted = Math.min(Math.max(0, Math.floor(Number(limit)) || 0), total);
    const sections = await refine(words, rarities, library, scores, { rank, parameters });
    const best = rank.bestPages(scores, wanted);
    const worth = worthOfTerms(words, rarities);
    const hits = await Promise.all(best.map(async (page) =>
      makeHit(await library.text(page, Math.max(1, sections.get(page) || 0)), scores[page], worth, library, tools || root.lifeboat.finding)));
    return finish(total, hits, counted, corrected);
  }

  /** Fills in the postings of every form; a common form of one word is loaded once. */
  async function loadPostings(words, library) {
    const forms = words.flatMap((word) => [...word.forms, ...word.phrases.flatMap((phrase) => phrase.parts.flat())]);
    await Promise.all(forms.map(async (form) => {
      form.postings = await library.postings(form.term.id);
    }));
  }

  /** A page without a quoted phrase is no hit. */
  async function keepPhrases(phrases, library, scores, rank) {
    for (const terms of phrases) {
      const found = await Promise.all(terms.map((term) => library.find(term)));
      if (found.some((term) => !term)) {
        scores.fill(0);
        return;
      }
      const postings = await Promise.all(found.map((term) => library.postings(term.id)));
      let pages = new Set(postings[0].pages);
      for (const { pages: others } of postings.slice(1)) pages = new Set(others.filter((page) => pages.has(page)));
      const places = await Promise.all(found.map((term) => library.places(term.id, pages)));
      for (const page of pages) {
        if (!rank.holdsPhrase(places.map((ofTerm) => ofTerm.get(page)))) pages.delete(page);
      }
      scores.forEach((score, page) => {
        if (score > 0 && !pages.has(page)) scores[page] = 0;
      });
    }
  }

  function weighPages(scores, measures, parameters) {
    for (let page = 0; page < scores.length; page += 1) {
      if (scores[page] > 0) scores[page] *= measures.weights[page] * (1 + parameters.phase * (6 - measures.phases[page]));
    }
  }

  /** Adds what the places say to the best pages, and tells the best section of each. */
  async function refine(words, rarities, library, scores, { rank, parameters }) {
    const candidates = new Set(rank.bestPages(scores, parameters.candidates));
    const { weights } = library.root.measures;
    const least = parameters.rareEnough * Math.max(...rarities);
    const placed = words.map((word, i) => ({ word, rarity: rarities[i] })).filter(({ word, rarity }) => word.forms.length && rarity >= least);
    const places = await Promise.all(placed.map(({ word }) => placesOfWord(word, library, candidates)));
    const sections = new Map();
    for (const page of candidates) {
      const { bonus, section } = rank.scorePlaces(places.map((ofWord) => ofWord.get(page) || []), placed.map(({ rarity }) => rarity), parameters);
      scores[page] += bonus * weights[page];
      sections.set(page, section);
    }
    return sections;
  }

  /** Places of all forms of a word as if it were one. */
  async function placesOfWord(word, library, candidates) {
    const merged = new Map();
    // Mere beginnings of a known word say little about where to land, and are many.
    const ids = new Set(word.forms.filter((form) => form.own || form.factor > 0.5).map((form) => form.term.id));
    const found = await Promise.all([...ids].map((id) => library.places(id, candidates)));
    for (const places of found) {
      for (const [page, sections] of places) merged.set(page, mergeSections(merged.get(page), sections));
    }
    return merged;
  }

  function mergeSections(known, added) {
    if (!known) return added;
    const merged = new Map(known.map((section) => [section.section, section]));
    for (const one of added) {
      const other = merged.get(one.section);
      merged.set(one.section, other ? {
        section: one.section,
        strong: one.strong || other.strong,
        places: one.places.concat(other.places).sort((a, b) => a - b),
      } : one);
    }
    return [...merged.values()];
  }

  /** Pages by value of each facet, among those found before any facet is chosen. */
  async function countFacets(library, scores) {
    const counts = {};
    await Promise.all(library.root.facets.map(async ([name]) => {
      const values = [];
      for (const [value, pages] of await library.facet(name)) {
        const count = pages.reduce((sum, page) => sum + (scores[page] > 0 ? 1 : 0), 0);
        if (count > 0) values.push([value, count]);
      }
      counts[name] = values;
    }));
    return counts;
  }

  /** A page must have one of the values chosen in each facet. */
  async function keepFacets(facets, library, scores) {
    for (const [name, chosen] of Object.entries(facets || {})) {
      const values = [].concat(chosen === undefined || chosen === null ? [] : chosen).map(String);
      if (!values.length) continue;
      const facet = await library.facet(name);
      const pages = new Set(values.flatMap((value) => facet.get(value) || []));
      scores.forEach((score, page) => {
        if (score > 0 && !pages.has(page)) scores[page] = 0;
      });
    }
  }

  function worthOfTerms(words, rarities) {
    const worth = new Map();
    words.forEach((word, i) => {
      const forms = [...word.forms, ...word.phrases.flatMap((phrase) => phrase.parts.flat())];
      for (const { term, factor } of forms) {
        worth.set(term.term, Math.max(worth.get(term.term) || 0, factor * rarities[i]));
      }
    });
    return worth;
  }

  function makeHit(page, score, worth, library, tools) {
    const findWords = (text) => tools.words.find(text, library.root.elision);
    const { snippet, marks, terms } = tools.snippet.cutSnippet(page.text || page.description, worth, findWords);
    const named = findWords(`${page.title} ${page.heading}`).map((word) => word.term).filter((term) => worth.has(term));
    const { path, anchor, title, heading, kind, phase, status } = page;
    const hit = { path, anchor, title, section: heading, score: Math.round(score * 1000) / 1000, snippet };
    const rarest = [...new Set([...terms, ...named])].sort((one, other) => worth.get(other) - worth.get(one));
    return hide(hit, { kind, phase, status, marks, terms: rarest.slice(0, MOST_TERMS) });
  }

  function finish(total, hits, counts, corrected) {
    return hide({ total, hits }, { counts, corrected });
  }

  /** Adds properties for the box that others do not see. */
  function hide(object, properties) {
    for (const [name, value] of Object.entries(properties)) Object.defineProperty(object, name, { value });
    return object;
  }

  root.lifeboat = root.lifeboat || {};
  root.lifeboat.finding = Object.assign(root.lifeboat.finding || {}, { finder: answerQuery });
  if (typeof module === 'object' && module) module.exports = answerQuery;
})(globalThis);
