/**
 * The one script of the search on every page: the programming interface, the box, and the marks of a page reached from a hit.
 */
import { openBox } from './box.mjs';
import { Engine } from './engine.mjs';
import { markWords } from './highlight.mjs';

const site = document.documentElement.dataset.root || '';

/** @param {string} url @returns {Promise<void>} */
const insertScript = (url) => new Promise((resolve, reject) => {
  const script = document.createElement('script');
  script.src = url;
  script.charset = 'utf-8';
  script.onload = () => resolve(script.remove());
  script.onerror = () => {
    script.remove();
    reject(new Error(`search: ${url} could not be loaded`));
  };
  document.head.append(script);
});

const engine = new Engine(`${site}search/`, insertScript);
const page = /** @type {any} */ (globalThis);
page.lifeboat = Object.assign(page.lifeboat || {}, {
  search: engine.search.bind(engine),
  renew: engine.renew.bind(engine),
  shard: engine.arrived.set.bind(engine.arrived),
});
openBox(engine, site);
markWords();
