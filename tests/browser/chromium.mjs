// Chromium as a reader on an offline machine has it: a fresh profile, no network, a page opened from a folder.
//
// Each page is watched: what it loads, what it says on the console, what its policy refuses.

import { chromium } from 'playwright-core';

const EXECUTABLE = process.env.LIFEBOAT_CHROMIUM ?? '/usr/bin/chromium';

// A browser in a closed network must not ask for its own updates; the sandbox needs rights that a root shell lacks.
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium for one test; each page that it opens has a profile of its own. */
export async function openChromium(test) {
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
  test.after(() => browser.close());
  return browser;
}

/** Opens an empty page in a fresh profile; `options` are those of a browser context. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  return context.newPage();
}

/**
 * Writes down what a page does that a playbook must not: `faults` fills with lines while pages are opened.
 * A request for anything but a file of the folder is one, whether or not it was answered.
 */
export async function watch(page, folder) {
  const faults = [];
  const here = () => folder.fileOf(page.url()) ?? page.url();
  page.on('pageerror', (error) => faults.push(`${here()}: script error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${here()}: console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (folder.fileOf(url) === undefined && !url.startsWith('data:')) faults.push(`${here()}: asked for ${url}`);
  });
  page.on('requestfailed', (request) => {
    // A reader who goes on before a picture is there gives it up.
    const givenUp = request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!givenUp) faults.push(`${here()}: could not load ${request.url()}`);
  });
  await page.exposeFunction('lifeboatTestViolation', (what) => faults.push(`${here()}: policy refused ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.lifeboatTestViolation(`${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  return faults;
}
