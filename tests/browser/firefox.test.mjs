// Firefox ESR, the browser of many locked-down desks, opens the same folder and finds the same topics.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openFirefox } from './firefox.mjs';
import { folderOf, pageAround, sample } from './folder.mjs';

test('Firefox tells of errors, refusals and requests', async (t) => {
  const policy = '<meta http-equiv="Content-Security-Policy" content="style-src \'self\'">';
  const folder = await folderOf(t, {
    'index.html': pageAround(
      '<script>console.error("told"); missing()</script><p style="color:red">x</p><img src="https://outside.test/a.png" alt="">',
      policy,
    ),
  });
  const { page, faults } = await openFirefox(t);
  await page.goto(folder.urlOf('index.html'));
  for (let tries = 0; tries < 50 && !faults().includes('asked for outside.test'); tries += 1) await pause(100);
  for (const pattern of [/^console: told$/, /missing is not defined/, /blocked an inline style/, /^asked for outside\.test$/]) {
    assert.ok(faults().some((fault) => pattern.test(fault)), `${pattern} in\n${faults().join('\n')}`);
  }
});

test('Firefox opens every page of the sample quietly', async (t) => {
  const folder = await sample(t);
  const { page, faults } = await openFirefox(t);
  for (const file of folder.pages) {
    await page.goto(folder.urlOf(file));
    assert.ok(await page.$('main h1'), `${file} has a title`);
  }
  await pause(500);
  assert.deepEqual(faults(), []);
});

test('Firefox searches the sample and opens a hit', async (t) => {
  const folder = await sample(t);
  const { page, faults } = await openFirefox(t);
  await page.goto(folder.urlOf('index.html'));
  await page.type('[role=combobox]', 'call');
  await page.waitForSelector('[role=option]', { visible: true });
  await page.keyboard.press('ArrowDown');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.notEqual(folder.fileOf(page.url()), 'index.html');
  assert.deepEqual(faults(), []);
});
