// What a reader finds who types into the search box of a playbook opened from a folder.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium, openPage, watch } from './chromium.mjs';
import { sample } from './folder.mjs';

const box = (page) => page.getByRole('combobox');
const hits = (page) => page.getByRole('option');

/** Types a query into an empty box and waits for what it offers. */
async function search(page, query) {
  await box(page).fill('');
  await box(page).pressSequentially(query);
  await hits(page).first().waitFor();
}

/** Every page that says by its kind that it is a topic, with its title. */
async function topicsOf(page, folder) {
  const topics = [];
  for (const file of folder.pages) {
    await page.goto(folder.urlOf(file));
    const title = await page.evaluate(() => document.querySelector('body.kind-topic main h1')?.textContent.trim());
    if (title) topics.push({ file, title });
  }
  return topics;
}

test('a topic is found by its title from the first page, among the first three', async (t) => {
  const folder = await sample(t);
  const page = await openPage(await openChromium(t));
  const topics = await topicsOf(page, folder);
  assert.ok(topics.length > 0, 'the sample has topics');
  await page.goto(folder.urlOf('index.html'));
  const faults = await watch(page, folder);
  await page.reload();
  const missed = [];
  for (const { file, title } of topics) {
    const { hits } = await page.evaluate((query) => globalThis.lifeboat.search(query, { limit: 3 }), title);
    if (!hits.some((hit) => hit.path === file)) missed.push(`${title}: ${hits.map((hit) => hit.path).join(', ')}`);
  }
  assert.deepEqual({ missed, faults }, { missed: [], faults: [] });
});

test('typing shows hits, and Enter opens the one that is chosen', async (t) => {
  const folder = await sample(t);
  const page = await openPage(await openChromium(t));
  const faults = await watch(page, folder);
  const [topic] = (await topicsOf(page, folder)).slice(-1);
  await page.goto(folder.urlOf('index.html'));
  await page.keyboard.press('/');
  assert.ok(await box(page).evaluate((element) => element === document.activeElement), '/ leads into the box');
  await search(page, topic.title);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => folder.fileOf(url.href) === topic.file);
  assert.deepEqual(faults, []);
});

test('Escape closes the hits, and nothing found is said in words', async (t) => {
  const folder = await sample(t);
  const page = await openPage(await openChromium(t));
  await page.goto(folder.urlOf('index.html'));
  await search(page, 'call');
  await page.keyboard.press('Escape');
  await hits(page).first().waitFor({ state: 'hidden' });
  await box(page).fill('zzqqxxvv');
  await page.waitForFunction(() => [...document.querySelectorAll('[role=status]')].some((status) => status.textContent.trim() !== ''));
});
