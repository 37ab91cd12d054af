// Makes a large collection from a built site: `node make-collection.mjs SITE COUNT > pages.jsonl`.
//
// Takes the texts of the site's own search index, and writes COUNT topics of about 8 KB: sections of one page in a new
// choice, one word in twelve exchanged for another of the collection, one in two hundred for a word that nobody else has,
// titles with two words more. The same site and count give the same lines.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Reader, readRecord } from '../../themes/search/index.mjs';

const [site, count] = process.argv.slice(2);
const TOPIC = 8000;

/** Numbers that look random and are the same each time. */
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

async function readPages(folder) {
  const pages = [];
  globalThis.lifeboat = {
    shard(name, text) {
      if (name[0] !== 'd') return;
      const reader = new Reader(text);
      reader.string();
      for (let page = 0, count = reader.number(); page < count; page += 1) pages.push(readRecord(text, page));
    },
  };
  for (const name of (await readdir(folder)).filter((file) => file.startsWith('d-')).sort()) {
    (0, eval)(await readFile(join(folder, name), 'utf8'));
  }
  return pages.sort((one, other) => (one[0][0] < other[0][0] ? -1 : 1));
}

const pages = (await readPages(join(site, 'search'))).filter((page) => page.length > 2);
const vocabulary = [...new Set(pages.flatMap((page) => page.slice(1).flatMap(([, , text]) => text.match(/\p{L}{4,}/gu) ?? [])))].sort();
const random = generator(20260101);

function perturb(text) {
  return text.replace(/\p{L}{4,}/gu, (word) => {
    if (random(200) === 0) return word.slice(0, 3) + random(1e6).toString(36);
    return random(12) === 0 ? vocabulary[random(vocabulary.length)] : word;
  });
}

for (let number = 0; number < Number(count); number += 1) {
  const [head, ...sections] = pages[number % pages.length];
  const chosen = [];
  let size = 0;
  for (let start = random(sections.length), step = 0; step < sections.length && size < TOPIC; step += 1) {
    const [anchor, heading, text] = sections[(start + step) % sections.length];
    const part = text.slice(0, TOPIC - size);
    chosen.push({ anchor, heading, level: 2, text: perturb(part) });
    size += part.length + heading.length;
  }
  const title = `${head[1]} ${vocabulary[random(vocabulary.length)]} ${vocabulary[random(vocabulary.length)]}`;
  const page = { path: `${head[0].replace(/\.html$/, '')}-${number}.html`, title, description: perturb(head[5]), sections: chosen };
  process.stdout.write(`${JSON.stringify(page)}\n`);
}
