/**
 * Answers `lifeboat.search(query, { limit, facets })`. It runs the index's root and then its shards as scripts once
 * somebody searches: nothing else can be read on a page opened from a disk. Each hands in its text by a call of
 * `lifeboat.shard(name, text)`. Knows neither page nor box.
 */
import { answerQuery } from './finder.mjs';
import { Library } from './library.mjs';

/** Characters of shards kept for the next query. */
const MOST_KEPT = 3e6;

export class Engine {
  /** @param {string} folder address of the index, with its `/` @param {(url: string) => Promise<void>} run runs a script */
  constructor(folder, run) {
    this.folder = folder;
    this.run = run;
    /** Texts handed in that nobody has taken yet. @type {Map<string, string>} */
    this.arrived = new Map();
    /** Shards by file, the latest used last. @type {Map<string, {size: number, text: Promise<string>}>} */
    this.shards = new Map();
    /** @type {Promise<Library>|null} */
    this.library = null;
  }

  /** @param {string} file @param {string} name under which the shard hands in its text @returns {Promise<string>} */
  load(file, name) {
    const shard = this.shards.get(file) || { size: 0, text: this.read(file, name) };
    this.shards.delete(file);
    this.shards.set(file, shard);
    shard.text.then((text) => {
      shard.size = text.length;
      this.forgetOldest();
    }, () => this.shards.delete(file));
    return shard.text;
  }

  /** @param {string} file @param {string} name */
  async read(file, name) {
    await this.run(this.folder + file);
    const text = this.arrived.get(name);
    this.arrived.delete(name);
    if (text === undefined) throw new Error(`search: ${file} holds no ${name}`);
    return text;
  }

  forgetOldest() {
    let kept = 0;
    for (const { size } of this.shards.values()) kept += size;
    for (const [file, { size }] of this.shards) {
      if (kept <= MOST_KEPT) return;
      kept -= size;
      this.shards.delete(file);
    }
  }

  /** The index's root; loaded before the first letter if somebody asks for it. @returns {Promise<Library>} */
  open() {
    if (!this.library) {
      this.library = this.read('root.js', 'm').then((text) => new Library(text, (file, name) => this.load(file, name)));
      this.library.catch(() => (this.library = null));
    }
    return this.library;
  }

  /** The index is another one now; the next query loads it. */
  renew() {
    this.library = null;
    this.renewed();
  }

  /** Told when the index is another one: whoever shows answers asks again. */
  renewed() {}

  /** @param {unknown} query @param {import('./finder.mjs').Options} [options] @returns {Promise<import('./finder.mjs').Answer>} */
  async search(query, options) {
    return answerQuery(await this.open(), String(query ?? ''), options);
  }
}
