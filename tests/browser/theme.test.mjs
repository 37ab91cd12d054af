// The default theme's scripts: checklists, tabs, zones, tables of numbers, the light switch, the age of a copy.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { openChromium, openPage, watch } from './chromium.mjs';
import { folderOf, project } from './folder.mjs';

const THEME = path.join(project, 'themes', 'default');
const SCRIPTS = ['page', 'tasks', 'tables', 'tabs', 'zones', 'contents'];

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

/** A page in the frame that the scripts expect. */
function themed(body, { name = 'index.html', root = '', attributes = '' } = {}) {
  const styles = ['tokens', 'frame', 'places', 'facts', 'text', 'blocks'].map((sheet) => `<link rel="stylesheet" href="${root}lifeboat/style/${sheet}.css">`);
  const scripts = SCRIPTS.map((script) => `<script defer src="${root}lifeboat/script/${script}.js"></script>`);
  return `<!doctype html><html lang="en" data-root="${root}" data-page="${name}" data-key="fixture" ${attributes}><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>Fixture</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">${styles.join('')}<script src="${root}lifeboat/script/early.js"></script>${scripts.join('')}</head>
<body><button class="scheme" type="button" hidden></button>
<div class="frame"><main id="lb-main" class="main"><div class="body">${body}</div></main>
<nav class="places"><ul class="places-list"><li><a href="${name}">Here</a></li></ul><p class="places-all"><a href="contents.html">Whole contents</a></p></nav></div></body></html>`;
}

/** A folder with the theme's own scripts and styles beside the pages, opened in Chromium; `faults` must stay empty. */
async function open(t, pages, options = {}) {
  const texts = { ...pages };
  for (const kind of ['script', 'style']) {
    for (const file of await readdir(path.join(THEME, kind))) {
      texts[`lifeboat/${kind}/${file}`] = await readFile(path.join(THEME, kind, file), 'utf8');
    }
  }
  const folder = await folderOf(t, texts);
  const page = await openPage(await openChromium(t), options);
  const faults = await watch(page, folder);
  t.after(() => assert.deepEqual(faults, []));
  await page.goto(folder.urlOf('index.html'));
  return { page, folder };
}

const task = (text, rest = '') => `<li class="task"><label><input type="checkbox"${rest}> <span>${text}</span></label></li>`;

test('ticks are counted, kept for the page, and cleared on request', async (t) => {
  const { page } = await open(t, { 'index.html': themed(`<ul>${task('Count people')}${task('Call')}${task('Call')}</ul>`) });
  const bar = page.locator('.ticks');
  assert.equal(await bar.innerText(), '0 of 3 done');
  await page.getByLabel('Call').nth(1).check();
  await page.reload();
  assert.deepEqual(await page.locator('.task input').evaluateAll((boxes) => boxes.map((box) => box.checked)), [false, false, true]);
  assert.match(await bar.innerText(), /^1 of 3 done/);
  await bar.getByRole('button', { name: 'Clear ticks' }).click();
  assert.equal(await page.locator('.task input:checked').count(), 0);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

test('a tick does not come back beside other words', async (t) => {
  const list = (words) => themed(`<ul>${task(words)}</ul>`);
  const { page, folder } = await open(t, { 'index.html': list('Close valve 4'), 'next.html': list('Close valve 5') });
  await page.getByRole('checkbox').check();
  await page.goto(folder.urlOf('next.html'));
  assert.equal(await page.getByRole('checkbox').isChecked(), false);
});

const tab = (id, text, condition = '') =>
  `<section class="tab" data-tab="${id}"${condition && ` data-condition="${condition}"`}><p class="tab-label">${id}</p><p id="in-${id}${condition}">${text}</p></section>`;
const tabs = (...panels) => `<div class="tabs" data-tabs>${panels.join('')}</div>`;
const shown = (page) => page.locator('.tab > p:last-child:visible').allInnerTexts();

test('the same tab is chosen everywhere, by key too, and remembered', async (t) => {
  const group = tabs(tab('windows', 'W'), tab('mac', 'M'), tab('linux', 'L'));
  const { page, folder } = await open(t, { 'index.html': themed(group + group), 'next.html': themed(group) });
  assert.deepEqual(await shown(page), ['W', 'W']);
  await page.getByRole('tab', { name: 'windows' }).first().focus();
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await shown(page), ['M', 'M']);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'mac');
  await page.keyboard.press('End');
  assert.deepEqual(await shown(page), ['L', 'L']);
  await page.goto(folder.urlOf('next.html'));
  assert.deepEqual(await shown(page), ['L']);
  await page.goto(`${folder.urlOf('next.html')}?tabs=mac`);
  assert.deepEqual(await shown(page), ['M']);
  await page.goto(`${folder.urlOf('next.html')}#in-windows`);
  assert.deepEqual(await shown(page), ['W']);
});

test('a tab with a condition is offered only while that other tab is chosen', async (t) => {
  const { page } = await open(t, {
    'index.html': themed(tabs(tab('works', 'A'), tab('office', 'B')) + tabs(tab('day', 'D'), tab('night', 'N1', 'works'), tab('night', 'N2', 'office'))),
  });
  await page.getByRole('tab', { name: 'works' }).click();
  await page.getByRole('tab', { name: 'night' }).click();
  assert.deepEqual(await shown(page), ['A', 'N1']);
  await page.getByRole('tab', { name: 'office' }).click();
  assert.deepEqual(await shown(page), ['B', 'N2']);
});

