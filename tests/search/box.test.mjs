// The search box in Chromium, on pages opened from a folder whose name holds a blank and a `#`, under the policy of every page.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openChromium, openPage, watch } from '../browser/chromium.mjs';
import { folderOf } from '../browser/folder.mjs';
import { buildIndex, page as topic } from './collection.mjs';

const theme = new URL('../../themes/default/', import.meta.url);

const topics = [
  topic('index.html', 'Start', 'Begin here.'),
  topic('respond/first-hour.html', 'The first hour', 'Start a log. Ask who can declare.', { phase: 'first-hour', kind: 'procedure', facets: ['phase=first-hour'] }),
  topic('scenarios/cloud outage #1.html', 'Cloud <b>outage</b>', 'Mail is <img src=x onerror=alert(1)> not "reachable".', {
    kind: 'scenario', status: 'draft', aliases: ['email down'], facets: ['phase=respond'],
    sections: [{ anchor: 'the-bridge', heading: 'The bridge', level: 2, text: 'Calling the bridge needs a pin & patience.' }],
  }),
  topic('scenarios/phones.html', 'Telephones dead', 'Use the bridge of the works.', { kind: 'scenario', facets: ['phase=respond'] }),
];

const html = (root, body) => `<!doctype html><html lang="en" data-root="${root}"><head><meta charset="utf-8"><title>T</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
<link rel="icon" href="data:,"><link rel="stylesheet" href="${root}lifeboat/style/search.css">
<script defer src="${root}lifeboat/search/search.js"></script></head>
<body><div id="lb-search" class="search"><a class="search-link" href="${root}az.html">Find a topic, A–Z</a></div>
<nav class="header-links"><a href="${root}respond/first-hour.html">First hour</a></nav><main>${body}</main></body></html>`;

const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The topics as pages, with the theme's scripts and their index; `without` leaves out files whose name begins so. */
async function playbook(t, without) {
  const built = await buildIndex(t, topics);
  const files = {};
  for (const { path, title, sections } of topics) {
    const text = sections.map(({ anchor, heading, text }) => `${heading ? `<h2 id="${anchor}">${heading}</h2>` : ''}<p>${escaped(text)}</p>`);
    files[path] = html('../'.repeat(path.split('/').length - 1), `<h1>${escaped(title)}</h1>${text.join('')}`);
  }
  for (const name of await readdir(new URL('search/', theme))) files[`lifeboat/search/${name}`] = await readFile(new URL(`search/${name}`, theme), 'utf8');
  files['lifeboat/style/search.css'] = await readFile(new URL('style/search.css', theme), 'utf8');
  for (const name of await readdir(join(built, 'search'))) {
    if (!without || !name.startsWith(without)) files[`search/${name}`] = await readFile(join(built, 'search', name), 'utf8');
  }
  const folder = await folderOf(t, files);
  const page = await openPage(await openChromium(t));
  const faults = await watch(page, folder);
  await page.goto(folder.urlOf('index.html'));
  return { folder, page, faults };
}

const box = (page) => page.getByRole('combobox');
const hits = (page) => page.getByRole('option');
const said = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();

test('a key leads into the box, arrows and Enter to the section, where the words are marked', async (t) => {
  const { folder, page, faults } = await playbook(t);
  for (const key of ['/', 's', 'Control+k']) {
    await page.keyboard.press(key);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'search-input', key);
    await page.evaluate(() => document.activeElement.blur());
  }
  await page.keyboard.press('/');
  await page.keyboard.type('bridge pin');
  await said(page, '2 topics found');
  assert.equal(await box(page).getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  assert.equal(await box(page).getAttribute('aria-activedescendant'), 'search-hit-0');
  assert.equal(await hits(page).first().getAttribute('aria-selected'), 'true');
  assert.equal(await hits(page).first().locator('.search-hit-section').textContent(), '› The bridge');
  assert.equal(await hits(page).first().locator('.search-hit-meta').textContent(), 'Scenario · Draft');
  assert.deepEqual(await hits(page).first().locator('mark').allTextContents(), ['bridge', 'pin']);
  await page.keyboard.press('Enter');
  await page.waitForURL(/the-bridge$/);
  assert.equal(folder.fileOf(page.url()), 'scenarios/cloud outage #1.html');
  await page.locator('main mark').first().waitFor();
  assert.deepEqual(await page.locator('main mark').allTextContents(), ['bridge', 'bridge', 'pin']);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('main mark').count(), 0);
  assert.deepEqual(faults, []);
});

test('what a query or a topic holds is shown as text', async (t) => {
  const { page, faults } = await playbook(t);
  await box(page).fill('<img src=x onerror=alert(1)> outage reachable');
  await hits(page).first().waitFor();
  assert.equal(await page.locator('.search-panel img, .search-panel b').count(), 0);
  assert.match(await hits(page).first().textContent(), /Cloud <b>outage<\/b>.*<img src=x onerror=alert\(1\)>/);
  assert.deepEqual(faults, []);
});

test('nothing typed and nothing found offer where to go first; Escape closes', async (t) => {
  const { page } = await playbook(t);
  await box(page).focus();
  await page.locator('.search-help a', { hasText: 'First hour' }).waitFor();
  await box(page).fill('zzqqxxvv');
  await said(page, 'Nothing found');
  await page.locator('.search-help a', { hasText: 'First hour' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.search-panel').waitFor({ state: 'hidden' });
});

test('a facet narrows the hits and shows its counts', async (t) => {
  const { page } = await playbook(t);
  await box(page).fill('bridge log');
  await said(page, '3 topics found');
  const choice = page.locator('.search-facets button', { hasText: 'Respond (2)' });
  await choice.click();
  await said(page, '2 topics found');
  assert.equal(await page.locator('.search-facets button[aria-pressed=true]').textContent(), 'Respond (2)');
});

test('`?search=` asks at once', async (t) => {
  const { folder, page } = await playbook(t);
  await page.goto(`${folder.urlOf('respond/first-hour.html')}?search=email%20down`);
  await hits(page).first().waitFor();
  assert.match(await hits(page).first().textContent(), /^Cloud/);
});

test('an index that cannot be read is said, with the way to the A–Z page', async (t) => {
  const { page } = await playbook(t, 'p-');
  await box(page).fill('bridge');
  await said(page, 'cannot be read');
  assert.equal(await page.locator('.search-help a').getAttribute('href'), await page.evaluate(() => new URL('az.html', location.href).href));
});

test('without scripts the link to the A–Z page stands in the box’s place', async (t) => {
  const { folder, page } = await playbook(t);
  const plain = await openPage(page.context().browser(), { javaScriptEnabled: false });
  await plain.goto(folder.urlOf('scenarios/phones.html'));
  assert.equal(await plain.getByRole('link', { name: 'Find a topic' }).getAttribute('href'), '../az.html');
  assert.equal(await box(plain).count(), 0);
});
