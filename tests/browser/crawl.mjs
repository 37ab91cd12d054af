// Opens every page that can be reached from the first one by its links, nearest first, as a patient reader would.

/** The links of the page that is open, as whole URLs, in their order. */
const linksOf = (page) => page.evaluate(() => [...document.links].map((link) => link.href));

/**
 * Follows links breadth first from `start`. `look` is called with the file of each page once it is open.
 * Returns the files visited and, for each, the anchors that were linked to: `Map<file, Set<anchor>>`.
 */
export async function crawl(page, folder, look = async () => {}, start = 'index.html') {
  const linked = new Map([[start, new Set()]]);
  for (const file of linked.keys()) {
    await page.goto(folder.urlOf(file), { waitUntil: 'load' });
    for (const url of await linksOf(page)) {
      const target = folder.fileOf(url);
      if (target === undefined || !target.endsWith('.html')) continue;
      if (!linked.has(target)) linked.set(target, new Set());
      linked.get(target).add(decodeURIComponent(new URL(url).hash.slice(1)));
    }
    await look(file);
  }
  return linked;
}
