// Each engine behind one face: `build(pages)` gives what a site would publish; `open` what answers queries.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import MiniSearch from 'minisearch';
import { openIndex } from '../../../tests/search/engine.mjs';

const require = createRequire(import.meta.url);
const lunr = require('lunr');
const elasticlunr = require('elasticlunr');
const root = fileURLToPath(new URL('../../../', import.meta.url));

const cargo = ['cargo', 'run', '--release', '--quiet', '--locked', '--example', 'index_pages', '--'];
/** A program that is there already may be named. */
const builder = process.env.LIFEBOAT_INDEX_PAGES ? [process.env.LIFEBOAT_INDEX_PAGES] : cargo;

const body = (page) => page.sections.map(({ text }) => text).join('\n');
const headings = (page) => [page.heading ?? '', ...page.sections.map(({ heading }) => heading)].filter(Boolean).join('\n');
const asDocument = (page, id) => ({ id, title: page.title, headings: headings(page), description: page.description ?? '', body: body(page) });

/** An index in one text, as such an engine has it. */
const inOneText = (name, make, open) => ({
  name,
  async build(pages) {
    const text = JSON.stringify(make(pages));
    const close = async () => {};
    return { files: 1, bytes: text.length, close, open: async () => {
      const search = open(JSON.parse(text), text);
      return { loaded: () => text.length, search: async (query) => search(query).map((id) => pages[id].id) };
    } };
  },
});

const fields = ['title', 'headings', 'description', 'body'];
const miniOptions = { fields, searchOptions: { boost: { title: 5, headings: 2, description: 1.5 } } };

function mini(name, options) {
  return inOneText(name, (pages) => {
    const index = new MiniSearch(miniOptions);
    index.addAll(pages.map(asDocument));
    return index;
  }, (_, text) => {
    const index = MiniSearch.loadJSON(text, miniOptions);
    return (query) => index.search(query, options).slice(0, 10).map(({ id }) => id);
  });
}

const lunrEngine = inOneText('lunr', (pages) => lunr(function build() {
  this.ref('id');
  this.field('title', { boost: 5 });
  this.field('headings', { boost: 2 });
  this.field('description', { boost: 1.5 });
  this.field('body');
  pages.map(asDocument).forEach((document) => this.add(document));
}), (json) => {
  const index = lunr.Index.load(json);
  // A query is words here, not lunr's language of operators.
  return (query) => index.query((asked) => lunr.tokenizer(query).forEach((token) => {
    const terms = lunr.stopWordFilter(token) ? [lunr.stemmer(lunr.trimmer(token))] : [];
    terms.forEach((term) => term.toString() && asked.term(term.toString(), { usePipeline: false }));
  })).slice(0, 10).map(({ ref }) => Number(ref));
});

// mdBook indexes sections, with title, text and the way to them; its defaults for a new book.
const elasticEngine = inOneText('elasticlunr, as mdBook sets it', (pages) => {
  const index = elasticlunr(function build() {
    ['title', 'body', 'breadcrumbs'].forEach((field) => this.addField(field));
    this.setRef('id');
    this.saveDocument(false);
  });
  pages.forEach((page, number) => page.sections.forEach(({ heading, text }, i) => {
    if (i && !heading && !text.trim()) return;
    index.addDoc({ id: `${number}#${i}`, title: i ? heading : page.title, body: i ? text : `${page.description ?? ''}\n${text}`, breadcrumbs: `${page.title} » ${heading}` });
  }));
  return index;
}, (json) => {
  const index = elasticlunr.Index.load(json);
  const options = { bool: 'OR', expand: true, fields: { title: { boost: 2 }, body: { boost: 1 }, breadcrumbs: { boost: 1 } } };
  return (query) => [...new Set(index.search(query, options).map(({ ref }) => Number(ref.split('#')[0])))].slice(0, 10);
});

const lifeboat = {
  name: 'Lifeboat',
  async build(pages) {
    const folder = await mkdtemp(join(tmpdir(), 'lifeboat-compare-'));
    await writeFile(join(folder, 'pages.jsonl'), pages.map((page) => `${JSON.stringify(page)}\n`).join(''));
    const [program, ...options] = builder;
    await promisify(execFile)(program, [...options, join(folder, 'pages.jsonl'), folder], { cwd: root });
    const names = await readdir(join(folder, 'search'));
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, 'search', name))).size));
    const ids = new Map(pages.map(({ path, id }) => [path, id]));
    return {
      folder,
      files: names.length,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      close: () => rm(folder, { recursive: true, force: true }),
      open: async () => {
        const search = openIndex(folder);
        return { engine: search.engine, loaded: () => search.loaded.bytes, search: async (query) => (await search(query)).hits.map(({ path }) => ids.get(path)) };
      },
    };
  },
};

export const engines = [
  lifeboat,
  mini('MiniSearch, fields weighted', {}),
  mini('MiniSearch, with prefix and fuzzy .2', { prefix: true, fuzzy: 0.2 }),
  lunrEngine,
  elasticEngine,
];
