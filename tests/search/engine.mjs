// The search's own modules, run in node over an index in a folder, with reading a file in place of a script element.

import { readFile } from 'node:fs/promises';
import vm from 'node:vm';
import { Engine } from '../../themes/search/engine.mjs';

/**
 * Opens the index below `folder`/search/. `fail` says which files cannot be read.
 * @returns the promised call, with the engine and what it has loaded
 */
export function openIndex(folder, { fail = () => false } = {}) {
  const loaded = { files: 0, bytes: 0, names: [] };
  const engine = new Engine(`${folder}/search/`, async (file) => {
    if (fail(file)) throw new Error(`${file} cannot be read`);
    const script = await readFile(file, 'utf8');
    loaded.files += 1;
    loaded.bytes += Buffer.byteLength(script);
    loaded.names.push(file.slice(file.lastIndexOf('/') + 1));
    vm.runInNewContext(script, { lifeboat: { shard: (name, text) => engine.arrived.set(name, text) } }, file);
  });
  return Object.assign((query, options) => engine.search(query, options), { engine, loaded });
}
