/**
 * Reads the index: numbers written as characters, and the records of each kind of shard. Pure; loads nothing.
 * The format is described in `docs/reference/search-index.md`; `src/search` writes it.
 *
 * @typedef {{pages: Int32Array, fields: Int32Array}} Postings
 * @typedef {{section: number, strong: boolean, places: number[]}} SectionPlaces
 * @typedef {{lengths: Float32Array, titles: Uint16Array, weights: Float32Array, phases: Uint8Array}} Measures
 *   Words and words of the title of each page, the author's weight and the phase.
 * @typedef {{starts: number[], names: string}} Shards number of the first record of each shard, and all hashes in a row
 * @typedef {{
 *   version: number, pages: number, average: number, elision: boolean, language: string, weights: number[],
 *   synonyms: string[][], first: string[], before: number[], facets: [string, string][], shards: Record<string, Shards>, measures: Measures,
 * }} Root
 * @typedef {{path: string, title: string, kind: string, phase: string, status: string, description: string,
 *   anchor: string|null, heading: string, text: string}} Passage a page's own fields, and one of its sections
 */

const FIRST = 0x28;
const LIMIT = 1e6;

/** Reads numbers one after another. */
export class Reader {
  /** @param {string} text @param {number} [at] */
  constructor(text, at = 0) {
    this.text = text;
    this.at = at;
  }

  /** @returns {number} */
  number() {
    const unit = this.text.charCodeAt(this.at++);
    if (unit < 0x5c) return unit - FIRST;
    if (unit < 0x2028) return unit - FIRST - 1;
    if (unit < 0xd800) return unit - FIRST - 3;
    const point = ((unit - 0xd800) << 10) + this.text.charCodeAt(this.at++) - 0xdc00 + 0x10000;
    const number = point - 0x2800 - FIRST - 3;
    return number < LIMIT ? number : this.number() * LIMIT + this.number();
  }

  signed() {
    const folded = this.number();
    return folded % 2 ? -(folded + 1) / 2 : folded / 2;
  }

  /** A text of a length that stands before it. */
  string() {
    const length = this.number();
    return this.text.slice(this.at, (this.at += length));
  }

  /** Moves to a record behind the table of all lengths; returns where it ends. @param {number} index */
  seek(index) {
    let before = 0;
    let wanted = 0;
    for (let i = 0, count = this.number(); i < count; i += 1) {
      const length = this.number();
      if (i < index) before += length;
      if (i === index) wanted = length;
    }
    this.at += before;
    return this.at + wanted;
  }
}

/** @param {string} json the root file's string @returns {Root} */
export function readRoot(json) {
  const root = JSON.parse(json);
  /** @type {Record<string, Shards>} */
  const shards = {};
  for (const { kind, starts, names } of root.shards) shards[kind] = { starts: readSums(starts), names };
  return Object.assign(root, { shards, before: readSums(root.before), measures: readMeasures(root.measures, root.pages) });
}

/** @param {string} text @returns {number[]} running sums of the numbers in the text */
function readSums(text) {
  const reader = new Reader(text);
  const sums = [];
  let sum = 0;
  while (reader.at < text.length) sums.push((sum += reader.number()));
  return sums;
}

/** @param {string} text @param {number} count @returns {Measures} */
function readMeasures(text, count) {
  const reader = new Reader(text);
  const lengths = new Float32Array(count);
  const titles = new Uint16Array(count);
  const weights = new Float32Array(count).fill(1);
  const phases = new Uint8Array(count).fill(4);
  for (let page = 0; page < count; page += 1) {
    const length = reader.number();
    lengths[page] = 2 ** ((length >> 1) / 4) - 1;
    if (length & 1) {
      const standing = reader.number();
      weights[page] = 1 - (Math.floor(standing / 7) - 30) / 1000;
      phases[page] = standing % 7;
    }
    titles[page] = reader.number();
  }
  return { lengths, titles, weights, phases };
}

/**
 * The terms of a shard of the lexicon. `offsets[i]` is where the postings of term `first + i` begin, counted from those of
 * the shard's first term, `based[i]` whether they begin with their base; `next[i]` is the step to the next form of its stem.
 */
export class Lexicon {
  /** @param {string} text @param {number} first number of its first term */
  constructor(text, first) {
    const reader = new Reader(text);
    /** @type {string[]} */
    const terms = [];
    const next = [];
    const offsets = [0];
    const based = [];
    let term = '';
    while (reader.at < text.length) {
      term = term.slice(0, reader.number()) + reader.string();
      terms.push(term);
      next.push(reader.signed());
      const length = reader.number();
      offsets.push(offsets[offsets.length - 1] + (length >> 1));
      based.push(length & 1);
    }
    this.first = first;
    this.terms = terms;
    this.next = Int32Array.from(next);
    this.offsets = Int32Array.from(offsets);
    this.based = based;
  }

