/**
 * Ranks pages for a query. Pure functions over decoded postings; what each number is worth, and on which collections it
 * was tuned, stands in `docs/reference/search-ranking.md`.
 *
 * @typedef {{factor: number, postings: import('./index.mjs').Postings, own: boolean}} Form
 *   A surface form that stands for a word of the query; `own` forms (the word and its stem) set its rarity.
 * @typedef {{forms: Form[], phrases: {factor: number, parts: Form[][]}[]}} QueryWord
 *   Further ways to say the word: phrases of which a page must hold every part.
 * @typedef {Pick<import('./index.mjs').Root, 'pages'|'average'|'weights'|'measures'>} Index
 */

export const PARAMETERS = {
  k1: 1.6,
  b: 0.45,
  headingB: 0.1,
  titleB: 0.3,
  titleCoverage: 3.2,
  titleBase: 0.15,
  titleWord: 3,
  rarityPower: 0.5,
  aliasCoverage: 0.6,
  headingCoverage: 1.2,
  section: 0.1,
  near: 1.2,
  exact: 8,
  exactHeading: 3,
  phase: 0.004,
  candidates: 50,
  rareEnough: 0.12,
};
const p = PARAMETERS;

/** @param {number[]} values */
export const sum = (values) => values.reduce((total, value) => total + value, 0);

/**
 * Score of every page by the fields in which the words stand.
 * @param {QueryWord[]} words @param {Index} index @returns {{scores: Float64Array, rarities: number[]}}
 */
export function scorePages(words, index) {
  const { pages } = index;
  const { titles } = index.measures;
  const scores = new Float64Array(pages);
  const titleCover = new Float64Array(pages);
  const titleWords = new Uint8Array(pages);
  const aliasCover = new Float64Array(pages);
  const norms = normPages(index);
  const rarities = words.map((word) => {
    const { worth, held, known } = weighWord(word, index, norms);
    const rarity = Math.log(1 + (pages - known + 0.5) / (known + 0.5)) ** p.rarityPower;
    for (let page = 0; page < pages; page += 1) {
      if (!worth[page]) continue;
      scores[page] += rarity * worth[page] * (p.k1 + 1) / (worth[page] + p.k1);
      if (held[page] > 1) aliasCover[page] += rarity;
      if (held[page] & 1) {
        titleCover[page] += rarity;
        titleWords[page] += 1;
      }
    }
    return rarity;
  });
  const all = sum(rarities) || 1;
  for (let page = 0; page < pages; page += 1) {
    if (!scores[page]) continue;
    const cover = titleCover[page] / all;
    const share = Math.min(1, titleWords[page] / (titles[page] || 1));
    scores[page] += all * (cover * cover * p.titleCoverage + cover * p.titleWord) * (p.titleBase + (1 - p.titleBase) * share)
      + p.aliasCoverage * aliasCover[page] ** 2 / all;
  }
  return { scores, rarities };
}

/** What makes up for the length of a page's text, headings and title. @param {Index} index */
function normPages({ measures: { lengths, titles }, average }) {
  const norm = (/** @type {number} */ b, /** @type {number} */ usual, /** @type {ArrayLike<number>} */ sizes) =>
    Float32Array.from(sizes, (size) => 1 - b + b * size / (usual || 1));
  return { body: norm(p.b, average, lengths), heading: norm(p.headingB, average, lengths), title: norm(p.titleB, 5, titles) };
}

/**
 * What a word is worth on each page, whether its title (1) and an alias (2) hold it, and how many pages know it.
 * @param {QueryWord} word @param {Index} index @param {ReturnType<typeof normPages>} norms
 */
function weighWord(word, index, norms) {
  const total = { worth: new Float64Array(index.pages), held: new Uint8Array(index.pages) };
  const { worth, held } = total;
  const count = () => worth.reduce((known, value) => known + (value > 0 ? 1 : 0), 0);
  weighForms(word.forms.filter((form) => form.own), index, norms, total);
  let known = count();
  weighForms(word.forms.filter((form) => !form.own), index, norms, total);
  for (const { factor, parts } of word.phrases) {
    // A phrase is worth what its weakest part is worth.
    const weighed = parts.map((forms) => weighForms(forms, index, norms,
      { worth: new Float64Array(index.pages), held: new Uint8Array(index.pages) }));
    for (let page = 0; page < worth.length; page += 1) {
      const least = Math.min(...weighed.map((part) => part.worth[page]));
      if (!least) continue;
      worth[page] = Math.max(worth[page], factor * least);
      held[page] |= weighed.reduce((common, part) => common & part.held[page], 3);
    }
  }
  return { worth, held, known: known || (known = count()) };
}

