// The search box in Firefox ESR, on pages opened from a folder: the same answers by the same keys.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFirefox } from '../browser/firefox.mjs';
import { playbook } from './playbook.mjs';

async function openPlaybook(t, without) {
  const folder = await playbook(t, without);
  const { page, faults } = await openFirefox(t);
  await page.goto(folder.urlOf('index.html'));
  return { folder, page, faults };
}

const said = (page, text) => page.waitForFunction((wanted) => document.querySelector('[role=status]').textContent.includes(wanted), {}, text);
const textOf = (page, selector) => page.$eval(selector, (element) => element.textContent);

test('in Firefox a key leads into the box, arrows and Enter to the section, where the words are marked', async (t) => {
  const { folder, page, faults } = await openPlaybook(t);
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search-input');
  await page.keyboard.type('bridge pin');
  await said(page, '2 topics found');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.$eval('[role=combobox]', (box) => box.getAttribute('aria-activedescendant')), 'search-hit-0');
  assert.equal(await textOf(page, '.search-hit-section'), '› The bridge');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.equal(folder.fileOf(page.url()), 'scenarios/cloud outage #1.html');
  await page.waitForSelector('main mark');
  assert.deepEqual(await page.$$eval('main mark', (marks) => marks.map((mark) => mark.textContent)), ['bridge', 'bridge', 'pin']);
  await page.keyboard.press('Escape');
  assert.equal(await page.$('main mark'), null);
  assert.deepEqual(faults(), []);
});

test('in Firefox what a query or a topic holds is shown as text', async (t) => {
  const { page, faults } = await openPlaybook(t);
  await page.type('[role=combobox]', '<img src=x onerror=alert(1)> outage reachable');
  await page.waitForSelector('[role=option]', { visible: true });
  assert.equal(await page.$('.search-panel img, .search-panel b'), null);
  assert.match(await textOf(page, '[role=option]'), /Cloud <b>outage<\/b>.*<img src=x onerror=alert\(1\)>/);
  assert.deepEqual(faults(), []);
});

test('in Firefox a facet narrows the hits, and nothing found offers where to go first', async (t) => {
  const { page } = await openPlaybook(t);
  await page.type('[role=combobox]', 'bridge log');
  await said(page, '3 topics found');
  const choices = await page.$$('.search-facets button');
  const labels = await Promise.all(choices.map((choice) => choice.evaluate((button) => button.textContent)));
  await choices[labels.indexOf('Respond (2)')].click();
  await said(page, '2 topics found');
  await page.type('[role=combobox]', ' zzqqxxvv"no such words"');
  await said(page, 'Nothing found');
  assert.match(await textOf(page, '.search-help'), /First hour/);
});

test('in Firefox an index that cannot be read is said, with the way to the A–Z page', async (t) => {
  const { page } = await openPlaybook(t, 'root');
  await page.type('[role=combobox]', 'bridge');
  await said(page, 'cannot be read');
  assert.match(await page.$eval('.search-help a', (link) => link.href), /az\.html$/);
});

test('in Firefox `?search=` asks at once, and the promised call answers', async (t) => {
  const { folder, page } = await openPlaybook(t);
  await page.goto(`${folder.urlOf('respond/first-hour.html')}?search=email%20down`);
  await page.waitForSelector('[role=option]', { visible: true });
  assert.match(await textOf(page, '[role=option]'), /^Cloud/);
  const answer = await page.evaluate(() => globalThis.lifeboat.search('bridge', { limit: 1, facets: { site: ['KSB'] } }));
  assert.deepEqual(Object.keys(answer), ['total', 'hits']);
  assert.deepEqual(Object.keys(answer.hits[0]), ['path', 'anchor', 'title', 'section', 'score', 'snippet']);
  assert.equal(answer.hits[0].path, 'scenarios/phones.html');
});
