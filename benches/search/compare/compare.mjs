// Lifeboat's search beside others on the same text and queries: `node compare.mjs [COLLECTIONS [JUDGED]]`, by default
// ../shared/corpus and ../shared/search-eval beside the checkout. `--large pages.jsonl` measures size and time on the
// pages of make-collection.mjs in place of quality; times are processor time. Prints Markdown tables.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCollection, readJudged } from './collection.mjs';
import { engines } from './engines.mjs';

const shared = fileURLToPath(new URL('../../../../shared/', import.meta.url));

/** nDCG of the first ten. */
export function ndcg(found, answers) {
  const gain = (worth, place) => (2 ** worth - 1) / Math.log2(place + 2);
  const sum = (gains) => gains.reduce((total, value) => total + value, 0);
  const best = [...answers.values()].sort((a, b) => b - a).slice(0, 10);
  return sum(found.slice(0, 10).map((id, place) => gain(answers.get(id) ?? 0, place))) / sum(best.map(gain));
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
const row = (cells) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
const table = (heads, rows) => {
  row(heads);
  row(heads.map((_, i) => (i ? '--:' : '---')));
  rows.forEach(row);
};

async function quality(corpus, judged) {
  const sets = [];
  for (const [folder, short, extra] of [
    ['well-architected', 'well-architected', [judged, 'well-architected/']], ['azure-management-docs/articles', 'azure'], ['pagerduty-incident-response/docs', 'incident'],
  ]) {
    const root = folder === 'well-architected' ? `${folder}/well-architected` : folder;
    const { pages, queries } = await readCollection(join(corpus, root));
    if (extra) queries.judged = await readJudged(...extra);
    for (const [kind, list] of Object.entries(queries)) if (list.length >= 20) sets.push({ name: `${kind}, ${short}`, pages, list });
  }
  const results = new Map();
  for (const engine of engines) {
    const opened = new Map();
    for (const { name, pages, list } of sets) {
      if (!opened.has(pages)) opened.set(pages, await engine.build(pages).then(async (built) => ({ built, index: await built.open() })));
      const { index } = opened.get(pages);
      const scores = [];
      for (const { query, answers } of list) scores.push(ndcg(await index.search(query), answers));
      results.set(`${engine.name}\n${name}`, mean(scores));
    }
    for (const { built } of opened.values()) await built.close();
  }
  const best = (name) => Math.max(...engines.map((engine) => results.get(`${engine.name}\n${name}`)));
  const cell = (engine, name) => {
    const value = results.get(`${engine.name}\n${name}`);
    return value >= best(name) - 5e-4 ? `**${value.toFixed(3)}**` : value.toFixed(3);
  };
  table(['nDCG@10', 'queries', ...engines.map(({ name }) => name)],
    sets.map(({ name, list }) => [name, list.length, ...engines.map((engine) => cell(engine, name))]));
}

const QUERIES = ['recovery time objective', 'monitor resources at the global level', 'high availability', 'scaling strategy', 'security baseline', 'cost model',
  'how to connect a machine', 'agent not reachable', 'renew certificate', 'backup vault', 'what happens when a region fails', 'monitring', 'policy', 'delete resource group'];

/** Processor time of this process in milliseconds. */
const spent = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };

async function large(file) {
  const pages = (await readFile(file, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line)).map((page) => ({ ...page, id: page.path }));
  const rows = [];
  for (const engine of engines) {
    process.stderr.write(`${engine.name}\n`);
    const begun = spent();
    const built = await engine.build(pages);
    const building = spent() - begun;
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const start = spent();
    const index = await built.open();
    await index.search(QUERIES[0]);
    const first = spent() - start;
    const loaded = index.loaded();
    const times = [];
    for (const query of [...QUERIES, ...QUERIES]) {
      const asked = spent();
      await index.search(query);
      times.push(spent() - asked);
    }
    globalThis.gc?.();
    const heap = process.memoryUsage().heapUsed - before;
    rows.push([engine.name, built.files, (built.bytes / 1e6).toFixed(1), (loaded / 1e6).toFixed(2), first.toFixed(0),
      `${quantile(times, 0.5).toFixed(0)} / ${quantile(times, 0.95).toFixed(0)}`, (heap / 1e6).toFixed(0), engine.name === 'Lifeboat' ? '–' : (building / 1e3).toFixed(1)]);
    await built.close();
  }
  table(['engine, in node', 'files', 'index MB', 'MB for the first answer', 'first answer ms', 'ms p50 / p95', 'heap MB', 'CPU s to build'], rows);
}

const [first, second] = process.argv.slice(2);
if (first === '--large') await large(second);
else await quality(first ?? join(shared, 'corpus'), second ?? join(shared, 'search-eval'));
