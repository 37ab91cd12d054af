// Small services of every page: the light switch, the age of the copy, the outline, copy buttons, the way to search.
(() => {
  "use strict";
  const { keep } = globalThis.lifeboat;
  const root = document.documentElement;

  function switchScheme() {
    const button = document.querySelector(".scheme");
    if (!button) return;
    const system = matchMedia("(prefers-color-scheme: dark)");
    const usual = () => root.dataset.defaultScheme || (system.matches ? "dark" : "light");
    const shown = () => root.dataset.scheme || usual();
    const name = () => {
      const other = shown() === "dark" ? "light" : "dark";
      button.title = `Change to ${other} colours`;
      button.setAttribute("aria-label", button.title);
    };
    button.addEventListener("click", () => {
      const other = shown() === "dark" ? "light" : "dark";
      // Back at the usual choice there is nothing to remember: the page follows the playbook or the system again.
      const follows = other === usual();
      if (follows && !root.dataset.defaultScheme) delete root.dataset.scheme;
      else root.dataset.scheme = other;
      keep("scheme", follows ? null : other);
      name();
    });
    system.addEventListener?.("change", name);
    name();
    button.hidden = false;
  }

  /** Says so when the copy is older than it was meant to become. It goes on working all the same. */
  function tellAge() {
    const until = root.dataset.validUntil;
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    if (!until || today <= until) return;
    const told = document.createElement("p");
    told.className = "banner banner-age";
    const word = document.createElement("strong");
    word.textContent = "Old copy.";
    told.append(word, ` It was meant to be used until ${until}. Use a newer one if you can reach it; if not, use this one.`);
    document.getElementById("lb-main")?.prepend(told);
  }

  /** Where there is room the outline stands open beside the text. */
  function openOutline() {
    const outline = document.querySelector(".outline details");
    if (!outline) return;
    const wide = matchMedia("(min-width: 80rem)");
    const fit = () => {
      outline.open = wide.matches;
    };
    wide.addEventListener?.("change", fit);
    fit();
  }

  /** The preview replaces parts of the page that stands, and says so; what is new gets the services of the rest. */
  function serveNewParts(event) {
    linkSections();
    addCopyButtons();
    reachScrollers();
    if (event.detail.some((part) => part.matches(".outline") || part.closest(".outline") === part.parentElement)) openOutline();
  }

  async function copyText(text) {
    if (navigator.clipboard && globalThis.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // Pages from files and plain http have no clipboard of their own; the old command still works there.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (!copied) throw new Error("copying was refused");
  }

  function addCopyButtons() {
    for (const block of document.querySelectorAll(".code")) {
      const code = block.querySelector("pre");
      if (!code || block.querySelector(":scope > .copy")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      const say = (text) => {
        button.textContent = text;
        setTimeout(() => {
          button.textContent = "Copy";
        }, 2000);
      };
      button.addEventListener("click", () => {
        copyText(code.innerText).then(
          () => say("Copied"),
          () => say("Select the text and copy it"),
        );
      });
      button.setAttribute("aria-live", "polite");
      block.append(button);
    }
  }

  /** Each section can be linked to; without scripts the outline leads to them. */
  function linkSections() {
    for (const heading of document.querySelectorAll(".body :is(h2, h3, h4, h5, h6)[id]")) {
      let link = heading.querySelector(":scope > .anchor");
      if (!link && !heading.closest("a")) {
        link = document.createElement("a");
        link.className = "anchor";
        link.textContent = "#";
        heading.append(" ", link);
      }
      if (!link) continue;
      const words = [...heading.childNodes].filter((node) => node !== link).map((node) => node.textContent);
      link.href = `#${encodeURIComponent(heading.id)}`;
      link.setAttribute("aria-label", `Link to this section: ${words.join("").trim()}`);
    }
  }

  /** What scrolls must be reached by keyboard. */
  function reachScrollers() {
    for (const code of document.querySelectorAll("pre")) {
      if (code.scrollWidth > code.clientWidth && !code.hasAttribute("tabindex")) {
        code.tabIndex = 0;
        code.setAttribute("role", "group");
        code.setAttribute("aria-label", "Code");
      }
    }
  }

  /** The bar at the bottom leads to the search box where there is one. */
  function leadToSearch() {
    const link = document.querySelector(".dock-find");
    const box = () => document.querySelector("#lb-search input");
    if (!link) return;
    setTimeout(() => {
      if (box()) link.querySelector(".dock-find-word").textContent = "Search";
    });
    link.addEventListener("click", (event) => {
      const input = box();
      if (!input) return;
      event.preventDefault();
      input.scrollIntoView({ block: "start" });
      input.focus();
    });
  }

  switchScheme();
  tellAge();
  openOutline();
  linkSections();
  addCopyButtons();
  reachScrollers();
  leadToSearch();
  document.addEventListener("lifeboat:changed", serveNewParts);
})();
