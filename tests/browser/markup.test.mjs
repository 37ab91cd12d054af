// The Nu HTML checker finds no error on any page.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { forEachCollection } from './corpora.mjs';
import { folderOf, pageAround, sample } from './folder.mjs';

const CHECKER = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));

/** What the checker says of a folder's pages. */
async function markupErrors(test, folder) {
  // The checker does not take a `#` in a path, so it gets a copy.
  const plain = await mkdtemp(path.join(tmpdir(), 'lifeboat-markup-'));
  test.after(() => rm(plain, { recursive: true, force: true }));
  await cp(folder.root, plain, { recursive: true });
  const pages = folder.pages.map((file) => path.join(plain, file));
  const report = await new Promise((resolve, reject) => {
    // Exit code 1 means that there are errors; the report says which.
    execFile('java', ['-Xss4m', '-jar', CHECKER, '--format', 'json', '--errors-only', '--exit-zero-always', ...pages], { maxBuffer: 1 << 28 }, (error, _, report) => {
      if (error) reject(error);
      else resolve(report);
    });
  });
  return JSON.parse(report).messages.map(({ url, ...error }) => ({ file: path.relative(plain, fileURLToPath(url)), ...error }));
}

const lineOf = ({ file, lastLine, message, extract }) => `${file}:${lastLine}: ${message} ${extract ?? ''}`;

test('an error of markup is seen', async (t) => {
  const folder = await folderOf(t, { 'sound.html': pageAround('<p>x</p>'), 'a b.html': pageAround('<p><div>x</div></p>') });
  const errors = await markupErrors(t, folder);
  assert.equal(errors.length, 1);
  assert.match(lineOf(errors[0]), /^a b\.html:3: No “p” element in scope/);
});

test('the Nu checker finds no error in the sample', async (t) => {
  assert.deepEqual((await markupErrors(t, await sample(t))).map(lineOf), []);
});

// The outline of a topic is its author's: levels that they skipped stay skipped.
const AUTHORS_OUTLINE = /^The heading .* follows the heading .*, skipping \d+ heading levels?\.$/;

forEachCollection((name, open) => {
  test(`the Nu checker finds no error in ${name} but skipped levels of headings`, async (t) => {
    const errors = await markupErrors(t, await open(t));
    assert.deepEqual(errors.filter(({ message }) => !AUTHORS_OUTLINE.test(message)).map(lineOf), []);
  });
});