test('on paper every panel and every zone shows, labelled', async (t) => {
  const zones = '<div class="zone" data-pivot="a"><p class="zone-label">Applies to: Works</p><p>North</p></div><div class="zone" data-pivot="b"><p class="zone-label">Applies to: Office</p><p>South</p></div>';
  const print = '<link rel="stylesheet" href="lifeboat/style/print.css" media="print">';
  const { page } = await open(t, { 'index.html': themed(tabs(tab('windows', 'W'), tab('mac', 'M')) + zones).replace('</head>', `${print}</head>`) });
  assert.deepEqual(await page.locator('.zone p:visible').allInnerTexts(), ['North']);
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual(await page.locator('.tab > p:visible').allInnerTexts(), ['windows', 'W', 'mac', 'M']);
  assert.deepEqual(await page.locator('.zone p:visible').allInnerTexts(), ['Applies to: Works', 'North', 'Applies to: Office', 'South']);
});

test('a zone is chosen by button, by the address, and by a link into it', async (t) => {
  const zones = '<div class="zone" data-pivot="works"><p class="zone-label">Applies to: Works</p><p>North</p></div><div class="zone" data-pivot="office"><p class="zone-label">Applies to: Head office</p><p id="south">South</p></div>';
  const { page, folder } = await open(t, { 'index.html': themed(zones), 'next.html': themed(zones) });
  const seen = () => page.locator('.zone > p:last-child:visible').allInnerTexts();
  assert.deepEqual(await seen(), ['North']);
  await page.getByRole('button', { name: 'Head office' }).click();
  assert.deepEqual(await seen(), ['South']);
  await page.goto(`${folder.urlOf('next.html')}?pivots=works`);
  assert.deepEqual(await seen(), ['North']);
  await page.goto(`${folder.urlOf('next.html')}?pivots=works#south`);
  assert.deepEqual(await seen(), ['South']);
});

test('no telephone number of a table lies beyond the edge of a phone', async (t) => {
  const row = (who) => `<tr><td>${who}</td><td>Gatehouse, Tallowmere works</td><td><a href="tel:+441632960111">01632 960111</a></td><td><a href="tel:+447700900111">07700 900111</a></td></tr>`;
  const table = `<div class="table-wrap" role="region" aria-label="Table: Calls" tabindex="0"><table><thead><tr><th>Role</th><th>Who</th><th>Day</th><th>Night</th></tr></thead><tbody>${row('Commander')}${row('Scribe')}</tbody></table></div>`;
  const { page } = await open(t, { 'index.html': themed(table) }, { viewport: { width: 320, height: 640 } });
  const boxes = await page.locator('td a').evaluateAll((links) => links.map((link) => link.getBoundingClientRect()).map(({ left, right, height }) => ({ inside: left >= 0 && right <= innerWidth, high: height >= 44 })));
  assert.deepEqual(boxes, Array(4).fill({ inside: true, high: true }));
  assert.equal(await page.getByRole('row').count(), 3);
  assert.equal(await page.getByRole('columnheader', { name: 'Night' }).count(), 1);
});

test('the whole contents are loaded on demand and stand open on the next page', async (t) => {
  const navigation = 'globalThis.lifeboatNavigation = [["Respond",null,0],["First hour","index.html",1],["Roles","roles/index.html",0],["Scribe","roles/who%20writes%231.html",1]];';
  const { page, folder } = await open(t, {
    'index.html': themed(''),
    'roles/who writes#1.html': themed('', { name: 'roles/who writes#1.html', root: '../' }),
    'lifeboat/navigation.js': navigation,
  });
  assert.equal(await page.evaluate(() => 'lifeboatNavigation' in globalThis), false);
  await page.getByRole('button', { name: 'Whole contents' }).click();
  await page.locator('.places-tree').waitFor();
  assert.equal(await page.locator('.places-tree [aria-current]').innerText(), 'First hour');
  await page.getByRole('button', { name: 'Below Roles' }).click();
  await page.getByRole('link', { name: 'Scribe' }).click();
  await page.waitForURL(folder.urlOf('roles/who writes#1.html'));
  await page.locator('.places-tree [aria-current]', { hasText: 'Scribe' }).waitFor();
  await page.getByRole('button', { name: 'Only pages nearby' }).click();
  assert.equal(await page.locator('.places-tree').isVisible(), false);
});

test('the light switch is remembered until it agrees with the system again', async (t) => {
  const { page } = await open(t, { 'index.html': themed('') }, { colorScheme: 'light' });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: 'Change to dark colours' }).click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.reload();
  assert.equal(await ground(), dark);
  await page.getByRole('button', { name: 'Change to light colours' }).click();
  assert.equal(await ground(), light);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

test('a copy says so once it is older than it was meant to become', async (t) => {
  const { page, folder } = await open(t, {
    'index.html': themed('<p>text</p>', { attributes: 'data-valid-until="2001-01-01"' }),
    'next.html': themed('<p>text</p>', { attributes: 'data-valid-until="2999-12-31"' }),
  });
  assert.match(await page.locator('.banner').innerText(), /^Old copy\. It was meant to be used until 2001-01-01/);
  await page.goto(folder.urlOf('next.html'));
  assert.equal(await page.locator('.banner').count(), 0);
});

test('code can be copied from a page that was opened from a file', async (t) => {
  const { page } = await open(t, { 'index.html': themed('<div class="code"><pre><code>Stop-Service FileSync\n</code></pre></div>') });
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('Copied').waitFor();
});
