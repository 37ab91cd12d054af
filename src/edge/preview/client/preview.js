// Keeps a page of the preview up to date: listens for news, shows the page anew in part, swaps styles and pictures.
(() => {
  "use strict";
  const preview = globalThis.lifeboatPreview;
  const own = document.currentScript;
  const { token, port } = own.dataset;
  const here = location.pathname;
  let known = null;

  const worker = globalThis.SharedWorker
    ? new SharedWorker("/~lifeboat/worker.js", { name: token }).port
    : new Worker("/~lifeboat/worker.js", { name: token });

  const ask = (message) => worker.postMessage(message);
  preview.port = port;
  preview.ask = ask;

  const addressOf = (path) => new URL(`/${path.split("/").map(encodeURIComponent).join("/")}`, location.href).pathname;
  const sameFile = (address, path) => {
    try {
      return decodeURIComponent(new URL(address, location.href).pathname) === decodeURIComponent(path);
    } catch {
      return false;
    }
  };

  /** A style sheet in the place of an old one; the old one stays until the new one is there. */
  function swapStyle(link, number) {
    const next = link.cloneNode();
    const url = new URL(link.href);
    url.searchParams.set("preview", number);
    next.href = url.href;
    next.addEventListener("load", () => link.remove());
    next.addEventListener("error", () => next.remove());
    link.after(next);
  }

  function swapFiles(changed, number) {
    const isChanged = (address) => changed === null || changed.some((path) => sameFile(address, addressOf(path)));
    for (const link of document.querySelectorAll("link[rel=stylesheet]:not([data-lifeboat-preview])")) {
      if (isChanged(link.href)) swapStyle(link, number);
    }
    for (const image of changed === null ? [] : document.querySelectorAll("img[src]")) {
      if (!isChanged(image.src)) continue;
      const url = new URL(image.src);
      url.searchParams.set("preview", number);
      image.src = url.href;
    }
  }

  function news(state) {
    // States between may have gone by unseen: then nobody knows which files changed.
    const missed = known !== null && state.number > known + 1;
    const started = known === null;
    const isNew = known === null || state.number !== known;
    known = state.number;
    preview.panel.tell(state, started);
    if (!isNew) return;
    if (!started && state.follow !== null && document.visibilityState === "visible" && !sameFile(addressOf(state.follow), here === "/" ? "/index.html" : here)) {
      location.assign(addressOf(state.follow));
      return;
    }
    if (!started) {
      const changed = missed ? null : state.changed;
      if (changed?.some((path) => preview.usesScript(addressOf(path)))) {
        location.reload();
        return;
      }
      swapFiles(changed, state.number);
      // What is searched and found is of now, too.
      if (state.heldBack === null) globalThis.lifeboat?.renew?.();
    }
    ask({ kind: "page", url: here, number: state.number });
  }

  function page({ status, html, number }) {
    if (number !== known) return;
    if (status !== 200 && !preview.isMissing) {
      preview.panel.say(
        status === 404 ? "This page is no longer in the playbook; you see it as it was." : "The page cannot be shown just now; you see it as it was.",
      );
      return;
    }
    const wasMissing = preview.isMissing && status === 200;
    const { reload, changed } = preview.show(html);
    if (reload || wasMissing) {
      location.reload();
      return;
    }
    preview.panel.shown(changed.length);
    preview.blocks?.renew();
    document.documentElement.dataset.lbPreview = String(number);
  }

  preview.isMissing = document.querySelector(".kind-not-found") !== null;
  worker.onmessage = ({ data }) => {
    if (data.kind === "state") news(data.state);
    else if (data.kind === "page") page(data);
    else if (data.kind === "blocks") preview.blocks.take(data);
    else if (data.kind === "lost") preview.panel.connection(false);
    else if (data.kind === "found") preview.panel.connection(true);
    // The preview was started anew and has another token, which a loaded page learns.
    else if (data.kind === "stale") location.reload();
  };
  if (preview.panel.isRemembered("origins")) preview.blocks.show(true);
  addEventListener("pagehide", () => ask({ kind: "bye" }));
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
