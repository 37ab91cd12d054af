'use strict';
/**
 * `lifeboat.search(query, { limit, facets })`: what every page has from the start. It loads the other parts of the
 * search, the index's root and then its shards by script elements, once somebody searches: nothing else works on a page
 * opened from a disk. A shard calls `lifeboat.shard(name, text)`.
 */
(function (root) {
  const PARTS = ['words', 'index', 'library', 'rank', 'query', 'snippet', 'finder'];
  const ROOT_FILE = 'root.js';

  /** Texts handed in by shards that nobody has taken yet. @type {Map<string, string>} */
  const arrived = new Map();
  /** Other parts of the search by address. @type {Map<string, Promise<void>>} */
  const loading = new Map();
  /** Shards by address, the latest used last. @type {Map<string, {size: number, text: Promise<string>}>} */
  const shards = new Map();
  /** Characters of shards kept for the next query; one or two bytes each. */
  const MOST_KEPT = 8e6;
  let library = null;
  /** Replaced in tests, where there is no document. @type {(url: string) => Promise<void>} */
  let runScript = insertScript;
  let places = placesOf(root.document);

  /** The index's folder and that of the scripts, as the page says. */
  function placesOf(document) {
    if (!document) return { index: '', scripts: '' };
    const site = document.documentElement.dataset.root || document.body?.dataset.root || '';
    const entry = document.documentElement.dataset.search || document.body?.dataset.search || `search/${ROOT_FILE}`;
    const own = document.currentScript ? document.currentScript.src : '';
    return { index: site + entry.slice(0, entry.lastIndexOf('/') + 1), scripts: own.slice(0, own.lastIndexOf('/') + 1) };
  }

  function insertScript(url) {
    return new Promise((resolve, reject) => {
      const script = root.document.createElement('script');
      script.src = url;
      script.charset = 'utf-8';
      script.onload = () => resolve(script.remove());
      script.onerror = () => {
        script.remove();
        reject(new Error(`search: ${url} could not be loaded`));
      };
      root.document.head.append(script);
    });
  }

  /** Runs a script once; one that failed may be tried again. */
  function load(url) {
    if (!loading.has(url)) {
      const run = runScript(url);
      run.catch(() => loading.delete(url));
      loading.set(url, run);
    }
    return loading.get(url);
  }

  /** @param {string} file @param {string} name under which the shard hands in its text @returns {Promise<string>} */
  function loadShard(file, name) {
    const url = places.index + file;
    const shard = shards.get(url) || { size: 0, text: null };
    shards.delete(url);
    shards.set(url, shard);
    if (!shard.text) {
      shard.text = runScript(url).then(() => {
        const text = arrived.get(name);
        arrived.delete(name);
        if (text === undefined) throw new Error(`search: ${file} holds no ${name}`);
        shard.size = text.length;
        forgetOldest();
        return text;
      });
      shard.text.catch(() => shards.delete(url));
    }
    return shard.text;
  }

  function forgetOldest() {
    let kept = 0;
    for (const { size } of shards.values()) kept += size;
    for (const [url, { size }] of shards) {
      if (kept <= MOST_KEPT) return;
      kept -= size;
      shards.delete(url);
    }
  }

  function open() {
    if (!library) {
      const missing = PARTS.filter((part) => !root.lifeboat.finding || !root.lifeboat.finding[part]);
      const loads = missing.map((part) => load(`${places.scripts}${part}.js`));
      library = Promise.all([loadShard(ROOT_FILE, 'm'), ...loads])
        .then(([text]) => new root.lifeboat.finding.library(text, loadShard, root.lifeboat.finding.index));
      library.catch(() => (library = null));
    }
    return library;
  }

  /**
   * @param {string} query @param {{limit?: number, facets?: Record<string, string|string[]>}} [options]
   * @returns {Promise<{total: number, hits: {path: string, anchor: string|null, title: string, section: string, score: number, snippet: string}[]}>}
   */
  async function search(query, options) {
    const opened = await open();
    return root.lifeboat.finding.finder(opened, String(query === undefined || query === null ? '' : query), options);
  }

  root.lifeboat = Object.assign(root.lifeboat || {}, {
    search,
    /** Loads what every search needs, before the first letter. */
    openSearch: open,
    shard(name, text) {
      arrived.set(name, text);
    },
    /** For tests: another way to run a script, and other folders. */
    runSearchFrom(index, run) {
      places = { index, scripts: places.scripts };
      runScript = run;
      library = null;
      arrived.clear();
      shards.clear();
      loading.clear();
    },
  });
  // A page reached from a hit marks the words that led to it.
  if (root.document && /[?&]highlight=/.test(root.location.search)) {
    load(`${places.scripts}words.js`).then(() => load(`${places.scripts}highlight.js`)).catch((fault) => root.console.warn(fault));
  }

  if (typeof module === 'object' && module) module.exports = root.lifeboat;
})(globalThis);
