// Tables of telephone numbers: writes each column's heading into its cells, so that the style sheet can show the rows
// as cards on a narrow screen. The roles keep them a table for those who hear the page.
(() => {
  "use strict";
  const role = (element, name) => element.setAttribute("role", name);

  function label() {
    for (const table of document.querySelectorAll(".table-wrap > table")) {
      const heads = [...table.querySelectorAll(":scope > thead > tr:only-child > th")];
      const regular = !table.querySelector("[colspan], [rowspan], table");
      if (heads.length < 2 || !regular || !table.querySelector('a[href^="tel:"]')) continue;
      role(table, "table");
      role(table.tHead, "rowgroup");
      role(table.tHead.rows[0], "row");
      for (const head of heads) role(head, "columnheader");
      for (const body of table.tBodies) {
        role(body, "rowgroup");
        for (const row of body.rows) {
          role(row, "row");
          [...row.cells].forEach((cell, at) => {
            role(cell, cell.tagName === "TH" ? "rowheader" : "cell");
            cell.dataset.label = heads[at]?.textContent.trim() || "";
          });
        }
      }
      table.parentElement.classList.add("table-cards");
    }
  }

  label();
  // The preview replaced parts of the page.
  document.addEventListener("lifeboat:changed", label);
})();
