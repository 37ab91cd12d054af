// The search box in Chromium, on pages opened from a folder whose name holds a blank and a `#`, under the policy of every page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium, openPage, watch } from '../browser/chromium.mjs';
import { sample } from '../browser/folder.mjs';
import { playbook } from './playbook.mjs';

/** Opens the first page of the small playbook; `without` leaves out files of the index whose name begins so. */
async function openPlaybook(t, without) {
  const folder = await playbook(t, without);
  const page = await openPage(await openChromium(t));
  const faults = await watch(page, folder);
  await page.goto(folder.urlOf('index.html'));
  return { folder, page, faults };
}

const box = (page) => page.getByRole('combobox');
const hits = (page) => page.getByRole('option');
const said = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();

test('a key leads into the box, arrows and Enter to the section, where the words are marked', async (t) => {
  const { folder, page, faults } = await openPlaybook(t);
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
  const { page, faults } = await openPlaybook(t);
  await box(page).fill('<img src=x onerror=alert(1)> outage reachable');
  await hits(page).first().waitFor();
  assert.equal(await page.locator('.search-panel img, .search-panel b').count(), 0);
  assert.match(await hits(page).first().textContent(), /Cloud <b>outage<\/b>.*<img src=x onerror=alert\(1\)>/);
  assert.deepEqual(faults, []);
});

test('nothing typed and nothing found offer where to go first; Escape closes', async (t) => {
  const { page } = await openPlaybook(t);
  await box(page).focus();
  await page.locator('.search-help a', { hasText: 'First hour' }).waitFor();
  await box(page).fill('zzqqxxvv');
  await said(page, 'Nothing found');
  await page.locator('.search-help a', { hasText: 'First hour' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.search-panel').waitFor({ state: 'hidden' });
});

test('a facet narrows the hits and shows its counts', async (t) => {
  const { page } = await openPlaybook(t);
  await box(page).fill('bridge log');
  await said(page, '3 topics found');
  const choice = page.locator('.search-facets button', { hasText: 'Respond (2)' });
  await choice.click();
  await said(page, '2 topics found');
  assert.equal(await page.locator('.search-facets button[aria-pressed=true]').textContent(), 'Respond (2)');
});

test('`?search=` asks at once', async (t) => {
  const { folder, page } = await openPlaybook(t);
  await page.goto(`${folder.urlOf('respond/first-hour.html')}?search=email%20down`);
  await hits(page).first().waitFor();
  assert.match(await hits(page).first().textContent(), /^Cloud/);
});

test('an index that cannot be read is said, with the way to the A–Z page', async (t) => {
  const { page } = await openPlaybook(t, 'p-');
  await box(page).fill('bridge');
  await said(page, 'cannot be read');
  assert.equal(await page.locator('.search-help a').getAttribute('href'), await page.evaluate(() => new URL('az.html', location.href).href));
});

test('without scripts the link to the A–Z page stands in the box’s place', async (t) => {
  const { folder, page } = await openPlaybook(t);
  const plain = await openPage(page.context().browser(), { javaScriptEnabled: false });
  await plain.goto(folder.urlOf('scenarios/phones.html'));
  assert.equal(await plain.getByRole('link', { name: 'Find a topic' }).getAttribute('href'), '../az.html');
  assert.equal(await box(plain).count(), 0);
});

test('a hit says what it is, where in a playbook it stands, and whether its review is over', async (t) => {
  const { page } = await openPlaybook(t);
  await box(page).fill('telephones');
  await hits(page).first().waitFor();
  assert.equal(await hits(page).first().locator('.search-hit-meta').textContent(), 'Scenario · Overdue');
});

test('a value that finds nothing any more can be given up', async (t) => {
  const { page } = await openPlaybook(t);
  await box(page).fill('bridge');
  await page.locator('.search-facets button', { hasText: 'KSB (1)' }).click();
  await said(page, '1 topic found');
  await box(page).fill('mail');
  await said(page, 'Nothing found');
  await page.locator('.search-facets button', { hasText: 'KSB (0)' }).click();
  await said(page, '1 topic found');
});

test('arrows go round the hits, Enter with Control leaves the page where it is, and a second Escape empties the box', async (t) => {
  const { page } = await openPlaybook(t);
  await box(page).fill('bridge');
  await said(page, '2 topics found');
  const chosen = () => box(page).getAttribute('aria-activedescendant');
  await page.keyboard.press('ArrowUp');
  assert.equal(await chosen(), 'search-hit-1');
  await page.keyboard.press('ArrowDown');
  assert.equal(await chosen(), 'search-hit-0');
  const [aside] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Control+Enter')]);
  assert.match(aside.url(), /highlight=/);
  assert.match(page.url(), /index\.html$/);
  await page.keyboard.press('Escape');
  assert.equal(await chosen(), null);
  await page.keyboard.press('Escape');
  assert.equal(await box(page).inputValue(), '');
});

test('keys typed into other fields stay there', async (t) => {
  const { page } = await openPlaybook(t);
  await page.evaluate(() => document.querySelector('main').insertAdjacentHTML('beforeend', '<textarea></textarea>'));
  await page.locator('textarea').focus();
  await page.keyboard.type('s/');
  assert.equal(await page.locator('textarea').inputValue(), 's/');
});

test('the sample offers the first hour, the roles and the call tree before a word is typed', async (t) => {
  const folder = await sample(t);
  const page = await openPage(await openChromium(t));
  await page.goto(folder.urlOf('reference/glossary.html'));
  await box(page).focus();
  const links = page.locator('.search-help a');
  await links.first().waitFor();
  const offered = await links.allTextContents();
  for (const wanted of [/first hour/i, /call tree/i, /roles/i]) assert.ok(offered.some((text) => wanted.test(text)), `${wanted} in ${offered}`);
  for (const link of await links.all()) {
    const file = folder.fileOf(await link.evaluate((element) => element.href));
    assert.ok(folder.pages.includes(file), `${file} is there`);
  }
});
