// Real topic collections that lie beside the checkout, built as they are.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { build, project } from './folder.mjs';

const BESIDE = path.join(project, '..', 'shared', 'corpus');

/** The collections, smallest first. */
const NAMES = ['ebcm', 'pagerduty-incident-response', 'well-architected', 'azure-management-docs'];

/**
 * Calls `define` with the name of each collection and a function that builds it. Where the collections are missing it
 * says so and defines nothing, unless CI is set: then the builds fail.
 */
export function forEachCollection(define, names = NAMES) {
  if (!existsSync(BESIDE) && !process.env.CI) {
    console.log(`NOT RUN: ${names.join(', ')}: there is no ../shared/corpus`);
    return;
  }
  for (const name of names) {
    // What the collections lack, such as pictures that were left out, are errors and losses of theirs.
    define(name, (test) => build(test, path.join(BESIDE, name), { allowed: [0, 1], options: ['--keep-going'] }));
  }
}
