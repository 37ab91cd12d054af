/**
 * The index as a thing to ask: loads a shard when it is first needed, decodes it, and keeps what is asked for again.
 *
 * @typedef {{id: number, term: string, size: number}} Term `size` is the length of its postings: how common it is
 */
import { Lexicon, findShard, hashText, readFacet, readHashed, readPlaces, readPostings, readRoot, readText } from './index.mjs';

/** Decoded postings of so many terms are kept: those of the last few queries. */
const KEPT_POSTINGS = 128;

export class Library {
  /**
   * @param {string} rootText the root file's string
   * @param {(file: string, name: string) => Promise<string>} load gives the text of a shard
   */
  constructor(rootText, load) {
    this.root = readRoot(rootText);
    this.load = load;
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
    /** @type {Map<number, Promise<import('./index.mjs').Postings>>} */
    this.keptPostings = new Map();
  }

  /**
   * The shard of a kind that holds a record, counted through, and the number of its first.
   * @param {string} kind @param {number} record @returns {Promise<[string, number]>}
   */
  async shard(kind, record) {
    const { starts, names } = this.root.shards[kind];
    const number = findShard(starts, record);
    return [await this.load(`${kind}-${names.slice(8 * number, 8 * number + 8)}.js`, kind + number), starts[number]];
  }

  /** Made once; what fails is forgotten, so that it can be tried again. @template T @param {string} key @param {() => Promise<T>} make @returns {Promise<T>} */
  once(key, make) {
    let value = this.kept.get(key);
    if (!value) {
      this.kept.set(key, (value = make()));
      value.catch(() => this.kept.delete(key));
    }
    return value;
  }

  /** How many shards the lexicon has. */
  get size() {
    return this.root.first.length;
  }

  /** @param {number} number @returns {Promise<Lexicon>} */
  lexicon(number) {
    return this.once(`l${number}`, async () => {
      const [text, first] = await this.shard('l', this.root.shards.l.starts[number]);
      return new Lexicon(text, first);
    });
  }

  /** The part of the lexicon that holds a term. @param {number} id */
  holder(id) {
    return this.lexicon(findShard(this.root.shards.l.starts, id));
  }

  /** @param {string} term @returns {Promise<Term|null>} */
  async find(term) {
    if (!this.size) return null;
    const lexicon = await this.lexicon(findShard(this.root.first, term));
    const at = lexicon.search(term);
    return lexicon.terms[at] === term ? lexicon.term(at) : null;
  }

  /** The forms that share the term's stem, itself first. @param {Term} term @returns {Promise<Term[]>} */
  async formsOf(term) {
    const forms = [term];
    for (let { id } = term; forms.length < 64;) {
      const lexicon = await this.holder(id);
      id += lexicon.next[id - lexicon.first];
      if (id === term.id) break;
      forms.push(await this.term(id));
    }
    return forms;
  }

  /** All terms that begin with `prefix`, without itself. @param {string} prefix @returns {Promise<Term[]>} */
  async beginningWith(prefix) {
    /** @type {Term[]} */
    const found = [];
    for (let number = findShard(this.root.first, prefix); number < this.size; number += 1) {
      const lexicon = await this.lexicon(number);
      let at = lexicon.search(prefix);
      for (; at < lexicon.terms.length && lexicon.terms[at].startsWith(prefix); at += 1) {
        if (lexicon.terms[at] !== prefix) found.push(lexicon.term(at));
      }
      if (at < lexicon.terms.length) break;
    }
    return found;
  }

  /** The parts of the lexicon with the terms that begin with `prefix`; all of them for an empty one. @param {string} prefix */
  parts(prefix) {
    const { first } = this.root;
    const from = prefix ? findShard(first, prefix) : 0;
    const to = prefix ? findShard(first, `${prefix}\uffff`) : this.size - 1;
    return Promise.all(first.slice(from, to + 1).map((_, i) => this.lexicon(from + i)));
  }

  /** @param {number} id of a term @returns {Promise<import('./index.mjs').Postings>} */
  postings(id) {
    const { keptPostings: kept } = this;
    const value = kept.get(id) || this.readPostings(id);
    kept.delete(id);
    kept.set(id, value);
    value.catch(() => kept.delete(id));
    if (kept.size > KEPT_POSTINGS) kept.delete(/** @type {number} */ (kept.keys().next().value));
    return value;
  }

  /** @param {number} id */
  async readPostings(id) {
    const { first, offsets, based } = await this.holder(id);
    const before = this.root.before[findShard(this.root.shards.l.starts, id)];
    const [text, start] = await this.shard('p', before + offsets[id - first]);
    return readPostings(text, before - start + offsets[id - first], before - start + offsets[id - first + 1], based[id - first]);
  }

  /** Where a term stands within those of its pages that are wanted. @param {number} id @param {{has(page: number): boolean}} wanted */
  async places(id, wanted) {
    const [[text, start], { pages }] = await Promise.all([this.shard('x', id), this.postings(id)]);
    return readPlaces(text, id - start, pages, wanted);
  }

  /**
   * What a table of hashes says of a text: `e` has 3 × page + 0 if its title reads so, 1 an alias, 2 a heading; `t` the
   * numbers of terms that read so behind their first letter.
   * @param {'e'|'t'} kind @param {string} text
   */
  async hashed(kind, text) {
    const hash = hashText(text);
    if (!(hash >= this.root.shards[kind].starts[0])) return [];
    const [shard, first] = await this.shard(kind, hash);
    return readHashed(shard, first, hash);
  }

  /** @param {number} id @returns {Promise<Term>} */
  async term(id) {
    const holder = await this.holder(id);
    return holder.term(id - holder.first);
  }

  /** A page's own fields and one of its sections, counted from 1. @param {number} page @param {number} section */
  async text(page, section) {
    const [text, start] = await this.shard('d', page);
    return readText(text, page - start, section);
  }

  /** Values of a facet with their pages; empty if no page has it. @param {string} name @returns {Promise<Map<string, number[]>>} */
  facet(name) {
    const number = this.root.facets.findIndex((facet) => facet[0] === name);
    if (number < 0) return Promise.resolve(new Map());
    return this.once(`f${number}`, async () => readFacet(await this.load(this.root.facets[number][1], `f${number}`)));
  }
}
