// Reads a folder of Markdown topics into pages and judged queries. The conversion is rough and the same for every engine.

import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';

const MOST_QUERIES = 400;
const QUESTION = /^(how|what|why|when|where|which|who|can|do|does|is|are|should)\b.{8,118}\?$/i;

/** The same small number for the same text, to choose by. */
export function hash(text) {
  let value = 2166136261;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
  return value >>> 0;
}

export const folded = (text) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');

async function topicsBelow(root, folder = '') {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = await Promise.all(entries.sort((a, b) => (a.name < b.name ? -1 : 1)).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return topicsBelow(root, path);
    return entry.name.endsWith('.md') && !/^(README|ThirdPartyNotices)/.test(entry.name) ? [path] : [];
  }));
  return found.flat();
}

/** Markdown of a line or paragraph as people read it. */
export function plain(markdown) {
  return markdown
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\[([^\]]*)\]\[[^\]]*\]/g, '$1')
    .replace(/<[^>]*>/g, ' ').replace(/[*`]|\B_|_\B|\\(?=[^\w])/g, '').replace(/\s+/g, ' ').trim();
}

function readTopic(path, source) {
  const [, front = '', body] = /^(?:---\r?\n([\s\S]*?)\r?\n---\r?\n)?([\s\S]*)$/.exec(source.replace(/^\ufeff/, ''));
  const key = (name) => plain((new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(front)?.[1] ?? '').replace(/^(['"])(.*)\1$/, '$2'));
  const page = { path: path.replace(/\.md$/, '.html'), id: path.replace(/\.md$/, ''), title: key('title'), description: key('description'), sections: [{ heading: '', text: '' }] };
  const links = [];
  const questions = [];
  let fenced = false;
  for (const line of body.split(/\r?\n/)) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const heading = !fenced && /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (heading) {
      const text = plain(heading[2]);
      if (heading[1] === '#' && !page.heading) {
        page.heading = text;
        continue;
      }
      if (QUESTION.test(text)) questions.push(text);
      page.sections.push({ anchor: folded(text).replaceAll(' ', '-') || 'x', heading: QUESTION.test(text) ? '' : text, level: heading[1].length, text: '' });
      continue;
    }
    if (/^\s*(:::|> ?\[!|\[!INCLUDE|\|?[-:| ]+\|?$)/.test(line)) continue;
    if (!fenced) {
      for (const [, text, target] of line.matchAll(/(?<!!)\[([^\]]+)\]\(([^)\s#?]+\.md)[^)]*\)/g)) links.push({ text: plain(text), target: normalize(join(dirname(path), target)).replace(/\.md$/, '') });
    }
    let text = plain(line.replace(/^\s*(>|[-*+]|\d+\.)\s+/, '').replace(/\|/g, ' '));
    for (const sentence of text.match(/[^.?!]+\?/g) ?? []) {
      if (!QUESTION.test(sentence.trim())) continue;
      questions.push(sentence.trim());
      text = text.replace(sentence, ' ');
    }
    page.sections.at(-1).text += `${text}\n`;
  }
  page.title ||= page.heading || path.replace(/.*\/|\.md$/g, '').replace(/[-_]/g, ' ');
  if (folded(page.heading ?? '') === folded(page.title)) page.heading = '';
  return { page, links, questions };
}

/** Queries by text, each with the topics that answer it; those with many answers ask nothing. */
class Judged {
  answers = new Map();

  add(query, id) {
    const words = folded(query).split(' ').length;
    if (words < 2 || words > 12) return;
    const known = this.answers.get(folded(query)) ?? { query, ids: new Set() };
    known.ids.add(id);
    this.answers.set(folded(query), known);
  }

  list() {
    const kept = [...this.answers.values()].filter(({ ids }) => ids.size <= 3).sort((a, b) => hash(a.query) - hash(b.query));
    return kept.slice(0, MOST_QUERIES).map(({ query, ids }) => ({ query, answers: new Map([...ids].map((id) => [id, 1])) }));
  }
}

/** One letter lost, doubled, changed or swapped with the next, in a word of five letters or more. */
function misspell(title) {
  const words = title.match(/[A-Za-z]{5,}/g) ?? [];
  if (!words.length) return null;
  const word = words[hash(title) % words.length];
  const at = hash(`${title}!`) % (word.length - 1);
  const wrong = [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + word[at] + word.slice(at),
    `${word.slice(0, at)}q${word.slice(at + 1)}`,
    word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
  ][hash(`${title}?`) % 4];
  return wrong === word ? null : title.replace(word, wrong);
}

/** @returns pages, and queries by the kind they were made from */
export async function readCollection(root) {
  const topics = await Promise.all((await topicsBelow(root)).map(async (path) => readTopic(path, await readFile(join(root, path), 'utf8'))));
  const pages = topics.map(({ page }) => page).filter(({ sections }) => sections.some(({ text }) => text.trim()));
  const byId = new Map(pages.map((page) => [page.id, page]));
  const kinds = { links: new Judged(), questions: new Judged(), headings: new Judged(), typos: new Judged() };
  for (const { page, links, questions } of topics) {
    for (const { text, target } of links) {
      if (byId.has(target) && target !== page.id && folded(text) !== folded(byId.get(target).title)) kinds.links.add(text, target);
    }
    if (!byId.has(page.id)) continue;
    for (const question of questions) kinds.questions.add(question, page.id);
    for (const { heading, level } of page.sections) if (heading && level <= 3) kinds.headings.add(heading, page.id);
    const wrong = misspell(page.title);
    if (wrong) kinds.typos.add(wrong, page.id);
  }
  return { pages, queries: Object.fromEntries(Object.entries(kinds).map(([kind, judged]) => [kind, judged.list()])) };
}

/** The judged queries of a folder with `queries.tsv` and `qrels.tsv`; `prefix` stands before the ids there. */
export async function readJudged(folder, prefix) {
  const rows = async (name) => (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n').map((line) => line.split('\t'));
  const answers = new Map();
  for (const [query, id, worth] of await rows('qrels.tsv')) {
    if (!answers.has(query)) answers.set(query, new Map());
    answers.get(query).set(id.slice(prefix.length), Number(worth));
  }
  return (await rows('queries.tsv')).filter(([id]) => answers.has(id)).map(([id, query]) => ({ query, answers: answers.get(id) }));
}
