// A small playbook with a search box, whose words try to be more than words; in a folder whose name holds a blank and a `#`.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { folderOf } from '../browser/folder.mjs';
import { buildIndex, page as topic } from './collection.mjs';

const theme = new URL('../../themes/default/', import.meta.url);

const topics = [
  topic('index.html', 'Start', 'Begin here.'),
  topic('respond/first-hour.html', 'The first hour', 'Start a log. Ask who can declare.', { phase: 'first-hour', kind: 'procedure', facets: ['phase=first-hour'] }),
  topic('scenarios/cloud outage #1.html', 'Cloud <b>outage</b>', 'Mail is <img src=x onerror=alert(1)> not "reachable".', {
    kind: 'scenario', status: 'draft', aliases: ['email down'], facets: ['phase=respond', 'site=TMW'],
    sections: [{ anchor: 'the-bridge', heading: 'The bridge', level: 2, text: 'Calling the bridge needs a pin & patience.' }],
  }),
  topic('scenarios/phones.html', 'Telephones dead', 'Use the bridge of the works.', { kind: 'scenario', status: 'overdue', facets: ['phase=respond', 'site=KSB'] }),
];

const html = (root, body) => `<!doctype html><html lang="en" data-root="${root}"><head><meta charset="utf-8"><title>T</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
<link rel="icon" href="data:,"><link rel="stylesheet" href="${root}lifeboat/style/search.css">
<script defer src="${root}lifeboat/search/search.js"></script></head>
<body><div id="lb-search" class="search"><a class="search-link" href="${root}az.html">Find a topic, A–Z</a></div>
<nav class="header-links"><a href="${root}respond/first-hour.html">First hour</a></nav><main>${body}</main></body></html>`;

const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The topics as pages, with the theme's scripts and their index; `without` leaves out files whose name begins so. */
export async function playbook(t, without) {
  const built = await buildIndex(t, topics);
  const files = {};
  for (const { path, title, sections } of topics) {
    const text = sections.map(({ anchor, heading, text }) => `${heading ? `<h2 id="${anchor}">${heading}</h2>` : ''}<p>${escaped(text)}</p>`);
    files[path] = html('../'.repeat(path.split('/').length - 1), `<h1>${escaped(title)}</h1>${text.join('')}`);
  }
  for (const name of await readdir(new URL('search/', theme))) files[`lifeboat/search/${name}`] = await readFile(new URL(`search/${name}`, theme), 'utf8');
  files['lifeboat/style/search.css'] = await readFile(new URL('style/search.css', theme), 'utf8');
  for (const name of await readdir(join(built, 'search'))) {
    if (!without || !name.startsWith(without)) files[`search/${name}`] = await readFile(join(built, 'search', name), 'utf8');
  }
  return folderOf(t, files);
}
