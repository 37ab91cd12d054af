'use strict';
/**
 * Reads the index: numbers written as characters, and the records of each kind of shard. Pure; loads nothing.
 * The format is described in `docs/reference/search-index.md`; `src/search` writes it.
 *
 * @typedef {{text: string, at: number}} Reader
 * @typedef {{first: number, terms: string[], next: Int32Array, offsets: Int32Array}} LexiconShard
 *   `offsets[i]` is where the postings of term `first + i` begin, counted from those of the shard's first term.
 * @typedef {{pages: Int32Array, fields: Int32Array}} Postings
 * @typedef {{section: number, strong: boolean, places: number[]}} SectionPlaces
 */
(function (root) {
  const FIRST = 0x28;
  const LIMIT = 1000000;

  /** @param {Reader} reader @returns {number} */
  function readNumber(reader) {
    const unit = reader.text.charCodeAt(reader.at++);
    if (unit < 0x5c) return unit - FIRST;
    if (unit < 0x2028) return unit - FIRST - 1;
    if (unit < 0xd800) return unit - FIRST - 3;
    const point = ((unit - 0xd800) << 10) + reader.text.charCodeAt(reader.at++) - 0xdc00 + 0x10000;
    const number = point - 0x2800 - FIRST - 3;
    if (number < LIMIT) return number;
    const millions = readNumber(reader);
    return millions * LIMIT + readNumber(reader);
  }

  function readSigned(reader) {
    const folded = readNumber(reader);
    return folded % 2 ? -(folded + 1) / 2 : folded / 2;
  }

  /** @param {string} text @returns {number[]} running sums of the numbers in the text */
  function readSums(text) {
    const reader = { text, at: 0 };
    const sums = [];
    let sum = 0;
    while (reader.at < text.length) sums.push((sum += readNumber(reader)));
    return sums;
  }

  /** @param {string} json the root file's string */
  function readRoot(json) {
    const root = JSON.parse(json);
    const shards = {};
    for (const { kind, starts, names } of root.shards) shards[kind] = { starts: readSums(starts), names };
    return Object.assign(root, { shards, measures: readMeasures(root.measures, root.pages) });
  }

  /** Length, words of the title, weight and phase of each page. */
  function readMeasures(text, count) {
    const reader = { text, at: 0 };
    const lengths = new Float32Array(count);
    const titles = new Uint16Array(count);
    const weights = new Float32Array(count).fill(1);
    const phases = new Uint8Array(count).fill(4);
    for (let page = 0; page < count; page += 1) {
      const length = readNumber(reader);
      lengths[page] = Math.pow(2, (length >> 1) / 4) - 1;
      if (length & 1) {
        const standing = readNumber(reader);
        weights[page] = 1 - (Math.floor(standing / 7) - 30) / 1000;
        phases[page] = standing % 7;
      }
      titles[page] = readNumber(reader);
    }
    return { lengths, titles, weights, phases };
  }

  /** @param {string} text @param {number} first @returns {LexiconShard} */
  function readLexicon(text, first) {
    const reader = { text, at: 0 };
    const terms = [];
    const next = [];
    const offsets = [0];
    let term = '';
    while (reader.at < text.length) {
      const shared = readNumber(reader);
      const length = readNumber(reader);
      term = term.slice(0, shared) + text.slice(reader.at, reader.at + length);
      reader.at += length;
      terms.push(term);
      next.push(readSigned(reader));
      offsets.push(offsets[offsets.length - 1] + readNumber(reader));
    }
    return { first, terms, next: Int32Array.from(next), offsets: Int32Array.from(offsets) };
  }

  /** @param {string} text @param {number} start @param {number} end @returns {Postings} */
  function readPostings(text, start, end) {
    const reader = { text, at: start };
    const pages = [];
    const fields = [];
    let page = 0;
    while (reader.at < end) {
      const step = readNumber(reader);
      page += step >> 1;
      pages.push(page);
      fields.push(step & 1 ? readNumber(reader) : 1);
    }
    return { pages: Int32Array.from(pages), fields: Int32Array.from(fields) };
  }

  /**
   * Where a term stands in those of its pages that `wanted` holds.
   * @param {string} text shard of places @param {number} index of the term in the shard @param {Int32Array} pages
   * @param {{has(page: number): boolean}} wanted @returns {Map<number, SectionPlaces[]>}
   */
  function readPlaces(text, index, pages, wanted) {
    const reader = { text, at: 0 };
    const [before] = readLengths(reader, index);
    reader.at += before;
    const found = new Map();
    for (const page of pages) {
      if (wanted.has(page)) found.set(page, readSections(reader));
      else skipSections(reader);
    }
    return found;
  }

  /** Reads the table of record lengths; returns how many units stand before the wanted record, and its length. */
  function readLengths(reader, index) {
    let before = 0;
    let wanted = 0;
    for (let i = 0, count = readNumber(reader); i < count; i += 1) {
      const length = readNumber(reader);
      if (i < index) before += length;
      if (i === index) wanted = length;
    }
    return [before, wanted];
  }

  function readSections(reader) {
    const sections = [];
    let section = 0;
    for (let more = 1; more;) {
      const head = readNumber(reader);
      section += head >> 2;
      more = head & 1;
      const places = [];
      let place = 0;
      for (let further = 1; further;) {
        const step = readNumber(reader);
        place += step >> 1;
        further = step & 1;
        places.push(place);
      }
      sections.push({ section, strong: (head & 2) > 0, places });
    }
    return sections;
  }

  function skipSections(reader) {
    for (let more = 1; more;) {
      more = readNumber(reader) & 1;
      while (readNumber(reader) & 1);
    }
  }

  /** @param {string} text @param {number} first @param {number} hash @returns {{page: number, alias: boolean}[]} */
  function readExact(text, first, hash) {
    const reader = { text, at: 0 };
    const found = [];
    for (let known = first; reader.at < text.length && known <= hash;) {
      known += readNumber(reader);
      const page = readNumber(reader);
      if (known === hash) found.push({ page: page >> 1, alias: page % 2 === 1 });
    }
    return found;
  }

  /** @param {string} text @returns {Map<string, number[]>} pages by value */
  function readFacet(text) {
    const reader = { text, at: 0 };
    const values = new Map();
    while (reader.at < text.length) {
      const length = readNumber(reader);
      const value = text.slice(reader.at, reader.at + length);
      reader.at += length;
      const pages = [];
      let page = 0;
      for (let left = readNumber(reader); left > 0; left -= 1) pages.push((page += readNumber(reader)));
      values.set(value, pages);
    }
    return values;
  }

  /** The fields of one page and one of its sections, or its opening. @param {string} shard @param {number} index of the page in it */
  function readText(shard, index, section) {
    const reader = { text: shard, at: 0 };
    const length = readNumber(reader);
    const dictionary = shard.slice(reader.at, reader.at += length).split(' ');
    const [before, size] = readLengths(reader, index);
    const end = (reader.at += before) + size;
    const words = [];
    while (reader.at < end) words.push(dictionary[readNumber(reader)]);
    const lines = words.join(' ').replace(/ ?([\t\n]) ?| [\b]/g, '$1').split('\n');
    const [path, title, kind, phase, status, description] = lines[0].split('\t');
    const [anchor, heading, text] = (lines[section] || lines[1] || '\t\t').split('\t');
    return { path, title, kind, phase, status, description, anchor: anchor || null, heading, text };
  }

  /** The last of the rising `starts` that is not above `wanted`, or 0. */
  function findShard(starts, wanted) {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= wanted) low = middle; else high = middle;
    }
    return low;
  }

  const index = {
    readNumber, readRoot, readLexicon, readPostings, readPlaces, readExact, readFacet, readText, findShard,
  };
  root.lifeboat = root.lifeboat || {};
  root.lifeboat.finding = Object.assign(root.lifeboat.finding || {}, { index });
  if (typeof module === 'object' && module) module.exports = index;
})(globalThis);
