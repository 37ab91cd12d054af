// Where each block of the page comes from, and the instruction by which a layer would change it.
(() => {
  "use strict";
  const preview = globalThis.lifeboatPreview;
  const { make, panel } = preview;
  const root = document.documentElement;
  const path = root.dataset.page;
  let isShown = false;
  /** @type {Map<Element, object>} element as it stands → its block */
  let known = new Map();

  const bar = make("div", { class: "bar", hidden: true });
  panel.blocks.getRootNode().append(bar);

  const wordsOf = ({ layer, file, line }) => `${layer} · ${file}:${line}`;
  let changeFile = "";

  async function copy(text, button) {
    const before = button.textContent;
    try {
      await copyText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select the text and copy it";
    }
    panel.say(`Copied: ${text.trim()}`);
    setTimeout(() => {
      button.textContent = before;
    }, 2000);
  }

  async function copyText(text) {
    if (navigator.clipboard && globalThis.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    const field = make("textarea", { class: "field" });
    field.value = text;
    bar.getRootNode().append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (!copied) throw new Error("copying was refused");
  }

  /** What can be done with a block. */
  function tools(block) {
    const parts = [make("span", { class: "origin" }, wordsOf(block.at))];
    for (const over of block.over) parts.push(make("span", { class: "over" }, `over ${wordsOf(over)}`));
    if (block.instruction) {
      const button = make("button", { type: "button", title: block.instruction, onclick: () => copy(`${block.instruction}\n`, button) }, "Copy instruction");
      parts.push(button, make("span", { class: "into" }, "into ", make("code", {}, changeFile)));
    }
    return parts;
  }

  function point(event) {
    if (!isShown) return;
    const on = event.composedPath().find((element) => known.has(element));
    if (!on) return;
    for (const element of document.querySelectorAll(".lb-block-here")) element.classList.remove("lb-block-here");
    on.classList.add("lb-block-here");
    bar.replaceChildren(...tools(known.get(on)));
    bar.hidden = false;
    const box = on.getBoundingClientRect();
    bar.style.top = `${Math.max(0, box.top + scrollY - bar.offsetHeight)}px`;
    bar.style.left = `${Math.max(0, Math.min(box.left + scrollX, root.clientWidth - bar.offsetWidth))}px`;
  }

  /** The blocks as a list, for who uses no pointer. */
  function list() {
    const items = [...known].map(([element, block]) => {
      const see = make("button", { type: "button", class: "see", onclick: () => {
        element.scrollIntoView({ block: "center" });
        for (const other of document.querySelectorAll(".lb-block-here")) other.classList.remove("lb-block-here");
        element.classList.add("lb-block-here");
      } }, (element.innerText ?? element.textContent).trim().replace(/\s+/g, " ").slice(0, 60) || element.localName);
      return make("li", {}, see, " ", ...tools(block));
    });
    panel.blocks.replaceChildren(make("h2", {}, "Blocks of this page"), make("ol", {}, ...items));
  }

  function clear() {
    for (const element of known.keys()) {
      delete element.dataset.lbLayer;
      element.classList.remove("lb-block", "lb-block-here");
    }
    known = new Map();
    bar.hidden = true;
    panel.blocks.replaceChildren();
  }

  preview.blocks = {
    show(on) {
      isShown = on;
      root.classList.toggle("lb-origins", on);
      if (on) preview.ask({ kind: "blocks", path });
      else clear();
    },
    renew() {
      if (isShown) preview.ask({ kind: "blocks", path });
    },
    /** What the server knows: the page with a comment before each block, and the blocks by number. */
    take({ blocks }) {
      if (!isShown) return;
      clear();
      if (blocks === null) {
        panel.say("This page is made of no topic, so its parts have no origin.");
        return;
      }
      changeFile = blocks.changeFile;
      const { body, found } = preview.correspond(blocks.page);
      const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
      while (comments.nextNode()) {
        const number = /^lb:(\d+)$/.exec(comments.currentNode.data)?.[1];
        const block = number && blocks.blocks[Number(number)];
        let next = comments.currentNode.nextSibling;
        // Blank lines, and ids that lead to what had another name.
        while (next && ((next.nodeType === Node.TEXT_NODE && next.data.trim() === "") || (next.localName === "span" && next.childNodes.length === 0))) {
          next = next.nextSibling;
        }
        const element = block && next && found.get(next);
        if (!element || known.has(element)) continue;
        known.set(element, block);
        element.classList.add("lb-block");
        element.dataset.lbLayer = block.at.layer;
      }
      list();
    },
  };
  document.addEventListener("mouseover", point);
})();
