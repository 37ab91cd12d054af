// The panel of the preview: findings, what is shown, and whether the preview is still there. In a shadow of its own, so
// that neither the theme's styles nor the page's changes touch it.
(() => {
  "use strict";
  const preview = globalThis.lifeboatPreview;
  const root = document.documentElement;
  const host = document.createElement("lifeboat-preview");
  const shadow = host.attachShadow({ mode: "open" });

  /** An element with attributes and content. */
  function make(name, attributes = {}, ...content) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (typeof value === "boolean") element.toggleAttribute(key, value);
      else element.setAttribute(key, value);
    }
    element.append(...content);
    return element;
  }
  preview.make = make;

  const count = make("span", { class: "count" }, "…");
  const toggle = make("button", { type: "button", class: "toggle", "aria-expanded": "false", "aria-controls": "body", onclick: () => open(!isOpen()) }, "Preview: ", count);
  const status = make("p", { class: "status", role: "status" });
  const held = make("p", { class: "held", hidden: true });
  const list = make("ul", { class: "findings" });
  const noted = make("ul", { class: "findings" });
  const notes = make("details", { class: "notes", hidden: true }, make("summary"), noted);
  const none = make("p", { class: "none" }, "Nothing found.");
  const view = make("form", { class: "view", onsubmit: (event) => event.preventDefault() });
  const papers = make("ul", { class: "papers" });
  const blocks = make("div", { class: "blocks" });
  const body = make(
    "div",
    { id: "body", class: "body", hidden: true },
    make("h2", { id: "findings" }, "Findings"),
    none,
    list,
    notes,
    make("h2", {}, "View"),
    view,
    make("h2", {}, "As PDF"),
    papers,
    blocks,
  );
  const region = make("section", { class: "panel", "aria-label": "Lifeboat preview" }, held, status, body, toggle);
  shadow.append(make("link", { rel: "stylesheet", href: "/~lifeboat/panel.css" }), region);
  region.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) {
      open(false);
      toggle.focus();
    }
  });
  document.body.append(host);

  const isOpen = () => toggle.getAttribute("aria-expanded") === "true";
  function open(wanted) {
    toggle.setAttribute("aria-expanded", String(wanted));
    body.hidden = !wanted;
    remember("open", wanted);
  }

  function remember(name, value) {
    try {
      sessionStorage.setItem(`lifeboat-preview:${name}`, JSON.stringify(value));
    } catch {
      /* a browser that keeps nothing */
    }
  }
  function remembered(name) {
    try {
      return JSON.parse(sessionStorage.getItem(`lifeboat-preview:${name}`));
    } catch {
      return null;
    }
  }
  if (remembered("open")) open(true);

  let words = 0;
  function say(text) {
    status.textContent = text;
    clearTimeout(words);
    words = setTimeout(() => {
      if (status.textContent === text) status.textContent = "";
    }, 8000);
  }

  const placeOf = ({ file, line, column }) => (line === undefined ? file : `${file}:${line}:${column}`);
  const keyOf = (finding) => JSON.stringify([finding.code, finding.file, finding.message]);

  function entry(finding) {
    const item = make(
      "li",
      { class: `finding finding-${finding.severity}` },
      make("p", { class: "what" }, make("strong", {}, finding.severity), ` ${finding.message} `, make("span", { class: "code" }, finding.code)),
    );
    if (finding.file !== undefined) item.append(make("p", { class: "place" }, make("code", {}, placeOf(finding))));
    if (finding.label) item.append(make("p", { class: "label" }, finding.label));
    if (finding.help) item.append(make("p", { class: "help" }, `Help: ${finding.help}`));
    return item;
  }

  function fill(list, findings) {
    list.replaceChildren(...findings.slice(0, 200).map(entry));
    if (findings.length > 200) list.append(make("li", {}, `… and ${findings.length - 200} more, told in the terminal`));
  }

  let before = new Set();
  function showFindings(findings, started) {
    const grave = findings.filter(({ severity }) => severity === "error" || severity === "loss");
    const counted = findings.filter(({ severity }) => severity !== "hint");
    count.textContent = counted.length === 0 ? "no findings" : counted.length === 1 ? "1 finding" : `${counted.length} findings`;
    toggle.classList.toggle("grave", grave.length > 0);
    none.hidden = findings.length > 0;
    // What is only worth knowing waits until somebody asks for it.
    const isNote = ({ severity }) => severity === "note" || severity === "hint";
    fill(list, findings.filter((finding) => !isNote(finding)));
    const quiet = findings.filter(isNote);
    fill(noted, quiet);
    notes.hidden = quiet.length === 0;
    notes.firstElementChild.textContent = quiet.length === 1 ? "1 note" : `${quiet.length} notes`;
    const isNew = grave.some((finding) => !before.has(keyOf(finding)));
    if (isNew && !started) open(true);
    before = new Set(findings.map(keyOf));
  }

  // What is looked at: kept in a cookie, since the server makes the page.
  const cookie = `lifeboat-view-${preview.port ?? document.querySelector("script[data-port]").dataset.port}`;
  function chosen() {
    const written = document.cookie.split("; ").find((pair) => pair.startsWith(`${cookie}=`));
    return new Map(
      (written ? decodeURIComponent(written.slice(cookie.length + 1)) : "")
        .split("&")
        .filter(Boolean)
        .map((pair) => pair.split("=").map(decodeURIComponent)),
    );
  }
  function choose(name, value) {
    const choice = chosen();
    if (value) choice.set(name, value);
    else choice.delete(name);
    keep(choice);
  }
  const forget = () => keep(new Map());
  function keep(choice) {
    const written = [...choice].map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
    document.cookie = `${cookie}=${encodeURIComponent(written)}; path=/; samesite=strict${written ? "" : "; max-age=0"}`;
    location.reload();
  }

  function select(name, label, options) {
    const current = chosen().get(name) ?? "";
    const box = make("select", { onchange: () => choose(name, box.value) }, ...options.map(([value, text]) => make("option", { value, selected: value === current }, text)));
    return make("label", {}, `${label} `, box);
  }
  function check(label, checked, change) {
    const box = make("input", { type: "checkbox", checked, onchange: () => change(box.checked) });
    return make("label", { class: "check" }, box, ` ${label}`);
  }

  function showView({ editions, classes, date }) {
    if (view.contains(shadow.activeElement)) return;
    const parts = [];
    const choice = chosen();
    const edition = editions.find(({ name }) => name === choice.get("edition")) ?? editions[0];
    if (editions.length > 1) parts.push(select("edition", "Edition", editions.map(({ name, label }, at) => [at === 0 ? "" : name, label])));
    if (edition) parts.push(select("clearance", "Clearance", [["", `the edition’s own: ${edition.clearance}`], ...classes.map((name) => [name, name])]));
    const day = make("input", { type: "date", value: choice.get("as-of") ?? date, onchange: () => choose("as-of", day.value) });
    parts.push(make("label", {}, "As of ", day));
    parts.push(check("Paper view", root.classList.contains("lb-paper"), paper));
    parts.push(check("Show origins", root.classList.contains("lb-origins"), (on) => {
      remember("origins", on);
      preview.blocks.show(on);
    }));
    if (choice.size) {
      parts.push(make("button", { type: "button", onclick: forget }, "Back to the usual view"));
    }
    view.replaceChildren(...parts);
  }

  /** What can be had as PDF: this page, the book, a booklet for each role. */
  function showPapers({ pdf, roles }) {
    if (papers.contains(shadow.activeElement)) return;
    const item = (words, query = "") => make("li", {}, make("a", { href: `/~lifeboat/book.pdf${query}`, target: "_blank" }, words));
    if (!pdf) {
      papers.replaceChildren(make("li", {}, "This program was built without its own PDF engine; ", make("code", {}, "lifeboat pdf --engine browser"), " makes one."));
      return;
    }
    // The address takes a pattern; this page is meant by its letters.
    const own = root.dataset.page?.replace(/[?*{}[\]!]/g, "[$&]");
    const isTopic = document.body.classList.contains("kind-topic");
    papers.replaceChildren(
      ...(isTopic ? [item("This topic", `?topic=${encodeURIComponent(own)}`)] : []),
      item("The whole book"),
      ...roles.map(({ name, title }) => item(`Booklet: ${title}`, `?role=${encodeURIComponent(name)}`)),
    );
  }

  /** Shows on the screen what paper would get: rules for print apply, those for screens do not. */
  function paper(on) {
    remember("paper", on);
    if (!on) {
      location.reload();
      return;
    }
    root.classList.add("lb-paper");
    const turn = (media) => media.replace(/\bprint\b/g, "all").replace(/\bscreen\b/g, "speech");
    const visit = (rules) => {
      for (const rule of rules) {
        if (rule instanceof CSSMediaRule) rule.media.mediaText = turn(rule.media.mediaText);
        if (rule.cssRules) visit(rule.cssRules);
      }
    };
    for (const sheet of document.styleSheets) {
      if (sheet.ownerNode?.hasAttribute?.("data-lifeboat-preview")) continue;
      if (sheet.media.mediaText) sheet.media.mediaText = turn(sheet.media.mediaText);
      visit(sheet.cssRules);
    }
  }
  if (remembered("paper")) {
    if (document.readyState === "complete") paper(true);
    else addEventListener("load", () => paper(true));
  }

  preview.panel = {
    say,
    blocks,
    isRemembered: remembered,
    /** The latest state of the preview. */
    tell(state, started) {
      const isKept = state.kept.includes(root.dataset.page);
      held.hidden = state.heldBack === null && !isKept;
      held.textContent =
        state.heldBack !== null
          ? `Not shown: ${state.heldBack}. You see the last good version.`
          : "A part of this page would be missing; you see its last good version.";
      showFindings(state.findings?.findings ?? [], started);
      showView(state.choices);
      showPapers(state.choices);
    },
    shown(count) {
      if (count > 0) say(count === 1 ? "1 part of the page was replaced." : `${count} parts of the page were replaced.`);
    },
    connection(isThere) {
      clearTimeout(words);
      root.classList.toggle("lb-lost", !isThere);
      toggle.classList.toggle("lost", !isThere);
      if (isThere) say("The preview is back.");
      else status.textContent = "The connection to the preview is lost; it is tried again and again. Is `lifeboat watch` still running?";
    },
  };
})();
