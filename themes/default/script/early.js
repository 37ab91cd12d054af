// Runs before the first paint: says that scripts run, and takes up the reader's choice of light or dark.
// Also holds the small store that the other scripts share.
(() => {
  "use strict";
  const root = document.documentElement;

  // All pages opened from files share one store, whatever playbook they belong to: hence the playbook's key.
  const prefix = `lifeboat:${root.dataset.key || ""}:`;

  globalThis.lifeboat = Object.assign(globalThis.lifeboat || {}, {
    /** What was kept under this name, or null; also null where the browser keeps nothing. */
    kept(name) {
      try {
        return JSON.parse(localStorage.getItem(prefix + name));
      } catch {
        return null;
      }
    },
    /** Keeps a value; null forgets it. A browser that refuses costs only the memory of it. */
    keep(name, value) {
      try {
        if (value === null) localStorage.removeItem(prefix + name);
        else localStorage.setItem(prefix + name, JSON.stringify(value));
      } catch {
        /* private window, or the store is full */
      }
    },
  });

  root.classList.add("scripts");
  const scheme = globalThis.lifeboat.kept("scheme");
  if (scheme === "dark" || scheme === "light") root.dataset.scheme = scheme;
})();