  /** Place of the first term that is not below `wanted`. @param {string} wanted */
  search(wanted) {
    const { terms } = this;
    let low = 0;
    let high = terms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (terms[middle] < wanted) low = middle + 1; else high = middle;
    }
    return low;
  }

  /** @param {number} at @returns {import('./library.mjs').Term} */
  term(at) {
    return { id: this.first + at, term: this.terms[at], size: this.offsets[at + 1] - this.offsets[at] };
  }
}

/** @param {string} text @param {number} start @param {number} end @param {number} based whether they begin with their base @returns {Postings} */
export function readPostings(text, start, end, based) {
  const reader = new Reader(text, start);
  const base = based ? reader.number() : 2;
  const pages = [];
  const fields = [];
  let page = 0;
  while (reader.at < end) {
    const step = reader.number();
    const times = step % base + 1;
    pages.push((page += Math.floor(step / base)));
    fields.push(times < base ? times : reader.number());
  }
  return { pages: Int32Array.from(pages), fields: Int32Array.from(fields) };
}

/**
 * Where a term stands in those of its pages that `wanted` holds.
 * @param {string} text shard of places @param {number} index of the term in the shard @param {Int32Array} pages
 * @param {{has(page: number): boolean}} wanted @returns {Map<number, SectionPlaces[]>}
 */
export function readPlaces(text, index, pages, wanted) {
  const reader = new Reader(text);
  reader.seek(index);
  const found = new Map();
  for (const page of pages) {
    if (wanted.has(page)) found.set(page, readSections(reader));
    else for (let more = 1; more;) for (more = reader.number() & 1; reader.number() & 1;);
  }
  return found;
}

/** @param {Reader} reader @returns {SectionPlaces[]} */
function readSections(reader) {
  const sections = [];
  let section = 0;
  for (let more = 1; more;) {
    const head = reader.number();
    section += head >> 2;
    more = head & 1;
    const places = [];
    let place = 0;
    for (let further = 1; further;) {
      const step = reader.number();
      places.push((place += step >> 1));
      further = step & 1;
    }
    sections.push({ section, strong: (head & 2) > 0, places });
  }
  return sections;
}

/** Numbers of a hash. @param {string} text @param {number} first hash @param {number} hash @returns {number[]} */
export function readHashed(text, first, hash) {
  const reader = new Reader(text);
  const found = [];
  for (let known = first; reader.at < text.length && known <= hash;) {
    known += reader.number();
    const number = reader.number();
    if (known === hash) found.push(number);
  }
  return found;
}

/** @param {string} text @returns {Map<string, number[]>} pages by value */
export function readFacet(text) {
  const reader = new Reader(text);
  const values = new Map();
  while (reader.at < text.length) {
    const value = reader.string();
    const pages = [];
    let page = 0;
    for (let left = reader.number(); left > 0; left -= 1) pages.push((page += reader.number()));
    values.set(value, pages);
  }
  return values;
}

/**
 * A page's record: a line of its own fields, then one for each section, each cut into fields.
 * @param {string} shard @param {number} index of the page in it @returns {string[][]}
 */
export function readRecord(shard, index) {
  const reader = new Reader(shard);
  const pieces = reader.string().split(' ');
  const end = reader.seek(index);
  const words = [];
  while (reader.at < end) words.push(pieces[reader.number()]);
  return words.join(' ').replace(/ ?([\t\n]) ?| [\b]/g, '$1').split('\n').map((line) => line.split('\t'));
}

/**
 * The fields of a page, and one of its sections or its opening.
 * @param {string} shard @param {number} index of the page in it @param {number} section @returns {Passage}
 */
export function readText(shard, index, section) {
  const lines = readRecord(shard, index);
  const [path, title, kind, phase, status, description] = lines[0];
  const [anchor, heading, text] = lines[section] || lines[1] || ['', '', ''];
  return { path, title, kind, phase, status, description, anchor: anchor || null, heading, text };
}

/** FNV-1a over the UTF-16 units, its upper 28 bits; `src/search/exact.rs` computes the same. @param {string} text */
export function hashText(text) {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash >>> 4;
}

/** The last of the rising `starts` that is not above `wanted`, or 0. @template {number|string} T @param {T[]} starts @param {T} wanted */
export function findShard(starts, wanted) {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= wanted) low = middle; else high = middle;
  }
  return low;
}
