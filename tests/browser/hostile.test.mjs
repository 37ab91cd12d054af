// Nothing that an author writes runs, with the policy of the pages taken away: it is the second wall, not the first.
//
// `LIFEBOAT_HOSTILE=3000` tries so many topics; 300 take a few seconds.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { openChromium, openPage } from './chromium.mjs';
import { build, folderOf } from './folder.mjs';
import { hostileTopics } from './hostile.mjs';

const COUNT = Number(process.env.LIFEBOAT_HOSTILE ?? 300);
/** So many bodies stand on one page: opening pages is what takes time. */
const ON_ONE_PAGE = 25;

const plain = (html) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/g, '');
const bodyOf = (html) => html.slice(html.indexOf('<main'), html.indexOf('</main>') + 7);

/** Opens each body in a frame of its own; what any of them does. @param {string[]} bodies */
async function deeds(t, bodies) {
  const pages = {};
  for (let from = 0; from < bodies.length; from += ON_ONE_PAGE) {
    // Each is parsed by itself, as on its own page, so that none hides another.
    const frames = bodies.slice(from, from + ON_ONE_PAGE).map((body) => `<iframe srcdoc="${`<!doctype html><meta charset=utf-8>${body}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`);
    pages[`from-${String(from).padStart(5, '0')}.html`] = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>x</title>${frames.join('\n')}`;
  }
  const folder = await folderOf(t, pages);
  const page = await openPage(await openChromium(t));
  const found = [];
  page.on('dialog', (dialog) => { found.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    const url = request.url();
    // Pictures of the site are not beside these pages; addresses of files stay on the disk.
    if (!/^(file|data|about|blob):/.test(url)) found.push(`asked for ${url}`);
  });
  await page.exposeFunction('pwnedOutside', (what) => found.push(`ran: ${what}`));
  await page.addInitScript(() => {
    globalThis.pwned = (what) => globalThis.top.pwnedOutside(what);
  });
  for (const file of folder.pages) {
    await page.goto(folder.urlOf(file));
    for (const frame of page.frames().slice(1)) await frame.evaluate(tryEverything).catch((error) => found.push(`a frame went away: ${error.message}`));
    await page.waitForTimeout(50);
  }
  return found;
}

/** What waits for the reader: a click on every link and button, the focus on everything; and what should not be there at all. */
function tryEverything() {
  for (const element of document.querySelectorAll('*')) {
    element.focus?.();
    element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
    if (element.matches('a[href^="#"], summary, button, [onclick]')) element.click();
    const address = element.getAttribute('href') ?? element.getAttribute('src') ?? element.getAttribute('action') ?? '';
    // Letters and blanks that a browser leaves out of an address.
    if (/^(javascript|vbscript|data:text)/i.test(address.replace(/[\u0000-\u0020]/g, ''))) globalThis.pwned(address);
    for (const { name } of element.attributes) if (/^on|^style$|^srcdoc$|^formaction$|^ping$|^srcset$/i.test(name)) globalThis.pwned(`${name}: ${element.outerHTML}`);
  }
}

test('bodies that nobody cleaned run, and are seen to', async (t) => {
  const found = await deeds(t, ['<img src=x onerror=pwned(1)>', '<a href=" java\tscript:x">x</a>', '<img src=https://evil.example/x.png>', '<button onclick="alert(2)">x</button>']);
  const seen = (what) => assert.ok(found.some((one) => one.startsWith(what)), `${what}: ${found.join('\n')}`);
  ['ran: 1', 'ran:  java', 'asked for https://evil.example/x.png', 'dialog: 2'].forEach(seen);
});

test(`no topic of ${COUNT} runs anything, opens a dialog, or asks for anything`, async (t) => {
  const topics = hostileTopics(COUNT);
  const name = (number) => `topic-${String(number).padStart(5, '0')}`;
  const sources = await folderOf(t, Object.fromEntries([
    ['src/index.md', '# Home\n'], ...topics.map((text, number) => [`src/${name(number)}.md`, `---\ntitle: "Topic ${number}"\n---\n\n${text}\n`]),
  ]));
  const site = await build(t, sources.root, { allowed: [0, 1], options: ['--quiet'] });
  const bodies = await Promise.all(topics.map(async (_, number) => plain(bodyOf(await readFile(path.join(site.root, `${name(number)}.html`), 'utf8')))));
  const found = await deeds(t, bodies);
  assert.deepEqual(found.map((one) => `${one}: ${topics[/^ran: (\d+)$/.exec(one)?.[1] ?? -1] ?? ''}`), []);
});
