// Text that holds only for some: lets the reader choose one pivot and folds the other zones away. Without scripts, and
// on paper, every zone shows under its label.
(() => {
  "use strict";
  const { keep, kept } = globalThis.lifeboat;
  let zones = [];
  const pivotsOf = (zone) => zone.dataset.pivot.toLowerCase().split(/[\s,]+/).filter(Boolean);

  const asked = new URLSearchParams(location.search).get("pivots")?.toLowerCase();
  let chosen;
  const bar = document.createElement("div");
  bar.className = "pivots";
  bar.setAttribute("role", "group");
  const title = document.createElement("span");
  title.className = "pivots-title";
  title.id = "lb-pivots";
  title.textContent = "Show what applies to";
  bar.setAttribute("aria-labelledby", title.id);
  const buttons = new Map();

  /** Readers' words for each pivot: the label of a zone names its pivots in the same order. */
  function readNames() {
    const names = new Map();
    for (const zone of zones) {
      const label = zone.querySelector(":scope > .zone-label")?.textContent.replace(/^[^:]*:\s*/, "") || "";
      const words = label.split(/,\s*|\s+or\s+|\s+and\s+/);
      const pivots = pivotsOf(zone);
      pivots.forEach((pivot, at) => {
        const exact = words.length === pivots.length && words[at];
        if (!names.has(pivot) || (exact && names.get(pivot) === pivot)) names.set(pivot, exact || pivot);
      });
    }
    return names;
  }

  /** Offers the pivots of the page; again when the preview has replaced parts of it. */
  function offer() {
    zones = [...document.querySelectorAll(".zone[data-pivot]")];
    const names = readNames();
    bar.replaceChildren(title);
    buttons.clear();
    document.documentElement.classList.toggle("zones-live", names.size > 1);
    if (names.size < 2) {
      bar.remove();
      return;
    }
    for (const [pivot, name] of names) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.addEventListener("click", () => {
        keep("pivot", pivot);
        show(pivot);
      });
      buttons.set(pivot, button);
      bar.append(button);
    }
    for (const zone of zones) zone.onbeforematch = () => show(pivotsOf(zone)[0]);
    zones[0].before(bar);
    show([chosen, asked, kept("pivot")].find((pivot) => names.has(pivot)) || [...names.keys()][0]);
  }

  function show(pivot) {
    chosen = pivot;
    for (const zone of zones) {
      if (pivotsOf(zone).includes(chosen)) zone.removeAttribute("hidden");
      else zone.setAttribute("hidden", "until-found");
    }
    for (const [each, button] of buttons) button.setAttribute("aria-pressed", String(each === chosen));
  }

  /** A link into a folded zone chooses its pivot. */
  function arrive() {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      /* not encoded: take it as it stands */
    }
    const target = id && document.getElementById(id);
    const zone = target && target.closest(".zone[hidden]");
    if (!zone) return;
    show(pivotsOf(zone)[0]);
    target.scrollIntoView();
  }

  offer();
  document.addEventListener("lifeboat:changed", offer);
  arrive();
  addEventListener("hashchange", arrive);
})();
