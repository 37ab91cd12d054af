/**
 * Answers a query from the library: expands its words, ranks the pages, filters by facets, and tells for each hit the
 * section and the passage. Loads only through the library; knows no page and no box.
 *
 * @typedef {import('./library.mjs').Library} Library
 * @typedef {import('./query.mjs').Word} Word
 * @typedef {{limit?: number, facets?: Record<string, string|string[]>}} Options
 * @typedef {{path: string, anchor: string|null, title: string, section: string, score: number, snippet: string}} Hit
 *   Not enumerable, for the box: `kind`, `phase`, `status`, `marks` (places of the words in the snippet) and `terms` (forms
 *   to highlight on the page).
 * @typedef {{total: number, hits: Hit[]}} Answer
 *   Not enumerable, for the box: `counts` (gives the pages by facet and value) and `corrected` (misspelt words and what was taken).
 */
import { expandWords, parseQuery } from './query.mjs';
import { PARAMETERS, bestPages, holdsPhrase, scorePages, scorePlaces, sum } from './rank.mjs';
import { cutSnippet } from './snippet.mjs';
import { findWords } from './words.mjs';

/** Words highlighted on the page of a hit; the rarest tell most. */
const MOST_TERMS = 12;

/** @param {Library} library @param {string} query @param {Options} [options] @returns {Promise<Answer>} */
export async function answerQuery(library, query, options) {
  const { limit = 10, facets } = options || {};
  const { root } = library;
  const { typed, phrases, whole } = parseQuery(query, root.elision);
  if (!typed.length || !root.pages) return hide({ total: 0, hits: [] }, { counts: async () => ({}), corrected: [] });
  const exact = library.hashed('e', whole);
  exact.catch(() => {});
  const { words, corrected } = await expandWords(typed, library);
  await Promise.all(words.flatMap(allForms).map(async (form) => {
    form.postings = await library.postings(form.term.id);
  }));
  const { scores, rarities } = scorePages(/** @type {any} */ (words), root);
  for (const terms of phrases) keepOnly(scores, await pagesWithPhrase(terms, library));
  for (const named of await exact) {
    scores[Math.floor(named / 3)] += sum(rarities) * (named % 3 > 1 ? PARAMETERS.exactHeading : PARAMETERS.exact);
  }
  const { weights, phases } = root.measures;
  scores.forEach((score, page) => {
    scores[page] = score * weights[page] * (1 + PARAMETERS.phase * (6 - phases[page]));
  });
  const unchosen = scores.slice();
  await keepFacets(facets, library, scores);
  const total = scores.reduce((count, score) => count + (score > 0 ? 1 : 0), 0);
  const sections = await refine(words, rarities, library, scores);
  const best = bestPages(scores, Math.min(Math.max(0, Math.floor(Number(limit)) || 0), total));
  const worth = worthOfTerms(words, rarities, root.pages);
  const hits = await Promise.all(best.map(async (page) =>
    makeHit(await library.text(page, Math.max(1, sections.get(page) || 0)), scores[page], worth, root.elision)));
  return hide({ total, hits }, { counts: () => countFacets(library, unchosen), corrected });
}

/** @param {Word} word */
const allForms = (word) => [...word.forms, ...word.phrases.flatMap((phrase) => phrase.parts.flat())];

/** @param {Float64Array} scores @param {Set<number>} pages */
function keepOnly(scores, pages) {
  scores.forEach((score, page) => {
    if (score && !pages.has(page)) scores[page] = 0;
  });
}

/** Pages that hold the words one after another. @param {string[]} terms @param {Library} library @returns {Promise<Set<number>>} */
async function pagesWithPhrase(terms, library) {
  const found = await Promise.all(terms.map((term) => library.find(term)));
  const ids = found.flatMap((term) => (term ? [term.id] : []));
  if (ids.length < terms.length) return new Set();
  const [first, ...others] = await Promise.all(ids.map((id) => library.postings(id)));
  const pages = new Set(first.pages);
  for (const other of others) {
    const held = new Set(other.pages);
    for (const page of pages) if (!held.has(page)) pages.delete(page);
  }
  const places = await Promise.all(ids.map((id) => library.places(id, pages)));
  for (const page of pages) if (!holdsPhrase(places.map((ofTerm) => ofTerm.get(page) || []))) pages.delete(page);
  return pages;
}

