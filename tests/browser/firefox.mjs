// Firefox ESR with a fresh profile, behind a proxy of our own that refuses everything and writes down who was asked for.
//
// Firefox reports no requests of `file:` pages to its driver, and calls home by itself; the proxy sees both and lets
// neither out of the machine.

import net from 'node:net';
import puppeteer from 'puppeteer-core';

const EXECUTABLE = process.env.LIFEBOAT_FIREFOX ?? '/usr/bin/firefox-esr';

/** Hosts that Firefox asks for by itself, whatever page is open. */
const OWN_SERVICES = /(^|\.)(mozilla\.(com|org|net)|firefox\.com|mozgcp\.net)$/;

/** A proxy on loopback that answers every request with a refusal; `asked` fills with the hosts. */
async function openRefusingProxy(test) {
  const asked = [];
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (data) => {
      const [, target] = data.toString('latin1').split(' ');
      asked.push(target.replace(/^[a-z]+:\/\//, '').replace(/[:/].*$/s, ''));
      socket.end('HTTP/1.1 502 Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => server.close());
  return { port: server.address().port, asked };
}

/**
 * Opens an empty page. `faults()` tells what was wrong so far: script and console errors, refusals of the policy (which
 * Firefox reports as errors by itself), and hosts that were asked for. `reachesLoopback`: a server of this machine may be
 * asked without the proxy.
 */
export async function openFirefox(test, { reachesLoopback = false } = {}) {
  const { port, asked } = await openRefusingProxy(test);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: EXECUTABLE,
    headless: true,
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': port,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': port,
      'network.proxy.no_proxies_on': '',
      'network.proxy.allow_hijacking_localhost': !reachesLoopback,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  });
  test.after(() => browser.close());
  const page = await browser.newPage();
  const heard = [];
  page.on('pageerror', (error) => heard.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(`console: ${message.text()}`);
  });
  const faults = () => [...heard, ...new Set(asked.filter((host) => !OWN_SERVICES.test(host)).map((host) => `asked for ${host}`))];
  return { page, faults };
}
