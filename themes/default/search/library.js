'use strict';
/**
 * The index as a thing to ask: loads a shard when it is first needed, decodes it, and keeps what is asked for again.
 *
 * @typedef {{id: number, term: string, size: number}} Term `size` is the length of its postings: how common it is
 */
(function (root) {
  /** Texts are large and each is used once or twice; the rest of the index is kept. */
  const KEPT_TEXTS = 16;
  const KEPT_POSTINGS = 128;
  const KINDS = { lexicon: 'l', postings: 'p', places: 'x', exact: 'e', texts: 'd' };

  class Library {
    /**
     * @param {string} rootText the root file's string
     * @param {(file: string, name: string) => Promise<string>} load
     * @param {typeof import('./index.js')} format
     */
    constructor(rootText, load, format) {
      this.format = format;
      this.root = format.readRoot(rootText);
      this.load = load;
      this.decoded = new Map();
    }

    shardCount(kind) {
      return this.root.shards[kind].starts.length;
    }

    /** @returns {Promise<string>} */
    shard(kind, number) {
      const hash = this.root.shards[kind].names.slice(8 * number, 8 * number + 8);
      return this.load(`${kind}-${hash}.js`, kind + number);
    }

    /** Keeps at most `most` of the values whose key begins alike; a failed load is forgotten, so that it can be tried again. */
    keep(group, key, most, make) {
      const kept = this.decoded.get(group) || new Map();
      this.decoded.set(group, kept);
      let value = kept.get(key);
      kept.delete(key);
      if (!value) {
        value = make();
        value.catch(() => kept.delete(key));
      }
      kept.set(key, value);
      if (kept.size > most) kept.delete(kept.keys().next().value);
      return value;
    }

    lexicon(number) {
      return this.keep('lexicon', number, Infinity, async () =>
        this.format.readLexicon(await this.shard(KINDS.lexicon, number), this.root.shards.l.starts[number]));
    }

    /** @param {string} term @returns {Promise<Term|null>} */
    async find(term) {
      if (!this.shardCount(KINDS.lexicon)) return null;
      const shard = await this.lexicon(this.format.findShard(this.root.first, term));
      const at = lowerBound(shard.terms, term);
      return shard.terms[at] === term ? termAt(shard, at) : null;
    }

    /** The forms that share the term's stem, itself first. @param {Term} term @returns {Promise<Term[]>} */
    async formsOf(term) {
      const forms = [term];
      for (let id = term.id; ;) {
        const shard = await this.lexicon(this.format.findShard(this.root.shards.l.starts, id));
        id += shard.next[id - shard.first];
        if (id === term.id || forms.length > 64) return forms;
        const holder = await this.lexicon(this.format.findShard(this.root.shards.l.starts, id));
        forms.push(termAt(holder, id - holder.first));
      }
    }

    /** All terms that begin with `prefix`, without itself. @returns {Promise<Term[]>} */
    async beginningWith(prefix) {
      const found = [];
      const shards = this.shardCount(KINDS.lexicon);
      for (let number = this.format.findShard(this.root.first, prefix); number < shards; number += 1) {
        const shard = await this.lexicon(number);
        let at = lowerBound(shard.terms, prefix);
        while (at < shard.terms.length && shard.terms[at].startsWith(prefix)) {
          if (shard.terms[at] !== prefix) found.push(termAt(shard, at));
          at += 1;
        }
        if (at < shard.terms.length) break;
      }
      return found;
    }

    /** Every shard of the lexicon; a misspelt first letter leaves no other way. */
    allTerms() {
      return Promise.all(Array.from({ length: this.shardCount(KINDS.lexicon) }, (_, number) => this.lexicon(number)));
    }

    /** @param {number} id of a term */
    postings(id) {
      return this.keep('postings', id, KEPT_POSTINGS, async () => {
        const { l, p } = this.root.shards;
        const lexicon = await this.lexicon(this.format.findShard(l.starts, id));
        const number = this.format.findShard(p.starts, id);
        const text = await this.shard(KINDS.postings, number);
        const from = lexicon.offsets[p.starts[number] - lexicon.first];
        const at = id - lexicon.first;
        return this.format.readPostings(text, lexicon.offsets[at] - from, lexicon.offsets[at + 1] - from);
      });
    }

    /** @param {number} id @param {{has(page: number): boolean}} wanted */
    async places(id, wanted) {
      const number = this.format.findShard(this.root.shards.x.starts, id);
      const [text, postings] = await Promise.all([this.shard(KINDS.places, number), this.postings(id)]);
      return this.format.readPlaces(text, id - this.root.shards.x.starts[number], postings.pages, wanted);
    }

    /** Pages whose title or alias has this hash. */
    async exact(hash) {
      const { starts } = this.root.shards.e;
      if (!starts.length || hash < starts[0]) return [];
      const number = this.format.findShard(starts, hash);
      return this.format.readExact(await this.shard(KINDS.exact, number), starts[number], hash);
    }

    /** A page's title and the text of one of its sections, counted from 1. */
    async text(page, section) {
      const { starts } = this.root.shards.d;
      const number = this.format.findShard(starts, page);
      const text = await this.keep('texts', number, KEPT_TEXTS, () => this.shard(KINDS.texts, number));
      return this.format.readText(text, page - starts[number], section);
    }

    /** Values of a facet with their pages; empty if no page has it. */
    facet(name) {
      const number = this.root.facets.findIndex((facet) => facet[0] === name);
      if (number < 0) return Promise.resolve(new Map());
      return this.keep('facets', name, Infinity, async () =>
        this.format.readFacet(await this.load(this.root.facets[number][1], `f${number}`)));
    }
  }

  function termAt(shard, at) {
    return { id: shard.first + at, term: shard.terms[at], size: shard.offsets[at + 1] - shard.offsets[at] };
  }

  function lowerBound(terms, wanted) {
    let low = 0;
    let high = terms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (terms[middle] < wanted) low = middle + 1; else high = middle;
    }
    return low;
  }

  root.lifeboat = root.lifeboat || {};
  root.lifeboat.finding = Object.assign(root.lifeboat.finding || {}, { library: Library });
  if (typeof module === 'object' && module) module.exports = Library;
})(globalThis);
