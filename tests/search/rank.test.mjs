// Facts about ranking that no tuning may change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as rank from '../../themes/search/rank.mjs';
import { cutSnippet } from '../../themes/search/snippet.mjs';

test('edits are counted as people make them', () => {
  for (const [one, other, edits] of [['comander', 'commander', 1], ['form', 'from', 1], ['abcd', 'abcd', 0], ['ransomwear', 'ransomware', 2], ['abcd', 'wxyz', 3]]) {
    assert.equal(rank.countEdits(one, other, 2), edits, `${one} ${other}`);
  }
});

test('a word in the title counts more than in the text, and a rare word more than a common one', () => {
  const postings = (...pairs) => ({ pages: Int32Array.from(pairs, (pair) => pair[0]), fields: Int32Array.from(pairs, (pair) => pair[1]) });
  const word = (...pairs) => ({ forms: [{ factor: 1, own: true, postings: postings(...pairs) }], phrases: [] });
  const index = {
    pages: 4, average: 100, weights: [5, 2, 4, 1.5, 1],
    measures: { lengths: new Float32Array(4).fill(100), titles: new Uint16Array(4).fill(2), weights: new Float32Array(4).fill(1), phases: new Uint8Array(4) },
  };
  const { scores, rarities } = rank.scorePages([word([0, 128], [1, 1], [2, 1]), word([3, 1])], index);
  assert.ok(scores[0] > scores[1] && scores[1] === scores[2] && rarities[1] > rarities[0]);
  assert.deepEqual(rank.bestPages(Float64Array.from([2, 0, 5, 2]), 3), [2, 0, 3]);
});

test('a phrase stands word after word in one section', () => {
  const at = (section, ...places) => ({ section, strong: false, places });
  assert.equal(rank.holdsPhrase([[at(1, 4)], [at(1, 5)]]), true);
  assert.equal(rank.holdsPhrase([[at(1, 5)], [at(1, 4)]]), false);
  assert.equal(rank.holdsPhrase([[at(1, 4)], [at(2, 5)]]), false);
});

test('a snippet marks the words and never halves a character', () => {
  const text = `${'Filler text here. '.repeat(30)}Then the generator runs on fuel. ${'More text. '.repeat(30)}`;
  const cut = cutSnippet(text, new Map([['generator', 2], ['fuel', 2]]), false);
  assert.deepEqual(cut.marks.map(([start, end]) => cut.snippet.slice(start, end)), ['generator', 'fuel']);
  for (let length = 150; length < 260; length += 1) {
    const smiles = cutSnippet('😀'.repeat(length), new Map(), false).snippet;
    assert.ok(smiles.isWellFormed ? smiles.isWellFormed() : !/[\ud800-\udbff](?![\udc00-\udfff])/.test(smiles));
  }
});
