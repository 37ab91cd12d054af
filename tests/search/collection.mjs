// Builds an index from pages given as objects, with the program's own builder.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** @returns {Promise<string>} the folder that holds `search/`; removed after the test */
export async function buildIndex(t, pages, language = 'en', synonyms = []) {
  const folder = await mkdtemp(join(tmpdir(), 'lifeboat search #'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const input = join(folder, 'pages.jsonl');
  await writeFile(input, pages.map((page) => `${JSON.stringify(page)}\n`).join(''));
  await promisify(execFile)('cargo', ['run', '--quiet', '--locked', '--example', 'index_pages', '--', input, folder, language,
    JSON.stringify(synonyms)], { cwd: root });
  return folder;
}

/** A page with one section of text after its opening. */
export function page(path, title, text, more = {}) {
  return { path, title, sections: [{ text }, ...(more.sections || [])], ...more, ...(more.sections ? { sections: [{ text }, ...more.sections] } : {}) };
}
