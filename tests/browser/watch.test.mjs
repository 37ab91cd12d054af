// The live preview in real browsers: an edit is on the screen without the page being loaded again, a fault is told and
// mended, styles are swapped, and a preview that is gone and back is noticed.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { openChromium, openPage } from './chromium.mjs';
import { openFirefox } from './firefox.mjs';
import { openPreview } from './preview.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const long = Array.from({ length: 60 }, (_, at) => `## Section ${at}\n\nParagraph ${at} of the text.\n`).join('\n');
const contacts = (words) => `# Contacts

${words}

# [Phone](#tab/phone)

Ring the desk.

# [Radio](#tab/radio)

Call on channel 4.

---

<details><summary>More</summary>

Hidden words.

</details>

- [ ] Call the duty manager
- [ ] Write the log

${long}
`;

const FILES = {
  'book.toml': '[book]\ntitle = "Test"\nsrc = "topics"\n[output.html]\nadditional-css = ["own.css"]\n',
  'own.css': 'h1 { color: rgb(1, 2, 3) }\n',
  'topics/index.md': '# Start\n\n[Contacts](contacts.md)\n',
  'topics/contacts.md': contacts('First words.'),
  'topics/other.md': '# Other\n\nText.\n',
};

const BROWSERS = {
  Chromium: async (t) => openPage(await openChromium(t)),
  Firefox: async (t) => (await openFirefox(t, { reachesLoopback: true })).page,
};

/** Notes what goes wrong in a page. */
function listen(page) {
  const faults = [];
  page.on('pageerror', (error) => {
    // Over http Firefox would fetch the page after this one beforehand (`rel=next`), which the policy of pages refuses.
    if (!/blocked the loading of a resource \(default-src\) at \S+\.html/.test(error.message)) faults.push(`script error: ${error.message}`);
  });
  page.on('console', (message) => {
    const text = message.text();
    // Who asks a preview that is gone is told so by the browser; a page that is not there is what some tests are about.
    if (message.type() === 'error' && !/Failed to load resource|NetworkError|ERR_CONNECTION_REFUSED/.test(text)) faults.push(`console: ${text}`);
  });
  return faults;
}

/** Words of the page without the preview's own, and of its panel. */
const textOf = (page) => page.evaluate(() => document.querySelector('main').textContent);
const panelOf = (page) => page.evaluate(() => document.querySelector('lifeboat-preview')?.shadowRoot.querySelector('.panel').innerText ?? '');

/** Opens a page and waits until it hears of changes. */
async function open(page, preview, file) {
  await page.goto(preview.url + file);
  await preview.until(() => page.evaluate(() => document.documentElement.dataset.lbPreview !== undefined), 'the page is connected');
  await page.evaluate(() => {
    globalThis.sameLoad = true;
  });
}
const isSameLoad = (page) => page.evaluate(() => globalThis.sameLoad === true);

