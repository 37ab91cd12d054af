// Whatever is typed, in any script and of any length: an answer of the promised form, and never a fault.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildIndex, page } from './collection.mjs';
import { openIndex } from './engine.mjs';

const PIECES = [
  'recovery', 'servers', 'BCP-014', '8.4.4', '+44 (0)20', '7946 0123', '"', '“', '«', '»', "'", '’', '-', '.', ':', '_', '/', '\\', '<b>', '&amp;', '%00', '\u0000',
  '\ud83d', '\udc00', '😀', '👩‍🚒', 'é', 'e\u0301', 'İ', 'ß', 'ﷺ', 'ﬁ', '防', '防災', 'กา', '한국', 'كتاب', 'שלום', 'हिन्दी', '\u200d', '\u00ad', '\u202e', '\t', '\n', '\u2028', ' ',
  'constructor', '__proto__', 'toString', 'x'.repeat(200), '1'.repeat(50), '٣٤', '½', '①', '\u{20000}', '\u{10ffff}', 'zzqq', 'recvoery', 'ecovery', 'xecovery',
];

/** Numbers that look random and are the same each time. */
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

test('queries of any script and length are answered in the promised form', async (t) => {
  const random = generator(7);
  // Half a character cannot stand in a topic; it can be typed.
  const pages = JSON.parse(JSON.stringify(Array.from({ length: 12 }, (_, number) => page(`p${number}.html`, PIECES[random(PIECES.length)],
    Array.from({ length: 60 }, () => PIECES[random(PIECES.length)]).join(random(2) ? ' ' : ''), { aliases: [PIECES[random(PIECES.length)]], facets: [`site=${PIECES[number]}`] }))), (_, value) => (typeof value === 'string' ? value.toWellFormed() : value));
  const search = openIndex(await buildIndex(t, pages));
  for (let round = 0; round < 600; round += 1) {
    const query = Array.from({ length: 1 + random(8) }, () => PIECES[random(PIECES.length)]).join(random(3) ? ' ' : '');
    const limit = [undefined, 0, 3, -1, 2.5, NaN, '4', Infinity][random(8)];
    const { total, hits } = await search(query, { limit, facets: random(4) ? {} : { site: [PIECES[random(12)]] } });
    assert.ok(Number.isInteger(total) && total >= hits.length && total <= pages.length, query);
    hits.forEach((hit, i) => {
      assert.ok(hit.score > 0 && (!i || hit.score <= hits[i - 1].score), query);
      for (const text of [hit.path, hit.title, hit.section, hit.snippet]) assert.equal(typeof text, 'string');
      let before = 0;
      for (const [start, end] of hit.marks) {
        assert.ok(start >= before && start < end && end <= hit.snippet.length, query);
        before = end;
      }
    });
  }
});

test('a query as long as a whole book is answered too', async (t) => {
  const search = openIndex(await buildIndex(t, [page('a.html', 'A', 'Recovery of servers.')]));
  for (const query of ['recovery '.repeat(1e5), '1 '.repeat(1e5), '-'.repeat(1e6), '"'.repeat(1e6), 'é'.repeat(1e6), '防'.repeat(1e6), 'a-'.repeat(1e5), "a'".repeat(1e5)]) {
    assert.ok(Array.isArray((await search(query)).hits));
  }
});
