// What a query finds in a small playbook: the index built by the program, the query answered by the client.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildIndex, page } from './collection.mjs';
import { openIndex } from './engine.mjs';

const playbook = [
  page('index.html', 'Start', 'Begin here. Nothing else to say about the weather.'),
  page('respond/first-hour.html', 'The first hour', 'Start a log. Ask who can declare an incident.', { phase: 'first-hour', facets: ['phase=first-hour', 'site=TMW'] }),
  page('analysis/impact.html', 'Impact summary', 'Start a log. Ask who can declare an incident.', { kind: 'analysis', facets: ['type=analysis', 'site=KSB', 'site=TMW'] }),
  page('scenarios/cloud.html', 'Cloud productivity outage', 'Mail and chat are not reachable.', {
    aliases: ['email down', "can't send mail"], status: 'draft',
    sections: [{ anchor: 'switch', heading: 'Switch to the bridge', level: 2, text: 'Call the bridge on +44 (0)20 7946 0123 and say the pin.' }],
  }),
  page('scenarios/ransomware.html', 'Ransomware', 'A ransom note on screen. Do not switch off. See BCP-014 and clause 8.4.4.', { kind: 'scenario', facets: ['type=scenario'] }),
  page('recover/order.html', 'Recovery order', 'Each system has a Recovery Time Objective (RTO). The recovery of servers comes first. Fire doors stay shut; on-call staff decide.'),
  page('ja/plan.html', '防災計画', '地震のときは机の下に入る。'),
  page('fr/reunion.html', 'Réunions', 'La réunion de crise. Naïveté <script>alert(1)</script> & "quotes".'),
];

const first = async (search, query, options) => (await search(query, options)).hits.map((hit) => hit.path)[0];

test('a query finds its topic', async (t) => {
  const search = openIndex(await buildIndex(t, playbook));
  for (const [query, path] of [
    ['email down', 'scenarios/cloud.html'], // an alias
    ['cant send mail', 'scenarios/cloud.html'], // without the apostrophe
    ['can’t send mail', 'scenarios/cloud.html'], // with a curly one
    ['ransomwaer', 'scenarios/ransomware.html'], // letters swapped
    ['xansomware', 'scenarios/ransomware.html'], // the first letter wrong
    ['ransomw', 'scenarios/ransomware.html'], // a beginning
    ['recovering', 'recover/order.html'], // another form
    ['rto', 'recover/order.html'], // the short form
    ['recovery time objectives', 'recover/order.html'], // and what it stands for
    ['oncall', 'recover/order.html'], // written apart
    ['on call staff', 'recover/order.html'],
    ['bcp 014', 'scenarios/ransomware.html'], // an identifier, written apart
    ['BCP-014', 'scenarios/ransomware.html'],
    ['8.4.4', 'scenarios/ransomware.html'],
    ['02079460123', 'scenarios/cloud.html'], // a telephone number in one piece
    ['+442079460123', 'scenarios/cloud.html'],
    ['7946 0123', 'scenarios/cloud.html'],
    ['防災', 'ja/plan.html'],
    ['机の下', 'ja/plan.html'],
    ['reunion', 'fr/reunion.html'], // no accent
    ['NAIVETE', 'fr/reunion.html'],
    ['declare an incident', 'respond/first-hour.html'], // a tie, decided by the phase
    ['"note on screen"', 'scenarios/ransomware.html'],
  ]) {
    assert.equal(await first(search, query), path, query);
  }
});

test('an answer has the promised form, with the section that matches', async (t) => {
  const search = openIndex(await buildIndex(t, playbook));
  const answer = await search('bridge pin', { limit: 1 });
  assert.deepEqual(Object.keys(answer), ['total', 'hits']);
  const [{ score, ...hit }] = answer.hits;
  assert.ok(score > 0);
  assert.deepEqual(hit, {
    path: 'scenarios/cloud.html', anchor: 'switch', title: 'Cloud productivity outage', section: 'Switch to the bridge',
    snippet: 'Call the bridge on +44 (0)20 7946 0123 and say the pin.',
  });
});

test('a quoted phrase must stand there', async (t) => {
  const search = openIndex(await buildIndex(t, playbook));
  assert.equal((await search('"screen on note"')).total, 0);
  assert.equal((await search('"start a log"')).total, 2);
  assert.equal((await search('“start a log”', { facets: { site: 'KSB' } })).total, 1);
});

test('facets filter before the best are chosen, and are counted', async (t) => {
  const search = openIndex(await buildIndex(t, playbook));
  const answer = await search('incident', { limit: 1, facets: { site: ['KSB'] } });
  assert.deepEqual(answer.hits.map((hit) => hit.path), ['analysis/impact.html']);
  assert.deepEqual((await answer.counts()).site, [['KSB', 1], ['TMW', 2]]);
  assert.equal((await search('incident', { facets: { site: 'nowhere' } })).total, 0);
  assert.equal((await search('incident', { facets: { nothing: 'x' } })).total, 0);
});

test('no query makes the search fail, and none is nothing', async (t) => {
  const search = openIndex(await buildIndex(t, playbook));
  for (const query of ['', ' ', '"', '""', '-', '\ud800', '\u0000', '<b>', '*', 'a'.repeat(100000), 'x '.repeat(9999), '😀', undefined, null, 7, 'constructor __proto__', '防', 'ก', "'", '"a"b"']) {
    const answer = await search(query);
    assert.ok(Array.isArray(answer.hits));
  }
  assert.deepEqual({ ...await search('') }, { total: 0, hits: [] });
  assert.equal((await search('zzqqxxvv')).total, 0);
  assert.equal((await search('incident', { limit: 0 })).hits.length, 0);
  assert.equal((await search('incident', { limit: -1 })).hits.length, 0);
});

test('a shard that cannot be read is an error, and the next try reads it', async (t) => {
  let broken = true;
  const search = openIndex(await buildIndex(t, playbook), { fail: (file) => broken && /\/p-/.test(file) });
  await assert.rejects(search('ransomware'), /cannot be read/);
  broken = false;
  assert.equal(await first(search, 'ransomware'), 'scenarios/ransomware.html');
});

test('an empty playbook and one page without text are searched without a fault', async (t) => {
  assert.deepEqual({ ...await openIndex(await buildIndex(t, []))('anything') }, { total: 0, hits: [] });
  const search = openIndex(await buildIndex(t, [{ path: 'a.html', title: 'Alone', sections: [] }]));
  assert.equal(await first(search, 'alone'), 'a.html');
  assert.ok(search.loaded.files > 0);
});