/**
 * Adds what the places say to the best pages, and tells the best section of each.
 * @param {Word[]} words @param {number[]} rarities @param {Library} library @param {Float64Array} scores
 * @returns {Promise<Map<number, number>>}
 */
async function refine(words, rarities, library, scores) {
  const candidates = new Set(bestPages(scores, PARAMETERS.candidates));
  const least = PARAMETERS.rareEnough * Math.max(...rarities);
  const placed = words.map((word, i) => ({ word, rarity: rarities[i] })).filter(({ word, rarity }) => word.forms.length && rarity >= least);
  const places = await Promise.all(placed.map(({ word }) => placesOfWord(word, library, candidates)));
  const sections = new Map();
  for (const page of candidates) {
    const { bonus, section } = scorePlaces(places.map((ofWord) => ofWord.get(page) || []), placed.map(({ rarity }) => rarity));
    scores[page] += bonus * library.root.measures.weights[page];
    sections.set(page, section);
  }
  return sections;
}

/**
 * Places of all forms of a word as if it were one.
 * @param {Word} word @param {Library} library @param {Set<number>} candidates
 * @returns {Promise<Map<number, import('./index.mjs').SectionPlaces[]>>}
 */
async function placesOfWord(word, library, candidates) {
  // Mere beginnings of a known word say little about where to land, and are many.
  const ids = new Set(word.forms.filter((form) => form.own || form.factor > 0.5).map((form) => form.term.id));
  const merged = new Map();
  for (const places of await Promise.all([...ids].map((id) => library.places(id, candidates)))) {
    for (const [page, sections] of places) merged.set(page, merged.has(page) ? mergeSections(merged.get(page), sections) : sections);
  }
  return merged;
}

/** @typedef {import('./index.mjs').SectionPlaces} SectionPlaces @param {SectionPlaces[]} known @param {SectionPlaces[]} added */
function mergeSections(known, added) {
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

/** Pages by value of each facet, among those found before any facet is chosen. @param {Library} library @param {Float64Array} scores */
async function countFacets(library, scores) {
  /** @type {Record<string, [string, number][]>} */
  const counts = {};
  await Promise.all(library.root.facets.map(async ([name]) => {
    const values = [...await library.facet(name)];
    counts[name] = values.map(([value, pages]) => /** @type {[string, number]} */ ([value, pages.filter((page) => scores[page]).length]))
      .filter(([, count]) => count);
  }));
  return counts;
}

/** A page must have one of the values chosen in each facet. @param {Options['facets']} facets @param {Library} library @param {Float64Array} scores */
async function keepFacets(facets, library, scores) {
  for (const [name, chosen] of Object.entries(facets || {})) {
    const values = [chosen ?? []].flat();
    if (!values.length) continue;
    const facet = await library.facet(name);
    keepOnly(scores, new Set(values.flatMap((value) => facet.get(String(value)) || [])));
  }
}

/**
 * What it is worth to show each term. The common words of a synonym ("to do" for "checklist") tell nothing by themselves.
 * @param {Word[]} words @param {number[]} rarities @param {number} pages @returns {Map<string, number>}
 */
function worthOfTerms(words, rarities, pages) {
  const worth = new Map();
  words.forEach((word, i) => {
    const told = word.phrases.flatMap(({ parts }) => parts.flat()).filter(({ term }) => term.size < pages / 2);
    for (const { term: { term }, factor } of [...word.forms, ...told]) worth.set(term, Math.max(worth.get(term) || 0, factor * rarities[i]));
  });
  return worth;
}

/** @param {import('./index.mjs').Passage} page @param {number} score @param {Map<string, number>} worth @param {boolean} elision */
function makeHit(page, score, worth, elision) {
  const { path, anchor, title, heading, kind, phase, status } = page;
  const { snippet, marks, terms } = cutSnippet(page.text || page.description, worth, elision);
  const named = findWords(`${title} ${heading}`, elision).map((word) => word.term).filter((term) => worth.has(term));
  const rarest = [...new Set([...terms, ...named])].sort((one, other) => (worth.get(other) || 0) - (worth.get(one) || 0));
  return hide({ path, anchor, title, section: heading, score: Math.round(score * 1000) / 1000, snippet },
    { kind, phase, status, marks, terms: rarest.slice(0, MOST_TERMS) });
}

/** Adds properties for the box that others do not see. @template {object} T @param {T} object @param {object} properties @returns {T} */
function hide(object, properties) {
  for (const [name, value] of Object.entries(properties)) Object.defineProperty(object, name, { value });
  return object;
}
