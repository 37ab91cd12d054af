// The whole contents beside a page, on wide screens. Its data is one script for the whole playbook, loaded only when a
// reader asks for it; until then, and without scripts, the link leads to the page that holds the same tree.
(() => {
  "use strict";
  const { keep, kept } = globalThis.lifeboat;
  const html = document.documentElement;
  const nav = document.querySelector(".places");
  const link = nav?.querySelector(".places-all a");
  if (!link) return;

  /** @typedef {{title: string, path: string | null, entries: Entry[], above: Entry | null}} Entry */

  /** Rows `[title, path, depth]` in order → tree. @returns {Entry} the root */
  function grow(rows) {
    const root = { title: "", path: null, entries: [], above: null };
    const line = [root];
    for (const [title, path, depth] of rows) {
      line.length = Math.min(line.length, depth + 1);
      const above = line[line.length - 1];
      const entry = { title, path, entries: [], above };
      above.entries.push(entry);
      line.push(entry);
    }
    return root;
  }

  /** The file that the address of an entry leads to: a blank in a name is `%20` in its address. */
  function fileOf(address) {
    try {
      return decodeURIComponent(new URL(address, "file:///").pathname.slice(1));
    } catch {
      return address;
    }
  }

  /** The entry of this page. */
  function find(root, page) {
    const waiting = [...root.entries].reverse();
    while (waiting.length) {
      const entry = waiting.pop();
      if (entry.path && !/[#:]/.test(entry.path) && fileOf(entry.path) === page) return entry;
      for (let at = entry.entries.length - 1; at >= 0; at -= 1) waiting.push(entry.entries[at]);
    }
    return null;
  }

  /** A list of entries; what is folded is made only when it is unfolded. */
  function list(entries, current, line) {
    const ul = document.createElement("ul");
    for (const entry of entries) {
      const li = document.createElement("li");
      const text = document.createElement(entry.path ? "a" : "span");
      text.textContent = entry.title;
      // An entry may also lead to another site.
      if (entry.path) text.href = /^[a-z]+:/i.test(entry.path) ? entry.path : html.dataset.root + entry.path;
      if (entry === current) text.setAttribute("aria-current", "page");
      li.append(text);
      if (entry.entries.length) li.append(fold(entry, li, current, line));
      ul.append(li);
    }
    return ul;
  }

  function fold(entry, li, current, line) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "places-fold";
    button.setAttribute("aria-label", `Below ${entry.title}`);
    let below = null;
    const set = (open) => {
      if (open && !below) below = list(entry.entries, current, line);
      if (open) li.append(below);
      else below?.remove();
      button.setAttribute("aria-expanded", String(open));
      button.textContent = open ? "\u2212" : "+";
    };
    button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
    // The list goes after the button, so it is appended once the button stands in its row.
    queueMicrotask(() => set(line.has(entry)));
    return button;
  }

  function load(done) {
    if (globalThis.lifeboatNavigation) {
      done(globalThis.lifeboatNavigation);
      return;
    }
    const script = document.createElement("script");
    script.src = `${html.dataset.root}lifeboat/navigation.js`;
    script.addEventListener("load", () => done(globalThis.lifeboatNavigation || []));
    script.addEventListener("error", () => {
      // The shared script is missing from this copy: the page with the same tree may still be there.
      location.href = link.href;
    });
    document.head.append(script);
  }

  const near = nav.querySelector(".places-list");
  const above = nav.querySelector(".places-above");
  let tree = null;
  const button = document.createElement("button");
  button.type = "button";

  function show(whole) {
    keep("contents", whole ? true : null);
    button.textContent = whole ? "Only pages nearby" : "Whole contents";
    for (const part of [near, above]) if (part) part.hidden = whole;
    if (tree) tree.hidden = !whole;
    if (!whole || tree) return;
    load((rows) => {
      const root = grow(rows);
      const current = find(root, html.dataset.page);
      const line = new Set();
      for (let at = current; at; at = at.above) line.add(at);
      tree = list(root.entries, current, line);
      tree.className = "places-tree";
      nav.prepend(tree);
      setTimeout(() => tree.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }));
    });
  }

  const wide = matchMedia("(min-width: 62rem)");
  const fit = () => {
    if (wide.matches) {
      link.replaceWith(button);
      show(kept("contents") === true);
    } else if (button.isConnected) {
      show(false);
      button.replaceWith(link);
    }
  };
  button.addEventListener("click", () => show(button.textContent === "Whole contents"));
  wide.addEventListener?.("change", fit);
  fit();
})();
