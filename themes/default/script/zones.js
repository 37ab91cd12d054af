// Text that holds only for some: lets the reader choose one pivot and folds the other zones away. Without scripts, and
// on paper, every zone shows under its label.
(() => {
  "use strict";
  const { keep, kept } = globalThis.lifeboat;
  const zones = [...document.querySelectorAll(".zone[data-pivot]")];
  const pivotsOf = (zone) => zone.dataset.pivot.toLowerCase().split(/[\s,]+/).filter(Boolean);

  /** Readers' words for each pivot: the label of a zone names its pivots in the same order. */
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
  if (names.size < 2) return;

  const asked = new URLSearchParams(location.search).get("pivots")?.toLowerCase();
  let chosen = [asked, kept("pivot")].find((pivot) => names.has(pivot)) || [...names.keys()][0];

  const bar = document.createElement("div");
  bar.className = "pivots";
  bar.setAttribute("role", "group");
  const title = document.createElement("span");
  title.className = "pivots-title";
  title.id = "lb-pivots";
  title.textContent = "Show what applies to";
  bar.setAttribute("aria-labelledby", title.id);
  bar.append(title);
  const buttons = new Map();
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

  for (const zone of zones) zone.addEventListener("beforematch", () => show(pivotsOf(zone)[0]));
  zones[0].before(bar);
  document.documentElement.classList.add("zones-live");
  show(chosen);
  arrive();
  addEventListener("hashchange", arrive);
})();
