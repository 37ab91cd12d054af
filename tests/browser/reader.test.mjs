// What a reader meets who opens the playbook from a folder and follows its links.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium, openPage, watch } from './chromium.mjs';
import { crawl } from './crawl.mjs';
import { folderOf, pageAround, sample } from './folder.mjs';

/** Pages that no link leads to: servers show them by themselves. */
const UNLINKED = ['404.html'];

const POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src \'self\' data:; style-src \'self\'">';

test('a request, an error and a refused style are seen', async (t) => {
  const folder = await folderOf(t, {
    'index.html': pageAround('<img src="http://127.0.0.1:9/a.png" alt=""><a href="b%20c.html">on</a>'),
    'b c.html': pageAround('<script>console.error("told"); missing()</script><a href="d.html#x">on</a>'),
    'd.html': pageAround('<p style="color:red">x</p><img src="gone.png" alt="">', POLICY),
  });
  const page = await openPage(await openChromium(t));
  const faults = await watch(page, folder);
  const linked = await crawl(page, folder);
  assert.deepEqual([...linked.keys()], ['index.html', 'b c.html', 'd.html']);
  assert.deepEqual([...linked.get('d.html')], ['x']);
  const seen = (pattern) => assert.ok(faults.some((fault) => pattern.test(fault)), `${pattern} in\n${faults.join('\n')}`);
  seen(/^index\.html: asked for http:\/\/127\.0\.0\.1:9\/a\.png/);
  seen(/^b c\.html: console: told/);
  seen(/^b c\.html: script error: missing is not defined/);
  seen(/^d\.html: policy refused style-src/);
  seen(/^d\.html: could not load .*gone\.png/);
});

test('every page of the sample opens from a folder, quietly, and can be reached by links', async (t) => {
  const folder = await sample(t);
  const page = await openPage(await openChromium(t));
  const faults = await watch(page, folder);
  const anchors = new Map();
  const linked = await crawl(page, folder, async (file) => {
    anchors.set(file, new Set(await page.evaluate(() => [...document.querySelectorAll('[id]')].map((element) => element.id))));
  });
  for (const [file, wanted] of linked) {
    for (const anchor of wanted) {
      if (anchor !== '' && !anchors.get(file).has(anchor)) faults.push(`${file} has no anchor ${anchor} once its scripts ran`);
    }
  }
  assert.deepEqual(faults, []);
  const missed = folder.pages.filter((file) => !linked.has(file) && !UNLINKED.includes(file));
  assert.deepEqual(missed, [], 'pages that no link leads to');
});

test('clicking through the sample stays quiet, forward and back', async (t) => {
  const folder = await sample(t);
  const page = await openPage(await openChromium(t));
  const faults = await watch(page, folder);
  await page.goto(folder.urlOf('index.html'));
  const opened = [];
  for (let step = 0; step < 5; step += 1) {
    const link = page.locator('main a[href*=".html"]:not([href^="http"])').first();
    if ((await link.count()) === 0) break;
    await link.click();
    await page.waitForLoadState('load');
    opened.push(folder.fileOf(page.url()));
  }
  assert.ok(opened.length > 0, 'the first page has a link in its text');
  for (const _ of opened) await page.goBack({ waitUntil: 'load' });
  assert.equal(folder.fileOf(page.url()), 'index.html');
  assert.deepEqual(faults, []);
});

test('the sample can be read and followed with scripts off', async (t) => {
  const folder = await sample(t);
  const page = await openPage(await openChromium(t), { javaScriptEnabled: false });
  const faults = [];
  const linked = await crawl(page, folder, async (file) => {
    const hidden = await page.evaluate(() =>
      [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6, p, li, dt, dd, th, td, pre)')]
        .filter((element) => element.textContent.trim() !== '' && !element.checkVisibility() && !element.closest('details:not([open])'))
        .map((element) => `<${element.localName}> ${element.textContent.trim().slice(0, 60)}`),
    );
    for (const what of hidden) faults.push(`${file}: hidden with scripts off: ${what}`);
    if (!(await page.locator('main h1').first().isVisible())) faults.push(`${file}: no title to be seen`);
  });
  const missed = folder.pages.filter((file) => !linked.has(file) && !UNLINKED.includes(file));
  assert.deepEqual({ faults, missed }, { faults: [], missed: [] });
});
