// Turns labelled panels into tabs. The same tab is chosen in every group of the page, and remembered for the next one.
// Panels that are not shown stay findable by the browser's own search in the page.
(() => {
  "use strict";
  const { keep, kept } = globalThis.lifeboat;
  let groups = [];
  let number = 0;

  /** Tabs chosen on the page, last choice last: `windows`, `web+rest`. */
  const asked = new URLSearchParams(location.search).get("tabs");
  let chosen = [...(kept("tabs") || []), ...(asked ? asked.toLowerCase().split(/[,+ ]/) : [])];

  function readGroup(element) {
    const panels = [...element.children].filter((child) => child.classList.contains("tab"));
    return { element, number: number++, panels, buttons: new Map(), shown: undefined };
  }

  const idOf = (panel) => (panel.dataset.tab || "").toLowerCase();
  const conditionOf = (panel) => (panel.dataset.condition || "").toLowerCase();

  /** A panel with a condition is offered only while that other tab is shown. One that no group has hides nothing. */
  function offered(panel) {
    const condition = conditionOf(panel);
    if (!condition) return true;
    return condition.split("+").some((part) => {
      const groupsOfIt = groups.filter((group) => group.panels.some((other) => idOf(other).split("+").includes(part)));
      return groupsOfIt.length === 0 || groupsOfIt.some((group) => group.shown?.split("+").includes(part));
    });
  }

  function choose(id) {
    const parts = id.split("+");
    chosen = [...chosen.filter((other) => !parts.includes(other)), ...parts];
    keep("tabs", chosen.slice(-20));
    showAll();
  }

  /** How late one of a tab's ids was chosen; -1 for never. */
  const lateness = (id) => Math.max(...id.split("+").map((part) => chosen.lastIndexOf(part)));

  function show(group) {
    const open = group.panels.filter(offered);
    const ids = [...new Set(open.map(idOf))];
    let shown = ids[0] ?? "";
    for (const id of ids) if (lateness(id) > lateness(shown)) shown = id;
    group.shown = shown;
    for (const panel of group.panels) {
      const visible = open.includes(panel) && idOf(panel) === shown;
      if (visible) panel.removeAttribute("hidden");
      else panel.setAttribute("hidden", "until-found");
    }
    for (const [id, button] of group.buttons) {
      button.hidden = !ids.includes(id);
      button.setAttribute("aria-selected", String(id === shown));
      button.tabIndex = id === shown ? 0 : -1;
      const panel = group.panels.find((each) => idOf(each) === id && (id !== shown || !each.hasAttribute("hidden")));
      if (panel) button.setAttribute("aria-controls", panel.id);
    }
  }

  function showAll() {
    // Twice: a condition may ask for a tab of a later group.
    for (const group of [...groups, ...groups]) show(group);
  }

  function build(group) {
    const list = document.createElement("div");
    list.className = "tab-list";
    list.setAttribute("role", "tablist");
    group.panels.forEach((panel, at) => {
      const id = idOf(panel);
      const label = panel.querySelector(":scope > .tab-label");
      panel.id = panel.id || `lb-tab-${group.number}-${at}`;
      panel.setAttribute("role", "tabpanel");
      if (!group.buttons.has(id)) {
        const button = document.createElement("button");
        button.type = "button";
        button.id = `lb-tab-${group.number}-${at}-button`;
        button.setAttribute("role", "tab");
        button.textContent = label ? label.textContent : id;
        button.addEventListener("click", () => choose(id));
        group.buttons.set(id, button);
        list.append(button);
      }
      panel.removeAttribute("aria-label");
      panel.setAttribute("aria-labelledby", group.buttons.get(id).id);
      panel.addEventListener("beforematch", () => reveal(panel));
    });
    list.addEventListener("keydown", (event) => {
      const open = [...group.buttons].filter(([, button]) => !button.hidden);
      const at = open.findIndex(([, button]) => button === document.activeElement);
      const rtl = getComputedStyle(list).direction === "rtl";
      const step = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
      let to = at;
      if (step) to = (at + step + open.length) % open.length;
      else if (event.key === "Home") to = 0;
      else if (event.key === "End") to = open.length - 1;
      else return;
      event.preventDefault();
      choose(open[to][0]);
      open[to][1].focus();
    });
    group.element.prepend(list);
    group.element.classList.add("tabs-live");
  }

  /** Chooses what it takes for this panel to be seen. */
  function reveal(panel) {
    const condition = conditionOf(panel);
    if (condition) choose(condition.split("+")[0]);
    choose(idOf(panel));
  }

  /** A link into a hidden panel opens it. */
  function arrive() {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      /* not encoded: take it as it stands */
    }
    const target = id && document.getElementById(id);
    const panels = [];
    for (let at = target && target.closest(".tab"); at; at = at.parentElement.closest(".tab")) panels.unshift(at);
    if (!panels.some((panel) => panel.hasAttribute("hidden"))) return;
    panels.forEach(reveal);
    target.scrollIntoView();
  }

  /** The groups of the page: those that are tabs already, and new ones, which the preview brings. */
  function gather() {
    const there = new Map(groups.map((group) => [group.element, group]));
    groups = [...document.querySelectorAll(".tabs")]
      .map((element) => there.get(element) ?? readGroup(element))
      .filter((group) => group.panels.length > 0);
    for (const group of groups) if (!there.has(group.element)) build(group);
    showAll();
  }

  gather();
  document.addEventListener("lifeboat:changed", gather);
  arrive();
  addEventListener("hashchange", arrive);
})();
