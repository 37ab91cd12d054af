// Checklists: keeps the ticks of each page in the browser, counts them, and clears them on request.
(() => {
  "use strict";
  const { keep, kept } = globalThis.lifeboat;
  const name = `ticks:${document.documentElement.dataset.page}`;
  function count() {
    const boxes = [...document.querySelectorAll('.task input[type="checkbox"]')].filter((box) => !box.disabled);
    for (const old of document.querySelectorAll(".ticks")) old.remove();
    if (boxes.length === 0) return;

    /** A tick belongs to the words beside the box: after an edition with other words it must not come back. */
    const words = new Map();
    const keys = new Map(
      boxes.map((box) => {
        const text = (box.closest("label") || box.parentElement).textContent.replace(/\s+/g, " ").trim();
        const count = (words.get(text) || 0) + 1;
        words.set(text, count);
        return [box, count === 1 ? text : `${text} (${count})`];
      }),
    );

    const ticks = kept(name) || {};
    for (const box of boxes) {
      const tick = ticks[keys.get(box)];
      if (typeof tick === "boolean") box.checked = tick;
    }

    const lists = new Map();
    for (const box of boxes) {
      // The outermost list, so that steps of steps count with their step.
      let list = box.closest("ul, ol");
      for (let above = list; above; above = above.parentElement.closest("li.task")?.parentElement) list = above;
      if (!lists.has(list)) lists.set(list, []);
      lists.get(list).push(box);
    }

    const counts = [];
    for (const [list, own] of lists) {
      const bar = document.createElement("div");
      bar.className = "ticks";
      const count = document.createElement("span");
      const clear = document.createElement("button");
      clear.type = "button";
      clear.textContent = "Clear ticks";
      clear.addEventListener("click", () => {
        for (const box of own) box.checked = box.defaultChecked;
        save();
        count.tabIndex = -1;
        count.focus();
      });
      bar.append(count, clear);
      list.before(bar);
      counts.push(() => {
        const done = own.filter((box) => box.checked).length;
        count.textContent = `${done} of ${own.length} done`;
        clear.hidden = own.every((box) => box.checked === box.defaultChecked);
      });
    }

    function save() {
      const changed = boxes.filter((box) => box.checked !== box.defaultChecked);
      keep(name, changed.length ? Object.fromEntries(changed.map((box) => [keys.get(box), box.checked])) : null);
      for (const show of counts) show();
    }

    for (const box of boxes) box.onchange = save;
    for (const show of counts) show();
  }

  count();
  // The preview replaced parts of the page.
  document.addEventListener("lifeboat:changed", count);
})();