for (const [name, openBrowser] of Object.entries(BROWSERS)) {
  test(`${name}: an edit replaces what it changed, and the reader's place and choices stay`, async (t) => {
    const preview = await openPreview(t, FILES);
    const page = await openBrowser(t);
    const faults = listen(page);
    await open(page, preview, 'contacts.html');
    await page.evaluate(() => {
      document.querySelectorAll('[role=tab]')[1].click();
      document.querySelector('details:not(.outline details)').open = true;
      document.querySelector('.task input').click();
      document.getElementById('section-40').scrollIntoView();
      globalThis.sectionBefore = document.getElementById('section-40');
      globalThis.placeBefore = document.getElementById('section-40').getBoundingClientRect().top;
    });
    const before = await page.evaluate(() => scrollY);
    assert.ok(before > 1000, 'the page is scrolled');
    await preview.write('topics/contacts.md', contacts('Second words.').replace('Paragraph 41 of', 'Paragraph 41, edited, of'));
    await preview.until(async () => (await textOf(page)).includes('Paragraph 41, edited'), 'the edit is on the screen');
    assert.ok((await textOf(page)).includes('Second words.'));
    const after = await page.evaluate(() => ({
      top: Math.abs(document.getElementById('section-40').getBoundingClientRect().top - globalThis.placeBefore),
      isKept: globalThis.sectionBefore.isConnected,
      tab: document.querySelectorAll('[role=tab]')[1].getAttribute('aria-selected'),
      lists: document.querySelectorAll('.tab-list').length,
      open: document.querySelector('details:not(.outline details)').open,
      tick: document.querySelector('.task input').checked,
      bars: document.querySelectorAll('.ticks').length,
    }));
    assert.ok(after.top < 3, `the section moved by ${after.top} pixels`);
    assert.deepEqual({ ...after, top: 0 }, { top: 0, isKept: true, tab: 'true', lists: 1, open: true, tick: true, bars: 1 });
    assert.ok(await isSameLoad(page), 'the page was loaded again');

    // New tabs and tasks get their services too.
    await preview.write('topics/contacts.md', contacts('Third words.\n\n- [ ] A new task').replace('Ring the desk.', 'Ring the front desk.'));
    await preview.until(async () => (await textOf(page)).includes('Ring the front desk.'), 'the next edit is on the screen');
    const served = await page.evaluate(() => ({ lists: document.querySelectorAll('.tab-list').length, bars: document.querySelectorAll('.ticks').length }));
    assert.deepEqual(served, { lists: 1, bars: 2 });
    assert.ok(await isSameLoad(page), 'the page was loaded again');
    assert.deepEqual(faults, []);
  });

  test(`${name}: a fault is told with its place, the last good page stays, and mending ends it`, async (t) => {
    const preview = await openPreview(t, FILES);
    const page = await openBrowser(t);
    const faults = listen(page);
    await open(page, preview, 'other.html');
    await preview.write('topics/other.md', '# Other\n\n[x](gone.md)\n');
    await preview.until(async () => (await panelOf(page)).includes('L001'), 'the finding is told');
    const told = await panelOf(page);
    assert.match(told, /error link to a topic that does not exist/);
    assert.match(told, /topics\/other\.md:3:5/);
    await preview.write('topics/other.md', '# Other\n\nGood words.\n');
    await preview.until(async () => (await textOf(page)).includes('Good words.'), 'the page is mended');
    await preview.until(async () => /no findings/i.test(await panelOf(page)), 'no finding is left');
    // Half a file: bytes that are no text.
    await preview.write('topics/other.md', Buffer.from([0x23, 0x20, 0xff, 0xfe]));
    await preview.until(async () => (await panelOf(page)).includes('last good version'), 'the last good page is told');
    assert.ok((await textOf(page)).includes('Good words.'));
    await preview.write('topics/other.md', '# Other\n\nWhole again.\n');
    await preview.until(async () => (await textOf(page)).includes('Whole again.'), 'the page is whole again');
    assert.ok(!(await panelOf(page)).includes('last good version'));
    assert.ok(await isSameLoad(page), 'the page was loaded again');
    assert.deepEqual(faults, []);
  });

  test(`${name}: styles are swapped, and a preview that is gone and back is noticed`, async (t) => {
    const preview = await openPreview(t, FILES);
    const page = await openBrowser(t);
    listen(page);
    await open(page, preview, 'other.html');
    const colour = () => page.evaluate(() => getComputedStyle(document.querySelector('h1')).color);
    assert.equal(await colour(), 'rgb(1, 2, 3)');
    await preview.write('own.css', 'h1 { color: rgb(4, 5, 6) }\n');
    await preview.until(async () => (await colour()) === 'rgb(4, 5, 6)', 'the new style shows');
    assert.ok(await isSameLoad(page), 'the page was loaded again');
    await preview.stop();
    await preview.until(async () => (await panelOf(page)).includes('connection to the preview is lost'), 'the loss is told');
    assert.ok((await textOf(page)).includes('Text.'));
    await preview.write('topics/other.md', '# Other\n\nWritten meanwhile.\n');
    await preview.start();
    await preview.until(async () => (await textOf(page).catch(() => '')).includes('Written meanwhile.'), 'the page is shown anew');
    await preview.until(async () => !(await panelOf(page).catch(() => 'lost')).includes('lost'), 'the loss is over');
    await preview.write('topics/other.md', '# Other\n\nAnd once more.\n');
    await preview.until(async () => (await textOf(page)).includes('And once more.'), 'edits come again');
  });

  test(`${name}: what is found in an open page is of now`, async (t) => {
    const preview = await openPreview(t, FILES);
    const page = await openBrowser(t);
    const faults = listen(page);
    await open(page, preview, 'index.html');
    await page.focus('#search-input');
    await page.type('#search-input', 'okapi');
    const found = () => page.evaluate(() => document.querySelector('.search-panel').textContent);
    await preview.until(async () => (await found()).includes('Nothing found'), 'nobody has the word yet');
    await preview.write('topics/other.md', '# Other\n\nThe okapi is fed at noon.\n');
    await preview.until(async () => (await found()).includes('okapi is fed at noon'), 'the topic is found');
    await preview.write('topics/other.md', '# Other\n\nText.\n');
    await preview.until(async () => (await found()).includes('Nothing found'), 'the topic is no longer found');
    assert.ok(await isSameLoad(page), 'the page was loaded again');
    assert.deepEqual(faults, []);
  });

  test(`${name}: --follow goes to the topic that was edited`, async (t) => {
    const preview = await openPreview(t, FILES, ['--follow']);
    const page = await openBrowser(t);
    await open(page, preview, 'index.html');
    await preview.write('topics/other.md', '# Other\n\nFollow me.\n');
    await preview.until(async () => (await textOf(page).catch(() => '')).includes('Follow me.'), 'the page of the topic opens');
    assert.equal(await page.evaluate(() => location.pathname), '/other.html');
  });
}

