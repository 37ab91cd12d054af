// Measures a search index in Chromium from `file://`: `node benches/search/measure.mjs FOLDER [queries.tsv]`, where FOLDER/search is an
// index made by `index_pages`. Prints sizes, files, bytes loaded before the first ranking, and times from a query to ten hits.

import { cp, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const { chromium } = createRequire(new URL('../../tests/browser/package.json', import.meta.url))('playwright-core');
const [folder, queryFile] = process.argv.slice(2);
const DEFAULT = ['recovery time objective', 'monitor resources at the global level', 'high availability', 'scaling strategy', 'security baseline', 'cost model'];
const lines = queryFile ? (await readFile(queryFile, 'utf8')).trimEnd().split('\n').map((line) => line.split('\t')[1]) : DEFAULT;
const queries = lines.filter((_, i) => i % Math.ceil(lines.length / 60) === 0);

const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
const spread = (values) => `p50 ${quantile(values, 0.5).toFixed(0)}, p95 ${quantile(values, 0.95).toFixed(0)}, most ${Math.max(...values).toFixed(0)}`;

const sizes = new Map();
const kinds = {};
for (const name of await readdir(join(folder, 'search'))) {
  const { size } = await stat(join(folder, 'search', name));
  sizes.set(name, size);
  kinds[name[0]] = (kinds[name[0]] ?? 0) + size;
}
const scripts = fileURLToPath(new URL('../../themes/default/search/', import.meta.url));
await cp(scripts, join(folder, 'lifeboat/search'), { recursive: true });
await writeFile(join(folder, 'bench.html'), '<!doctype html><html data-root=""><meta charset="utf-8"><title>Bench</title><script src="lifeboat/search/search.js"></script></html>');

const browser = await chromium.launch({ executablePath: process.env.LIFEBOAT_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const ask = (query) => globalThis.performance && (async () => {
  const start = performance.now();
  const { total, hits } = await globalThis.lifeboat.search(query);
  return { ms: performance.now() - start, total, hits: hits.length };
})();
/** Processor time of the page's own thread for one query, beside the answer. */
async function askMeasured(page, query) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  const before = await spent();
  const answer = await page.evaluate(ask, query);
  const cpu = (await spent()) - before;
  await session.detach();
  return { ...answer, cpu };
}

const cold = [];
const coldCpu = [];
const warmCpu = [];
const before = [];
const after = [];
for (const query of queries) {
  const page = await browser.newPage();
  const loaded = [];
  page.on('request', (request) => loaded.push(decodeURIComponent(request.url().split('/').pop())));
  await page.goto(pathToFileURL(join(folder, 'bench.html')).href);
  const { ms, cpu } = await askMeasured(page, query);
  cold.push(ms);
  coldCpu.push(cpu);
  const bytes = (pattern) => loaded.filter((name) => pattern.test(name) && sizes.has(name)).reduce((sum, name) => sum + sizes.get(name), 0);
  before.push(bytes(/^[rlpet]/) / 1000);
  after.push(bytes(/^[xd]/) / 1000);
  await page.close();
}
const page = await browser.newPage();
await page.goto(pathToFileURL(join(folder, 'bench.html')).href);
for (const query of queries) await page.evaluate(ask, query);
const warm = [];
for (const query of queries) {
  const { ms, cpu } = await askMeasured(page, query);
  warm.push(ms);
  warmCpu.push(cpu);
}
// The ranking alone: everything but the texts of the hits, with all that it needs in the browser already.
const rank = (query) => (async () => {
  const start = performance.now();
  await globalThis.lifeboat.search(query, { limit: 0 });
  return performance.now() - start;
})();
const ranking = [];
for (const query of queries) {
  await page.evaluate(rank, query);
  ranking.push(await page.evaluate(rank, query));
}
// What is still held after a collection; before one, the browser keeps the scripts that it has run.
const session = await page.context().newCDPSession(page);
await session.send('HeapProfiler.collectGarbage');
const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
const heap = (usedSize + backingStorageSize) / 1e6;
await browser.close();

const report = {
  files: sizes.size,
  'KB by kind': Object.entries(kinds).map(([kind, size]) => `${kind} ${(size / 1000).toFixed(0)}`).join(', '),
  'KB before the first ranking': spread(before),
  'KB of places and texts': spread(after),
  'cold ms, query to ten hits': spread(cold),
  'the same, processor ms of the page': spread(coldCpu),
  'warm ms': spread(warm),
  'the same, processor ms of the page ': spread(warmCpu),
  'ranking alone, warm ms': spread(ranking),
  'heap MB after all queries': heap.toFixed(0),
};
for (const [what, figure] of Object.entries(report)) process.stdout.write(`${what}: ${figure}\n`);
