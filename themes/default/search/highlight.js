'use strict';
/**
 * Marks on arrival the words that led to the page (`?highlight=recovery+order`), as text nodes in `mark` elements. Escape
 * takes the marks away.
 */
(function (root, document) {
  const asked = new URLSearchParams(root.location.search).get('highlight');
  const main = document.querySelector('main');
  if (!asked || !main) return;
  const words = root.lifeboat.finding.words;
  const terms = new Set(words.find(asked.slice(0, 500)).map((word) => word.term));
  /** Enough for any page that a person reads; keeps a page of one repeated word quick. */
  const MOST_MARKS = 2000;

  const marks = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const { parentElement } = walker.currentNode;
    if (!parentElement.closest('script, style, svg, nav, button, select, textarea, mark')) texts.push(walker.currentNode);
  }
  for (const text of texts) markWords(text);

  function markWords(node) {
    const text = node.data;
    const found = words.find(text).filter((word) => terms.has(word.term));
    if (!found.length || marks.length > MOST_MARKS) return;
    const pieces = document.createDocumentFragment();
    let at = 0;
    for (const { start, end } of found) {
      if (start < at) continue;
      const mark = document.createElement('mark');
      mark.className = 'search-highlight';
      mark.textContent = text.slice(start, end);
      marks.push(mark);
      pieces.append(text.slice(at, start), mark);
      at = end;
    }
    pieces.append(text.slice(at));
    node.replaceWith(pieces);
  }

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    for (const mark of marks) mark.replaceWith(mark.textContent);
    main.normalize();
    marks.length = 0;
  });
})(globalThis, document);
