// The search's own scripts, run in node over an index in a folder, with reading a file in place of a script element.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import vm from 'node:vm';

const require = createRequire(import.meta.url);
const theme = '../../themes/default/search/';

export const parts = Object.fromEntries(
  ['words', 'index', 'library', 'rank', 'query', 'snippet', 'finder'].map((part) => [part, require(`${theme}${part}.js`)]));
export const engine = require(`${theme}engine.js`);

/** What has been loaded since the last index was opened. */
export const loaded = { files: 0, bytes: 0, names: [] };

/** Searches from now on in the index below `folder`/search/. */
export function openIndex(folder, { fail = () => false } = {}) {
  Object.assign(loaded, { files: 0, bytes: 0, names: [] });
  engine.runSearchFrom(`${folder}/search/`, async (file) => {
    if (fail(file)) throw new Error(`${file} cannot be read`);
    const script = await readFile(file, 'utf8');
    loaded.files += 1;
    loaded.bytes += Buffer.byteLength(script);
    loaded.names.push(file.slice(file.lastIndexOf('/') + 1));
    vm.runInThisContext(script, file);
  });
  return engine.search;
}
