// A folder of pages: made from a fixture, built from sources, or given by LIFEBOAT_SITE.
//
// Never looks inside a page; only knows which files there are and what their URLs are.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The project's root, where the sample's `book.toml` is. */
export const project = fileURLToPath(new URL('../../', import.meta.url));

/** The name of every folder that is read here: a blank and a `#` are what breaks a careless URL. */
const ODD_NAME = 'playbook #1 for tests';

/** A folder of files, sorted by path, with the URLs that a browser opens them by. */
export class Folder {
  constructor(root, files) {
    this.root = root;
    this.files = files;
    this.url = pathToFileURL(root + path.sep).href;
  }

  get pages() {
    return this.files.filter((file) => file.endsWith('.html'));
  }

  /** The URL of a file of the folder. */
  urlOf(file) {
    return pathToFileURL(path.join(this.root, file)).href;
  }

  /** The file that a URL leads to, without query and anchor; nothing where it leaves the folder. */
  fileOf(url) {
    if (!url.startsWith(this.url)) return undefined;
    return decodeURIComponent(new URL(url).pathname.slice(new URL(this.url).pathname.length));
  }
}

/** Reads which files a folder has. */
export async function openFolder(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  return new Folder(path.resolve(root), files.sort());
}

/** A folder of its own for one test, removed after it. */
async function temporary(test) {
  const outside = await mkdtemp(path.join(tmpdir(), 'lifeboat-'));
  test.after(() => rm(outside, { recursive: true, force: true }));
  return path.join(outside, ODD_NAME);
}

/** A fixture: file names and their text. */
export async function folderOf(test, texts) {
  const root = await temporary(test);
  for (const [file, text] of Object.entries(texts)) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return openFolder(root);
}

/** A page that no check finds fault with, around the body of a fixture. */
export function pageAround(body, head = '') {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fixture</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">${head}</head>
<body><main><h1>Fixture</h1>${body}</main></body></html>`;
}

/** Builds sources with the program as it was compiled last; `allowed` are the exit codes that the sources deserve. */
export async function build(test, source, { allowed = [0], options = [] } = {}) {
  const root = await temporary(test);
  const program = process.env.LIFEBOAT_BIN ?? path.join(project, 'target', 'debug', 'lifeboat');
  // The program reads LIFEBOAT_… as settings; those of these tests are not for it.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LIFEBOAT_')));
  const { code, text } = await new Promise((resolve) => {
    execFile(program, ['build', source, '--dest-dir', root, ...options], { env, maxBuffer: 1 << 26 }, (error, out, err) => {
      resolve({ code: error ? (error.code ?? error.signal) : 0, text: out + err });
    });
  });
  if (!allowed.includes(code)) throw new Error(`lifeboat build ${source} left with ${code}:\n${text}`);
  return openFolder(root);
}

/** The sample playbook, or whatever folder LIFEBOAT_SITE names. */
export function sample(test) {
  return process.env.LIFEBOAT_SITE ? openFolder(process.env.LIFEBOAT_SITE) : build(test, project, { options: ['--as-of', '2026-12-01'] });
}
