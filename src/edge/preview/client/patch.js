// A page as it was sent, and the page as it stands → the page as it is sent now, with only the changed parts replaced.
//
// The theme's scripts and the reader change the page that stands: tabs, ticks, folded parts. So the comparison is
// between what was sent before and what is sent now; what stands is touched only where these two differ.
(() => {
  "use strict";
  const preview = (globalThis.lifeboatPreview = globalThis.lifeboatPreview || {});

  /** Pairs with more combinations than this are not searched for what they share. */
  const MOST_PAIRS = 400_000;

  /** @type {WeakMap<Element, Element>} element as sent → element as it stands */
  const standing = new WeakMap();
  /** The page as sent last. @type {HTMLElement} */
  let sent = document.documentElement.cloneNode(true);
  pair(sent.querySelector("body"), document.body);

  /** Notes where two equal trees correspond. Deep trees: no recursion. */
  function pair(from, to) {
    const waiting = [[from, to]];
    while (waiting.length) {
      const [one, other] = waiting.pop();
      standing.set(one, other);
      for (let at = 0; at < one.children.length && at < other.children.length; at += 1) {
        waiting.push([one.children[at], other.children[at]]);
      }
    }
  }

  /** `now` is equal to `old`: what stands for one stands for the other. */
  function adopt(old, now) {
    const waiting = [[old, now]];
    while (waiting.length) {
      const [one, other] = waiting.pop();
      const element = standing.get(one);
      if (element) standing.set(other, element);
      for (let at = 0; at < one.children.length; at += 1) waiting.push([one.children[at], other.children[at]]);
    }
  }

  /** Whether an element holds text of its own, so that it is one piece. */
  const isPiece = (element) =>
    element.children.length === 0 ||
    element instanceof SVGElement ||
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");

  /** What scripts of the theme build upon: where it changes, the element is made anew as a whole. */
  function frameOf(element) {
    if (!element.classList.contains("tabs")) return "";
    const panels = [...element.children].map((panel) => {
      const label = panel.querySelector(":scope > .tab-label");
      return [panel.localName, panel.dataset.tab, panel.dataset.condition, label?.textContent];
    });
    return JSON.stringify(panels);
  }

  /** Pairs of places whose items are the same, as long as possible, in order. */
  function common(left, right, same) {
    let start = 0;
    while (start < left.length && start < right.length && same(left[start], right[start])) start += 1;
    let end = 0;
    while (end < left.length - start && end < right.length - start && same(left.at(-1 - end), right.at(-1 - end))) end += 1;
    const pairs = Array.from({ length: start }, (_, at) => [at, at]);
    const [rows, columns] = [left.length - start - end, right.length - start - end];
    if (rows > 0 && columns > 0 && rows * columns <= MOST_PAIRS) {
      const width = columns + 1;
      const best = new Uint32Array((rows + 1) * width);
      for (let row = rows - 1; row >= 0; row -= 1) {
        for (let column = columns - 1; column >= 0; column -= 1) {
          best[row * width + column] = same(left[start + row], right[start + column])
            ? best[(row + 1) * width + column + 1] + 1
            : Math.max(best[(row + 1) * width + column], best[row * width + column + 1]);
        }
      }
      for (let row = 0, column = 0; row < rows && column < columns; ) {
        if (same(left[start + row], right[start + column])) pairs.push([start + row++, start + column++]);
        else if (best[(row + 1) * width + column] >= best[row * width + column + 1]) row += 1;
        else column += 1;
      }
    }
    for (let at = end; at > 0; at -= 1) pairs.push([left.length - at, right.length - at]);
    return pairs;
  }

  const keyOf = (element) => ({ element, html: element.outerHTML });
  const isKin = (one, other) => one.element.localName === other.element.localName && one.element.className === other.element.className;

  /** Which old child each new child comes from: the same one, or one of its kind at the same place. */
  function match(old, now) {
    const from = new Map();
    const same = common(old, now, (one, other) => one.html === other.html);
    let [oldAt, nowAt] = [0, 0];
    for (const [oldSame, nowSame] of [...same, [old.length, now.length]]) {
      const [olds, nows] = [old.slice(oldAt, oldSame), now.slice(nowAt, nowSame)];
      for (const [left, right] of common(olds, nows, isKin)) from.set(nowAt + right, oldAt + left);
      if (oldSame < old.length) from.set(nowSame, oldSame);
      [oldAt, nowAt] = [oldSame + 1, nowSame + 1];
    }
    return from;
  }

  function patchAttributes(old, now, stands) {
    for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) stands.setAttribute(name, value);
    for (const { name } of old.attributes) if (!now.hasAttribute(name)) stands.removeAttribute(name);
  }

  function fresh(now, changed) {
    const element = document.importNode(now, true);
    pair(now, element);
    changed.push(element);
    return element;
  }

  /** Makes what stands for `old` stand for `now`. @returns {Element} what stands now */
  function patch(old, now, changed) {
    const stands = standing.get(old);
    if (!stands) return null;
    if (old.isEqualNode(now)) {
      adopt(old, now);
      return stands;
    }
    if (old !== sent.querySelector("body") && (isPiece(old) || isPiece(now) || frameOf(old) !== frameOf(now))) {
      const element = fresh(now, changed);
      stands.replaceWith(element);
      return element;
    }
    patchAttributes(old, now, stands);
    standing.set(now, stands);
    const [olds, nows] = [[...old.children].map(keyOf), [...now.children].map(keyOf)];
    const from = match(olds, nows);
    const kept = new Set(from.values());
    const first = olds.map(({ element }) => standing.get(element)).find((element) => element?.isConnected);
    let after = null;
    const place = (element) => {
      if (after) after.after(element);
      else if (first?.isConnected) first.before(element);
      else stands.append(element);
    };
    nows.forEach(({ element: child }, at) => {
      const source = from.get(at);
      const there = source === undefined ? null : patch(olds[source].element, child, changed);
      if (there) {
        after = there;
        return;
      }
      const element = fresh(child, changed);
      place(element);
      after = element;
    });
    olds.forEach(({ element }, at) => {
      if (!kept.has(at)) standing.get(element)?.remove();
    });
    return stands;
  }

  /** The scripts and styles of a page: where they are others, only loading it again will do. */
  const partsOf = (html) =>
    [...html.querySelectorAll("script[src], link[rel=stylesheet]")]
      .filter((part) => !part.hasAttribute("data-lifeboat-preview"))
      .map((part) => part.outerHTML)
      .join("\n");

  /** Shows a page that was sent anew. @returns {{reload: boolean, changed: Element[]}} */
  preview.show = (html) => {
    const now = new DOMParser().parseFromString(html, "text/html").documentElement;
    if (partsOf(sent) !== partsOf(now)) return { reload: true, changed: [] };
    const changed = [];
    patchAttributes(sent, now, document.documentElement);
    const title = now.querySelector("title")?.textContent ?? "";
    if (document.title !== title) document.title = title;
    patch(sent.querySelector("body"), now.querySelector("body"), changed);
    sent = now;
    // What the contents beside the page are made of is not made anew in part.
    if (changed.some((element) => element.matches(".places, .tabs-live .tab"))) return { reload: true, changed };
    if (changed.length) document.dispatchEvent(new CustomEvent("lifeboat:changed", { detail: changed }));
    return { reload: false, changed };
  };

  /** What stands for each element of a page of the same shape as the one sent last. */
  preview.correspond = (html) => {
    const other = new DOMParser().parseFromString(html, "text/html");
    const found = new Map();
    const waiting = [[other.body, sent.querySelector("body")]];
    while (waiting.length) {
      const [one, ours] = waiting.pop();
      const element = standing.get(ours);
      if (element) found.set(one, element);
      if (one.children.length !== ours.children.length) continue;
      for (let at = 0; at < one.children.length; at += 1) waiting.push([one.children[at], ours.children[at]]);
    }
    return { body: other.body, found };
  };

  /** The scripts of the page that would have to run again if they changed. */
  preview.usesScript = (path) =>
    [...sent.querySelectorAll("script[src]")].some((script) => new URL(script.getAttribute("src"), location.href).pathname === path);
})();
