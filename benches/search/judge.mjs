// Asks a built site judged queries in Chromium from `file://`, through the same call as the box:
// `node benches/search/judge.mjs SITE queries.tsv [PREFIX] > run.jsonl`. Each line holds the query's id, the pages found
// (PREFIX + path without `.html`, best first, with the section) and the milliseconds that the answer took.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { chromium } = createRequire(new URL('../../tests/browser/package.json', import.meta.url))('playwright-core');
const [site, queryFile, prefix = ''] = process.argv.slice(2);
const queries = (await readFile(queryFile, 'utf8')).trimEnd().split('\n').map((line) => line.split('\t'));

const browser = await chromium.launch({ executablePath: process.env.LIFEBOAT_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.goto(pathToFileURL(join(resolve(site), 'index.html')).href);
for (const [qid, query] of queries) {
  const { hits, ms } = await page.evaluate(async (text) => {
    const start = performance.now();
    const found = await globalThis.lifeboat.search(text, { limit: 20 });
    return { hits: found.hits.map(({ path, anchor }) => [path, anchor]), ms: performance.now() - start };
  }, query);
  const results = hits.map(([path, anchor]) => `${prefix}${path.replace(/\.html$/, '')}${anchor ? `#${anchor}` : ''}`);
  process.stdout.write(`${JSON.stringify({ qid, results, ms })}\n`);
}
await browser.close();