test('the panel can be read and used by everybody', async (t) => {
  const preview = await openPreview(t, { ...FILES, 'topics/other.md': '# Other\n\n[x](gone.md)\n' });
  const page = await openPage(await openChromium(t));
  await open(page, preview, 'other.html');
  await page.keyboard.press('Tab');
  await page.evaluate(() => document.querySelector('lifeboat-preview').shadowRoot.querySelector('.toggle').focus());
  await page.keyboard.press('Enter');
  assert.match(await panelOf(page), /L001/);
  // The page's policy lets no other script in; what is judged is the page as it stands.
  const axe = await readFile(AXE, 'utf8');
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ include: ['lifeboat-preview'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
  await page.keyboard.press('Escape');
  assert.doesNotMatch(await panelOf(page), /L001/);
});

test('paper, clearance and day can be tried out, and a day that was chosen is on the page', async (t) => {
  const preview = await openPreview(t, {
    ...FILES,
    'topics/inner.md': '---\nclassification: confidential\n---\n# Inner\n',
  });
  const page = await openPage(await openChromium(t));
  await open(page, preview, 'other.html');
  const panel = page.locator('lifeboat-preview');
  await panel.locator('.toggle').click();
  await Promise.all([page.waitForEvent('load'), panel.getByLabel('As of').fill('2031-05-06')]);
  assert.match(await page.locator('.footer').innerText(), /2031-05-06/);
  assert.equal((await page.request.get(`${preview.url}inner.html`)).status(), 404);
  await Promise.all([page.waitForEvent('load'), panel.getByLabel('Clearance').selectOption('restricted')]);
  assert.equal((await page.request.get(`${preview.url}inner.html`)).status(), 200);
  await Promise.all([page.waitForEvent('load'), panel.getByRole('button', { name: 'Back to the usual view' }).click()]);
  assert.match(await page.locator('.footer').innerText(), /2026-12-01/);
  assert.ok(await page.locator('.header-bar').isVisible());
  await panel.getByLabel('Paper view').check();
  await preview.until(async () => !(await page.locator('.header-links').isVisible()), 'what paper does not have is hidden');
  assert.ok(await page.locator('.sheet').isVisible(), 'the line that only paper has');
});

test('the panel leads to the book as PDF, or says why there is none', async (t) => {
  const preview = await openPreview(t, { ...FILES, 'topics/scribe.md': '---\ntype: role\n---\n# Scribe\n' });
  const page = await openPage(await openChromium(t));
  await open(page, preview, 'other.html');
  const panel = page.locator('lifeboat-preview');
  await panel.locator('.toggle').click();
  const status = (await page.request.get(`${preview.url}~lifeboat/book.pdf`)).status();
  if (status === 501) {
    assert.match(await panelOf(page), /This program was built without its own PDF engine/);
    return;
  }
  const links = await panel.locator('.papers a').evaluateAll((all) => all.map((link) => [link.textContent, link.getAttribute('href')]));
  assert.deepEqual(links, [
    ['This topic', '/~lifeboat/book.pdf?topic=other.html'],
    ['The whole book', '/~lifeboat/book.pdf'],
    ['Booklet: Scribe', '/~lifeboat/book.pdf?role=scribe'],
  ]);
  for (const [words, address] of links) {
    const answer = await page.request.get(new URL(address, preview.url).href);
    assert.equal(answer.headers()['content-type'], 'application/pdf', words);
  }
});

test('every block tells where it comes from, and its instruction is one that the overlay takes', async (t) => {
  const preview = await openPreview(t, {
    'book.toml': '[book]\nsrc = "topics"\n[overlays]\ndir = "overlays"\norder = ["group", "site"]\n',
    'topics/index.md': '# Start\n\nEven with this resilience the mail may stop, so that others must be rung.\n\n## Office\n\n- Ring\n- Wait\n\n| Who | Number |\n|---|---|\n| Desk | 1 |\n\n<div>Raw</div>\n\nLast words.\n',
    'overlays/group/layer.toml': 'label = "Group"\n',
    'overlays/group/changes/index.md': '# Add after: Office\n\n## Nights\n\nSleep at the site.\n',
    'overlays/site/layer.toml': 'label = "Site"\n',
  });
  const page = await openPage(await openChromium(t));
  const faults = listen(page);
  await open(page, preview, 'index.html');
  const published = await page.evaluate(() => document.querySelectorAll('[data-lb-layer], .lb-block').length);
  assert.equal(published, 0, 'a page as it is served carries no marks');
  const panel = page.locator('lifeboat-preview');
  await panel.locator('.toggle').click();
  await panel.getByLabel('Show origins').check();
  await preview.until(() => page.evaluate(() => document.querySelectorAll('.lb-block').length > 8), 'blocks are marked');
  const origins = await page.evaluate(() =>
    [...document.querySelectorAll('.page-body .body .lb-block')].map((element) => `${element.localName} ${element.dataset.lbLayer}`),
  );
  assert.deepEqual(origins, [
    'p base', 'h2 base', 'ul base', 'li base', 'li base', 'div base', 'tr base', 'tr base', 'p base', 'h2 group', 'p group',
  ]);
  const told = await panel.locator('.blocks').innerText();
  assert.match(told, /base · topics\/index\.md:3/);
  assert.match(told, /group · overlays\/group\/changes\/index\.md:5/);
  await page.locator('main p', { hasText: 'Even with this resilience' }).hover();
  const bar = panel.locator('.bar');
  assert.match(await bar.innerText(), /overlays\/site\/changes\/index\.md/);
  const instruction = await bar.getByRole('button').getAttribute('title');
  assert.equal(instruction, '# Replace paragraph: Even with this resilience the mail…');
  await bar.getByRole('button').click();
  await preview.until(async () => /Copied|Select/.test(await bar.innerText()), 'copying is told');
  await preview.write('overlays/site/changes/index.md', `${instruction}\n\nThe site has radios.\n`);
  await preview.until(async () => (await textOf(page)).includes('The site has radios.'), 'the instruction is carried out');
  await preview.until(() => page.evaluate(() => [...document.querySelectorAll('[data-lb-layer=site]')].some((element) => element.textContent.includes('radios'))), 'its origin is told');
  assert.match(await panel.locator('.blocks').innerText(), /over base · topics\/index\.md:3/);
  assert.ok(await isSameLoad(page), 'the page was loaded again');
  assert.deepEqual(faults, []);
});
