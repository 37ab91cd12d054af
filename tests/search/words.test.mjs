// The browser's half of the tokeniser against the cases that `src/search/word.rs` reads too.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Reader } from '../../themes/search/index.mjs';
import { findWords } from '../../themes/search/words.mjs';

const cases = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8'));

test('words are those of the shared cases', async () => {
  for (const { text, elision, words } of await cases('tokens.json')) {
    const found = findWords(text, elision).map((word) => [word.term, word.position, text.slice(word.start, word.end)]);
    assert.deepEqual(found, words, text);
  }
});

test('numbers are read as the shared cases say', async () => {
  for (const [number, points] of await cases('numbers.json')) {
    const reader = new Reader(String.fromCodePoint(...points));
    assert.equal(reader.number(), number);
    assert.equal(reader.at, reader.text.length);
  }
});

test('no text makes the tokeniser fail', () => {
  for (const text of ['\ud800', '\udc00x', 'a\ud83d', '\u0000'.repeat(99), '-'.repeat(5000), "'".repeat(5000), '1 '.repeat(5000), '😀'.repeat(999), 'ﷺ'.repeat(99)]) {
    for (const word of findWords(text)) assert.ok(word.term && word.start < word.end && word.end <= text.length);
  }
});
