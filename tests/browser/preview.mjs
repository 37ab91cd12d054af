// A running preview of a fixture: `lifeboat watch` on a folder of its own, which ends with the test.

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { project } from './folder.mjs';

/** Long enough for any machine; who gets what it waits for does not wait it out. */
const PATIENCE = 60_000;

/** A project and the preview that shows it. */
class Preview {
  constructor(root, options) {
    this.root = root;
    this.options = options;
    this.said = '';
    this.port = 0;
  }

  get url() {
    return `http://localhost:${this.port}/`;
  }

  /** Writes a file of the project. */
  async write(file, text) {
    const target = path.join(this.root, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }

  /** Starts the program; again at the same port after `stop`. */
  async start() {
    const program = process.env.LIFEBOAT_BIN ?? path.join(project, 'target', 'debug', 'lifeboat');
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LIFEBOAT_')));
    this.program = spawn(program, ['watch', this.root, '--port', String(this.port), '--as-of', '2026-12-01', ...this.options], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.program.stderr.on('data', (data) => {
      this.said += data;
    });
    const before = this.said.length;
    await this.until(() => /preview at http:\/\/localhost:(\d+)/.test(this.said.slice(before)), 'the preview starts');
    this.port = Number(/preview at http:\/\/localhost:(\d+)/.exec(this.said.slice(before))[1]);
  }

  /** Ends the program. */
  async stop() {
    if (this.program.exitCode !== null || this.program.signalCode !== null) return;
    const ended = new Promise((resolve) => this.program.once('exit', resolve));
    this.program.kill('SIGINT');
    await ended;
  }

  /** Waits until something is so. */
  async until(isSo, what) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const found = await isSo();
      if (found) return found;
      if (Date.now() > end) throw new Error(`it never came that ${what}; the preview said:\n${this.said}`);
      await pause(50);
    }
  }
}

/** Shows these files. */
export async function openPreview(test, files, options = []) {
  const outside = await mkdtemp(path.join(tmpdir(), 'lifeboat-'));
  const preview = new Preview(path.join(outside, 'play book #1'), options);
  for (const [file, text] of Object.entries(files)) await preview.write(file, text);
  test.after(async () => {
    await preview.stop();
    await rm(outside, { recursive: true, force: true });
  });
  await preview.start();
  return preview;
}