/**
 * Adds what the forms are worth on each page.
 * @param {Form[]} forms @param {Index} index @param {ReturnType<typeof normPages>} norms
 * @param {{worth: Float64Array, held: Uint8Array}} total
 */
function weighForms(forms, index, norms, total) {
  const [title, heading, alias, extra, body] = index.weights;
  for (const { factor, postings: { pages, fields } } of forms) {
    for (let i = 0; i < pages.length; i += 1) {
      const page = pages[i];
      const packed = fields[i];
      let value = (packed & 31) * body / norms.body[page];
      if (packed > 31) {
        value += (packed >> 5 & 3) * heading / norms.heading[page] + (packed >> 7 & 1) * title / norms.title[page]
          + (packed >> 8 & 1) * alias + (packed >> 9) * extra;
      }
      total.worth[page] += factor * value;
      total.held[page] |= packed >> 7 & 3;
    }
  }
  return total;
}

/**
 * What the places of the words add to a page, and its best section.
 * @param {import('./index.mjs').SectionPlaces[][]} places by word @param {number[]} rarities
 * @returns {{bonus: number, section: number}}
 */
export function scorePlaces(places, rarities) {
  const all = sum(rarities) || 1;
  /** @type {Map<number, {worth: number, heading: number, cover: number}>} */
  const sections = new Map();
  places.forEach((ofWord, word) => {
    for (const { section, strong, places: at } of ofWord) {
      const known = sections.get(section) || { worth: 0, heading: 0, cover: 0 };
      known.worth += rarities[word] * at.length / (at.length + 1);
      known.cover += rarities[word] / all;
      if (strong && section) known.heading += rarities[word] / all;
      sections.set(section, known);
    }
  });
  let best = { worth: 0, section: 0 };
  let heading = 0;
  let worthiest = 0;
  for (const [section, known] of sections) {
    const text = known.worth * known.cover;
    const worth = text + all * known.heading ** 2;
    if (section && (worth > best.worth || (worth === best.worth && section < best.section))) best = { worth, section };
    heading = Math.max(heading, known.heading);
    worthiest = Math.max(worthiest, text);
  }
  const bonus = p.headingCoverage * all * heading * heading + p.section * worthiest + p.near * nearness(places, rarities);
  return { bonus, section: best.section };
}

/**
 * For each two neighbours of the query: how near they come to each other in one section, in their order by choice.
 * @param {import('./index.mjs').SectionPlaces[][]} places @param {number[]} rarities
 */
function nearness(places, rarities) {
  let total = 0;
  for (let word = 0; word + 1 < places.length; word += 1) {
    let nearest = 0;
    for (const one of places[word]) {
      const other = places[word + 1].find((candidate) => candidate.section === one.section);
      if (other) nearest = Math.max(nearest, 1 / leastDistance(one.places, other.places));
    }
    total += nearest * Math.min(rarities[word], rarities[word + 1]);
  }
  return total;
}

/** 1 for a word right after the other; the wrong order counts one more. @param {number[]} one @param {number[]} other */
function leastDistance(one, other) {
  let least = Infinity;
  let j = 0;
  for (const place of one) {
    while (j < other.length && other[j] <= place) j += 1;
    if (j < other.length) least = Math.min(least, other[j] - place);
    if (j) least = Math.min(least, Math.max(1, place - other[j - 1]) + 1);
  }
  return least;
}

/**
 * Whether the words stand one after another in a section of the page.
 * @param {import('./index.mjs').SectionPlaces[][]} places by word, of one page
 */
export function holdsPhrase(places) {
  return places[0].some(({ section, places: starts }) => {
    const all = places.map((ofWord) => new Set(ofWord.find((candidate) => candidate.section === section)?.places));
    return starts.some((start) => all.every((found, i) => found.has(start + i)));
  });
}

/** The numbers of the `count` best scores above 0, best first, then by page. @param {Float64Array} scores @param {number} count */
export function bestPages(scores, count) {
  /** @type {number[]} */
  const best = [];
  for (let page = 0; page < scores.length && count > 0; page += 1) {
    const score = scores[page];
    if (!score || (best.length === count && score <= scores[best[count - 1]])) continue;
    let at = best.length;
    while (at && scores[best[at - 1]] < score) at -= 1;
    best.splice(at, 0, page);
    if (best.length > count) best.pop();
  }
  return best;
}

/**
 * Edits (letter added, lost, changed, two swapped) between two words, or `most + 1` if there are more.
 * @param {string} one @param {string} other @param {number} most
 */
export function countEdits(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) edits = Math.min(edits, before[j - 2] + 1);
      row.push(edits);
      least = Math.min(least, edits);
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[other.length], most + 1);
}
