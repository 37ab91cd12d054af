// The sample playbook, asked as people ask in an outage, and with their typing errors.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sample } from '../browser/folder.mjs';
import { openIndex } from './engine.mjs';

const ASKED = [
  ['email down', 'cloud-productivity-outage'],
  ['who can declare', 'activation-flow'],
  ['ransom note on screen', 'ransomware'],
  ["can't get in building", 'site-inaccessible'],
  ['generator fuel', 'power-and-utilities'],
  ['bridge number pin', 'out-of-band'],
  ['incident comander checklist', 'incident-commander'],
  ['pay staff friday', 'pay-and-payments'],
  ['ship orders paper', 'order-to-dispatch'],
  ['what to tell customers', 'message-templates'],
  ['which server first', 'it-recovery-order'],
  ['erp rto', 'impact-summary'],
];

test('what people ask in an outage is found first or nearly so', async (t) => {
  const search = openIndex((await sample(t)).root);
  const ranks = await Promise.all(ASKED.map(async ([query, topic]) => {
    const { hits } = await search(query);
    return { query, rank: hits.findIndex((hit) => hit.path.endsWith(`/${topic}.html`)) + 1 };
  }));
  assert.deepEqual(ranks.filter(({ rank }) => rank < 1 || rank > 3), []);
  assert.ok(ranks.filter(({ rank }) => rank === 1).length >= 11, JSON.stringify(ranks));
});

test('layer, site, type, phase and scenario are counted, and narrow the answer to what was counted', async (t) => {
  const search = openIndex((await sample(t)).root);
  const { counts, total } = await search('incident ');
  const counted = await counts();
  assert.deepEqual(Object.keys(counted).sort(), ['layer', 'phase', 'scenario', 'site', 'type']);
  for (const [name, values] of Object.entries(counted)) {
    assert.ok(values.length, name);
    for (const [value, count] of values) {
      assert.ok(count > 0 && count <= total);
      assert.equal((await search('incident ', { facets: { [name]: value } })).total, count, `${name} ${value}`);
    }
  }
});

/** Every title with one letter of one word lost, doubled, changed or swapped with the next. */
function misspell(title) {
  const words = title.match(/[A-Za-z]{4,}/g) ?? [];
  return words.flatMap((word) => [0, Math.floor(word.length / 2), word.length - 2].flatMap((at) => [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + word[at] + word.slice(at),
    `${word.slice(0, at)}q${word.slice(at + 1)}`,
    word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
  ].map((wrong) => title.replace(word, wrong))));
}

test('a title with one typing error finds its topic among the first three, nine times in ten', async (t) => {
  const search = openIndex((await sample(t)).root);
  const library = await search.engine.open();
  let asked = 0;
  const missed = [];
  for (let number = 0; number < library.root.pages; number += 1) {
    const { path, title } = await library.text(number, 1);
    for (const query of misspell(title)) {
      asked += 1;
      if (!(await search(query, { limit: 3 })).hits.some((hit) => hit.path === path)) missed.push(query);
    }
  }
  assert.ok(asked > 100, `${asked} queries`);
  assert.ok(missed.length <= asked / 10, `${missed.length} of ${asked}: ${missed.join('; ')}`);
});
