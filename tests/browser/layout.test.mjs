// What a page looks like on a narrow screen and on paper: nothing runs out of it, nothing is lost.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { openChromium, openPage } from './chromium.mjs';
import { folderOf, pageAround, sample } from './folder.mjs';

/** WCAG 1.4.10: 320 CSS pixels, which is 1280 at 400 %. */
const NARROW = { width: 320, height: 640 };

/** The text of an A4 sheet between margins of 15 mm, in CSS pixels. */
const SHEET = { width: 680, height: 1000 };

/** Elements that make the page wider than its window; what scrolls in a box of its own does not. */
async function overflow(page, file) {
  return page.evaluate((file) => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1);
    const names = wide.slice(0, 3).map((element) => `<${element.localName} class="${element.className}">`);
    return [`${file}: ${root.scrollWidth} px wide in a window of ${root.clientWidth}: ${names.join(' ')}`];
  }, file);
}

/** Opens every page in a window of this size and collects what `look` finds. */
async function lookAtAll(page, folder, look) {
  const faults = [];
  for (const file of folder.pages) {
    await page.goto(folder.urlOf(file));
    faults.push(...(await look(page, file)));
  }
  return faults;
}

test('a page that is too wide is seen', async (t) => {
  const folder = await folderOf(t, {
    'sound.html': pageAround('<div style="overflow-x:auto"><div style="width:900px">x</div></div>'),
    'wide.html': pageAround('<div class="box" style="width:900px">x</div>'),
  });
  const page = await openPage(await openChromium(t), { viewport: NARROW });
  const faults = await lookAtAll(page, folder, overflow);
  assert.equal(faults.length, 1);
  assert.match(faults[0], /^wide\.html: 9\d\d px wide in a window of 320: <div class="box">/);
});

test('no page of the sample scrolls sideways at 320 pixels', async (t) => {
  const page = await openPage(await openChromium(t), { viewport: NARROW });
  assert.deepEqual(await lookAtAll(page, await sample(t), overflow), []);
});

test('every page of the sample prints as a PDF, within the sheet', async (t) => {
  const page = await openPage(await openChromium(t), { viewport: SHEET });
  await page.emulateMedia({ media: 'print' });
  const faults = await lookAtAll(page, await sample(t), async (page, file) => {
    const pdf = await page.pdf({ format: 'A4' });
    const isPdf = pdf.subarray(0, 5).toString() === '%PDF-' && pdf.length > 1000;
    return [...(await overflow(page, file)), ...(isPdf ? [] : [`${file}: no PDF came out`])];
  });
  assert.deepEqual(faults, []);
});

/** The text of each sheet of a PDF. */
function sheetsOf(pdf) {
  return execFileSync('pdftotext', ['-', '-'], { input: pdf, maxBuffer: 1 << 26 }).toString().split('\f');
}

/** Whether a sheet of paper has this line of a book in its margins: the number of the topic above, the copy below. */
function inMargins(sheets, line) {
  const [number, ...copy] = line.split(' · ');
  return sheets.some((sheet) => sheet.includes(copy.join(' · ')) && sheet.split('\n').some((text) => text.startsWith(`${number} `)));
}

test('everything that a page says is on paper', async (t) => {
  // With scripts off, since what scripts add are controls. Ways through the site are not for paper either, nor is what a
  // layer put something else in the place of: an old telephone number, printed, would be dialled.
  const page = await openPage(await openChromium(t), { viewport: SHEET, javaScriptEnabled: false });
  await page.emulateMedia({ media: 'print' });
  const faults = await lookAtAll(page, await sample(t), async (page, file) => {
    const lost = await page.evaluate(() =>
      [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6, p, li, dt, dd, th, td, pre)')]
        .filter((element) => element.textContent.trim() !== '' && !element.checkVisibility() && !element.closest('nav, .backlinks, .layer-was'))
        .map((element) => ({ name: element.localName, text: element.textContent.trim(), isCopyLine: element.matches('.copy-line') })),
    );
    // Which copy a sheet is of stands in the margins instead, where the browser prints them: what counts is the paper.
    const sheets = lost.some(({ isCopyLine }) => isCopyLine) ? sheetsOf(await page.pdf({ preferCSSPageSize: true })) : [];
    return lost
      .filter(({ isCopyLine, text }) => !(isCopyLine && inMargins(sheets, text)))
      .map(({ name, text }) => `${file}: not on paper: <${name}> ${text.slice(0, 60)}`);
  });
  assert.deepEqual(faults, []);
});
