'use strict';
/**
 * Ranks pages for a query. Pure functions over decoded postings; what each number is worth, and on which collections it
 * was tuned, stands in `docs/reference/search-ranking.md`.
 *
 * @typedef {{factor: number, postings: {pages: Int32Array, fields: Int32Array}, own: boolean}} Form
 *   A surface form that stands for a word of the query; `own` forms (the word and its stem) set its rarity.
 * @typedef {{forms: Form[], phrases: {factor: number, parts: Form[][]}[]}} QueryWord
 *   Further ways to say the word: phrases of which a page must hold every part.
 * @typedef {{lengths: Float32Array, titles: Uint16Array, weights: Float32Array, phases: Uint8Array}} Measures
 */
(function (root) {
  const PARAMETERS = {
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
    exactAlias: 8,
    phase: 0.004,
    candidates: 50,
    rareEnough: 0.12,
  };

  /**
   * Score of every page by the fields in which the words stand.
   * @param {QueryWord[]} words
   * @param {{pages: number, average: number, weights: number[], measures: Measures}} index
   * @param {typeof PARAMETERS} [parameters]
   * @returns {{scores: Float64Array, rarities: number[]}}
   */
  function scorePages(words, index, parameters) {
    const p = parameters || PARAMETERS;
    const { lengths, titles } = index.measures;
    const scores = new Float64Array(index.pages);
    const titleCover = new Float64Array(index.pages);
    const titleWords = new Float64Array(index.pages);
    const aliasCover = new Float64Array(index.pages);
    const norms = normPages(index, p);
    const rarities = words.map((word) => {
      const { worth, held, rarity: plain } = weighWord(word, index, norms);
      const rarity = plain ** p.rarityPower;
      for (let page = 0; page < worth.length; page += 1) {
        if (worth[page] === 0) continue;
        scores[page] += rarity * worth[page] * (p.k1 + 1) / (worth[page] + p.k1);
        if (held[page] >= 2) aliasCover[page] += rarity;
        if (held[page] % 2 === 1) {
          titleCover[page] += rarity;
          titleWords[page] += 1;
        }
      }
      return rarity;
    });
    const all = rarities.reduce((sum, rarity) => sum + rarity, 0) || 1;
    for (let page = 0; page < scores.length; page += 1) {
      if (scores[page] === 0) continue;
      if (titleCover[page] > 0) {
        const cover = titleCover[page] / all;
        const share = Math.min(1, titleWords[page] / (titles[page] || 1));
        scores[page] += all * (cover * cover * p.titleCoverage + cover * p.titleWord) * (p.titleBase + (1 - p.titleBase) * share);
      }
      const cover = aliasCover[page] / all;
      scores[page] += p.aliasCoverage * all * cover * cover;
    }
    return { scores, rarities };
  }

  function normPages(index, p) {
    const { lengths, titles } = index.measures;
    const body = new Float64Array(index.pages);
    const heading = new Float64Array(index.pages);
    const title = new Float64Array(index.pages);
    for (let page = 0; page < body.length; page += 1) {
      const ratio = lengths[page] / (index.average || 1);
      body[page] = 1 - p.b + p.b * ratio;
      heading[page] = 1 - p.headingB + p.headingB * ratio;
      title[page] = 1 - p.titleB + p.titleB * titles[page] / 5;
    }
    return { body, heading, title };
  }

  /** What a word is worth on each page, whether its title (1) and an alias (2) hold it, and how rare the word is. */
  function weighWord(word, index, norms) {
    const worth = new Float64Array(index.pages);
    const held = new Uint8Array(index.pages);
    const add = (page, value, fields) => {
      worth[page] += value;
      held[page] |= (fields >> 7) & 3;
    };
    weighForms(word.forms.filter((form) => form.own), index, norms, add);
    let known = countPages(worth);
    weighForms(word.forms.filter((form) => !form.own), index, norms, add);
    for (const phrase of word.phrases) weighPhrase(phrase, index, norms, worth, held);
    if (known === 0) known = countPages(worth);
    return { worth, held, rarity: rarity(known, index.pages) };
  }

  /** @param {number} known pages that hold the word @param {number} all */
  function rarity(known, all) {
    return Math.log(1 + (all - known + 0.5) / (known + 0.5));
  }

  function countPages(worth) {
    let count = 0;
    for (const value of worth) if (value > 0) count += 1;
    return count;
  }

  function weighForms(forms, index, norms, add) {
    const [title, heading, alias, extra, body] = index.weights;
    for (const { factor, postings } of forms) {
      const { pages, fields } = postings;
      for (let i = 0; i < pages.length; i += 1) {
        const page = pages[i];
        const packed = fields[i];
        let value = (packed & 31) * body / norms.body[page];
        if (packed > 31) {
          value += ((packed >> 5) & 3) * heading / norms.heading[page] + ((packed >> 7) & 1) * title / norms.title[page]
            + ((packed >> 8) & 1) * alias + ((packed >> 9) & 1) * extra;
        }
        add(page, factor * value, packed);
      }
    }
  }

  /** A phrase is worth what its weakest part is worth. */
  function weighPhrase(phrase, index, norms, worth, held) {
    let least = null;
    let heldByAll = null;
    for (const forms of phrase.parts) {
      const part = new Float64Array(index.pages);
      const partHeld = new Uint8Array(index.pages);
      weighForms(forms, index, norms, (page, value, fields) => {
        part[page] += value;
        partHeld[page] |= (fields >> 7) & 3;
      });
      least = least ? least.map((value, page) => Math.min(value, part[page])) : part;
      heldByAll = heldByAll ? heldByAll.map((value, page) => value & partHeld[page]) : partHeld;
    }
    if (!least) return;
    for (let page = 0; page < least.length; page += 1) {
      if (least[page] === 0) continue;
      worth[page] = Math.max(worth[page], phrase.factor * least[page]);
      held[page] |= heldByAll[page];
    }
  }

  /**
   * What the places of the words add to a page, and its best section.
   * @param {{section: number, strong: boolean, places: number[]}[][]} places by word
   * @param {number[]} rarities @param {typeof PARAMETERS} [parameters]
   * @returns {{bonus: number, section: number}}
   */
  function scorePlaces(places, rarities, parameters) {
    const p = parameters || PARAMETERS;
    const all = rarities.reduce((sum, rarity) => sum + rarity, 0) || 1;
    const sections = new Map();
    places.forEach((ofWord, word) => {
      for (const { section, strong, places: at } of ofWord) {
        const known = sections.get(section) || { worth: 0, heading: 0, cover: 0 };
        known.worth += rarities[word] * at.length / (at.length + 1);
        known.cover += rarities[word];
        if (strong && section > 0) known.heading += rarities[word];
        sections.set(section, known);
      }
    });
    let best = { worth: 0, section: 0 };
    let heading = 0;
    let worthiest = 0;
    for (const [section, known] of sections) {
      const headed = known.heading / all;
      const worth = known.worth * (known.cover / all) + all * headed * headed;
      if (section > 0 && (worth > best.worth || (worth === best.worth && section < best.section))) best = { worth, section };
      heading = Math.max(heading, headed);
      worthiest = Math.max(worthiest, known.worth * (known.cover / all));
    }
    const bonus = p.headingCoverage * all * heading * heading + p.section * worthiest + p.near * nearness(places, rarities);
    return { bonus, section: best.section };
  }

  /** For each two neighbours of the query: how near they come to each other in one section, in their order by choice. */
  function nearness(places, rarities) {
    let sum = 0;
    for (let word = 0; word + 1 < places.length; word += 1) {
      let nearest = 0;
      for (const one of places[word]) {
        const other = places[word + 1].find((candidate) => candidate.section === one.section);
        if (other) nearest = Math.max(nearest, 1 / leastDistance(one.places, other.places));
      }
      sum += nearest * Math.min(rarities[word], rarities[word + 1]);
    }
    return sum;
  }

  /** 1 for a word right after the other; the wrong order counts one more. */
  function leastDistance(one, other) {
    let least = Infinity;
    let j = 0;
    for (const place of one) {
      while (j < other.length && other[j] <= place) j += 1;
      if (j < other.length) least = Math.min(least, other[j] - place);
      if (j > 0) least = Math.min(least, Math.max(1, place - other[j - 1]) + 1);
    }
    return least;
  }

  /** Whether the words stand one after another in a section of the page. @param places by word, of one page */
  function holdsPhrase(places) {
    return places[0].some(({ section, places: starts }) => {
      const rest = places.slice(1).map((ofWord) => ofWord.find((candidate) => candidate.section === section));
      if (rest.some((found) => !found)) return false;
      return starts.some((start) => rest.every((found, i) => found.places.includes(start + i + 1)));
    });
  }

  /** The numbers of the `count` best scores above 0, best first, then by page. */
  function bestPages(scores, count) {
    const best = [];
    if (count < 1) return best;
    for (let page = 0; page < scores.length; page += 1) {
      const score = scores[page];
      if (score === 0 || (best.length === count && score <= scores[best[count - 1]])) continue;
      let at = best.length;
      while (at > 0 && scores[best[at - 1]] < score) at -= 1;
      best.splice(at, 0, page);
      if (best.length > count) best.pop();
    }
    return best;
  }

  /**
   * Edits (letter added, lost, changed, two swapped) between two words, or `most + 1` if there are more.
   * @param {string} one @param {string} other @param {number} most
   */
  function countEdits(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, i) => i);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1];
        let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          edits = Math.min(edits, before[j - 2] + 1);
        }
        row.push(edits);
        least = Math.min(least, edits);
      }
      if (least > most) return most + 1;
      before = last;
      last = row;
    }
    return Math.min(last[other.length], most + 1);
  }

  const rank = { PARAMETERS, scorePages, scorePlaces, nearness, holdsPhrase, bestPages, countEdits, rarity };
  root.lifeboat = root.lifeboat || {};
  root.lifeboat.finding = Object.assign(root.lifeboat.finding || {}, { rank });
  if (typeof module === 'object' && module) module.exports = rank;
})(globalThis);
