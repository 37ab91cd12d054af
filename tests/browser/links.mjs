// An independent check of every link of a folder of pages. Shares nothing with the program that wrote them.
//
// Reads the files alone, as an HTML parser sees them with scripts off; asks no network. On the command line:
// `node tests/browser/links.mjs FOLDER` prints every fault and leaves with 1 where there is one.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'parse5';
import { openFolder } from './folder.mjs';

/** Attributes that load or open something; `srcset` is taken apart below. */
const REFERENCES = ['href', 'src', 'srcset', 'poster', 'data', 'action', 'formaction', 'background', 'xlink:href'];

/** Schemes that a reader may follow out of the playbook. Nothing is ever loaded by them. */
const WAYS_OUT = ['http', 'https', 'mailto', 'tel', 'sms'];

function* elementsOf(node) {
  if (node.tagName) yield node;
  for (const child of node.childNodes ?? []) yield* elementsOf(child);
  if (node.content) yield* elementsOf(node.content);
}

const attributesOf = (element) => new Map(element.attrs.map(({ prefix, name, value }) => [prefix ? `${prefix}:${name}` : name, value]));

/** What a page can be entered at, and what it refers to: `{ anchors, repeated, references }`. */
function readPage(html) {
  const anchors = new Set();
  const repeated = new Set();
  const references = [];
  for (const element of elementsOf(parse(html))) {
    const attributes = attributesOf(element);
    const id = attributes.get('id');
    if (id !== undefined && anchors.has(id)) repeated.add(id);
    if (id !== undefined) anchors.add(id);
    if (element.tagName === 'a' && attributes.has('name')) anchors.add(attributes.get('name'));
    for (const name of REFERENCES.filter((name) => attributes.has(name))) {
      const value = attributes.get(name);
      const urls = name === 'srcset' ? value.split(',').map((part) => part.trim().split(/\s+/)[0]) : [value];
      for (const url of urls) references.push({ url: url.trim(), opens: element.tagName === 'a' || element.tagName === 'area' });
    }
    if (element.tagName === 'base') references.push({ url: '(base element)', base: true });
  }
  return { anchors, repeated, references };
}

/** The references of a style sheet. */
function readSheet(css) {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, '');
  const found = [...bare.matchAll(/url\(\s*(['"]?)(.*?)\1\s*\)|@import\s+(['"])(.*?)\3/g)];
  return found.map((match) => ({ url: match[2] ?? match[4], opens: false }));
}

/** What is wrong with one reference from one file, or nothing. */
function faultOf(reference, file, files, pages) {
  const { url, opens, base } = reference;
  if (base) return 'a base element changes where every link leads';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1].toLowerCase();
  if (scheme === 'data') return opens ? 'a data: link' : undefined;
  if (scheme) return opens && WAYS_OUT.includes(scheme) ? undefined : `leads out of the folder by ${scheme}:`;
  if (url.startsWith('/') || url.startsWith('\\')) return 'an absolute path';
  const [, wayThere, , anchor] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s.exec(url);
  let target = file;
  let wanted;
  try {
    if (wayThere !== '') target = path.posix.normalize(path.posix.join(path.posix.dirname(file), decodeURIComponent(wayThere)));
    wanted = anchor === undefined ? undefined : decodeURIComponent(anchor.replace(/:~:.*$/s, ''));
  } catch {
    return 'a percent sign that encodes nothing';
  }
  if (target.startsWith('../')) return 'leaves the folder';
  if (!files.has(target)) return `there is no ${target}`;
  if (!wanted || wanted === 'top' || !pages.has(target)) return undefined;
  return pages.get(target).anchors.has(wanted) ? undefined : `${target} has no anchor ${wanted}`;
}

/** Every fault of the folder's links and anchors, as lines. */
export async function linkFaults(folder) {
  const read = (file) => readFile(path.join(folder.root, file), 'utf8');
  const pages = new Map();
  for (const file of folder.pages) pages.set(file, readPage(await read(file)));
  const files = new Set(folder.files);
  const faults = [];
  const judge = (file, references) => {
    for (const reference of references) {
      const fault = faultOf(reference, file, files, pages);
      if (fault) faults.push(`${file}: ${reference.url}: ${fault}`);
    }
  };
  for (const [file, page] of pages) {
    for (const id of page.repeated) faults.push(`${file}: the id ${id} stands there twice`);
    judge(file, page.references);
  }
  for (const file of folder.files.filter((file) => file.endsWith('.css'))) {
    judge(file, readSheet(await read(file)));
  }
  return [...new Set(faults)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = await openFolder(process.argv[2] ?? '.');
  const faults = await linkFaults(folder);
  for (const fault of faults) console.log(fault);
  console.log(`${folder.pages.length} pages, ${faults.length} faults`);
  process.exitCode = faults.length > 0 || folder.pages.length === 0 ? 1 : 0;
}
