// Every link of every page leads to a file and an anchor that are there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forEachCollection } from './corpora.mjs';
import { folderOf, pageAround, sample } from './folder.mjs';
import { linkFaults } from './links.mjs';

test('each kind of broken link is found', async (t) => {
  const folder = await folderOf(t, {
    'index.html': pageAround(`
      <a href="a/b%20c.html#there">sound</a> <a href="https://example.org/">sound</a> <a href="#twice">sound</a>
      <a href="gone.html">1</a> <a href="A/b%20c.html">2</a> <a href="a/b%20c.html#gone">3</a> <a href="../x.html">4</a>
      <a href="/index.html">5</a> <a href="javascript:alert(1)">6</a> <a href="50%.html">7</a> <a href="a/">8</a>
      <img src="https://example.org/a.png" alt=""> <p id="twice"></p><p id="twice"></p>`),
    'a/b c.html': pageAround('<p id="there"><img src="../a.svg" alt="" srcset="../a.svg 1x, ../gone.svg 2x"></p>'),
    'a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'a.css': '/* url(comment.png) */ a { background: url("gone.png") } @import "b.css";',
  });
  assert.deepEqual(await linkFaults(folder), [
    'a/b c.html: ../gone.svg: there is no gone.svg',
    'index.html: the id twice stands there twice',
    'index.html: gone.html: there is no gone.html',
    'index.html: A/b%20c.html: there is no A/b c.html',
    'index.html: a/b%20c.html#gone: a/b c.html has no anchor gone',
    'index.html: ../x.html: leaves the folder',
    'index.html: /index.html: an absolute path',
    'index.html: javascript:alert(1): leads out of the folder by javascript:',
    'index.html: 50%.html: a percent sign that encodes nothing',
    'index.html: a/: there is no a/',
    'index.html: https://example.org/a.png: leads out of the folder by https:',
    'a.css: gone.png: there is no gone.png',
    'a.css: b.css: there is no b.css',
  ]);
});

test('every link of the sample leads somewhere', async (t) => {
  assert.deepEqual(await linkFaults(await sample(t)), []);
});

forEachCollection((name, open) => {
  test(`every link of ${name} leads somewhere`, async (t) => {
    const folder = await open(t);
    assert.ok(folder.pages.length > 0, 'a build with findings still makes pages');
    assert.deepEqual(await linkFaults(folder), []);
  });
});
