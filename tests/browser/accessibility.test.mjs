// axe-core finds nothing on any page: in the light, in the dark, on a phone, in forced colours, with search open.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { openChromium, openPage } from './chromium.mjs';
import { forEachCollection } from './corpora.mjs';
import { folderOf, pageAround, sample } from './folder.mjs';

const WAYS_TO_READ = {
  'in the light': { colorScheme: 'light' },
  'in the dark': { colorScheme: 'dark' },
  'on a phone': { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  'in forced colours': { forcedColors: 'active' },
};

/** What axe says of the page that is open, a line for each element. */
async function violations(page, file) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }));
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${file}: ${id}: ${target.join(' ')} ${html.slice(0, 100)}`));
}

/** What axe says of every page. */
async function violationsOf(page, folder) {
  const faults = [];
  for (const file of folder.pages) {
    await page.goto(folder.urlOf(file));
    faults.push(...(await violations(page, file)));
  }
  return faults;
}

test('a fault of contrast and a missing name are seen', async (t) => {
  const folder = await folderOf(t, {
    'index.html': pageAround('<p style="color:#bbb;background:#fff">pale</p><button></button>'),
    'sound.html': pageAround('<p>fine</p>'),
  });
  const faults = await violationsOf(await openPage(await openChromium(t)), folder);
  assert.deepEqual(faults.map((fault) => fault.split(': ').slice(0, 2).join(': ')), ['index.html: button-name', 'index.html: color-contrast']);
});

for (const [way, options] of Object.entries(WAYS_TO_READ)) {
  test(`axe finds nothing on the sample ${way}`, async (t) => {
    const page = await openPage(await openChromium(t), options);
    assert.deepEqual(await violationsOf(page, await sample(t)), []);
  });
}

forEachCollection(
  (name, open) => {
    test(`axe finds nothing on ${name}`, async (t) => {
      assert.deepEqual(await violationsOf(await openPage(await openChromium(t)), await open(t)), []);
    });
  },
  ['ebcm', 'pagerduty-incident-response'],
);

test('axe finds nothing while the search box shows its hits', async (t) => {
  const folder = await sample(t);
  const page = await openPage(await openChromium(t));
  await page.goto(folder.urlOf('index.html'));
  await page.getByRole('combobox').pressSequentially('call');
  await page.getByRole('option').first().waitFor();
  assert.deepEqual(await violations(page, 'index.html'), []);
});
