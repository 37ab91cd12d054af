// What authors may set: `[search]` of book.toml, and front matter; through the program, to the answer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build, folderOf } from '../browser/folder.mjs';
import { openIndex } from './engine.mjs';

const topic = (head, text) => `---\n${head}\n---\n\n${text}\n`;

const SOURCES = {
  'book.toml': `[book]
title = "Works"
src = "topics"
language = "en"

[search]
language = "de"
synonyms = [["Stromausfall", "blackout"]]
exclude = ["drafts/**", "secret*.md"]
weights = { title = 1, aliases = 9 }
`,
  'topics/index.md': topic('title: Anfang', 'Hier beginnt es.'),
  'topics/strom.md': topic('title: Stromausfall\naliases: [Licht aus]\nkeywords: Notstrom, Diesel', 'In allen Gebäuden Ruhe bewahren.'),
  'topics/a.md': topic('title: Absperren\nweight: 20\naudience: [Werk, Lager]', 'Ventil schließen.'),
  'topics/b.md': topic('title: Absperren\nweight: 10\naudience: [Werk]', 'Ventil schließen.'),
  'topics/hidden.md': topic('title: Versteckt\nROBOTS: NOINDEX', 'Zauberwort.'),
  'topics/drafts/one.md': topic('title: Entwurf', 'Zauberwort.'),
  'topics/secret-two.md': topic('title: Geheim', 'Zauberwort.'),
};

test('settings and front matter reach the answers', async (t) => {
  const project = await folderOf(t, SOURCES);
  const site = await build(t, project.root, { allowed: [0, 1] });
  const search = openIndex(site.root);
  const paths = async (query) => (await search(query)).hits.map((hit) => hit.path);
  assert.deepEqual(await paths('licht aus'), ['strom.html'], 'an alias');
  assert.deepEqual(await paths('notstrom '), ['strom.html'], 'a keyword');
  assert.deepEqual(await paths('blackout '), ['strom.html'], 'a synonym');
  assert.deepEqual(await paths('gebäude '), ['strom.html'], 'a form of the language of the search');
  assert.deepEqual(await paths('absperren'), ['b.html', 'a.html'], 'weight');
  assert.deepEqual(await paths('zauberwort'), [], 'NOINDEX and patterns');
  assert.deepEqual((await (await search('absperren')).counts()).audience, [['Lager', 1], ['Werk', 2]]);
  assert.deepEqual((await search.engine.open()).root.weights, [1, 2, 9, 1.5, 1]);
});
