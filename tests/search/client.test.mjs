// The one script of the search: made from the modules of themes/search, small, and sound in its types.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = (program, ...given) => promisify(execFile)(program, given, { cwd: root, maxBuffer: 1e7 });
const script = () => readFile(new URL('../../themes/default/search/search.js', import.meta.url), 'utf8');

test('the script is the one that scripts/search-client makes of the modules', async () => {
  const { stdout } = await run('scripts/search-client', '--print');
  assert.ok(stdout === await script(), 'run scripts/search-client and commit what it writes');
});

test('the script with the box takes at most 12 KB packed', async () => {
  const size = gzipSync(await script(), { level: 9 }).length;
  assert.ok(size <= 12000, `${size} bytes`);
});

test('the types of the modules hold together', async () => {
  const { stdout } = await run('tests/browser/node_modules/.bin/tsc', '-p', 'themes/search').catch((fault) => fault);
  assert.equal(stdout, '');
});

test('the script is a classic one that asks for nothing but its index, and makes no markup of text', async () => {
  const text = await script();
  assert.doesNotMatch(text, /\b(?:import|export)\b[^:]|fetch\(|XMLHttpRequest|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|Worker\(|WebAssembly/);
});
