/**
 * Marks on arrival the words that led to the page (`?highlight=recovery+order`), as text nodes in `mark` elements. Escape
 * takes the marks away.
 */
import { findWords } from './words.mjs';

/** Enough for any page that a person reads; keeps a page of one repeated word quick. */
const MOST_MARKS = 2000;

export function markWords() {
  const asked = new URLSearchParams(location.search).get('highlight');
  const main = document.querySelector('main');
  if (!asked || !main) return;
  const terms = new Set(findWords(asked.slice(0, 500)).map((word) => word.term));
  /** @type {HTMLElement[]} */
  const marks = [];
  /** @type {Text[]} */
  const texts = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = /** @type {Text} */ (walker.currentNode);
    if (!text.parentElement?.closest('script, style, svg, nav, button, select, textarea, mark')) texts.push(text);
  }
  for (const node of texts) {
    if (marks.length > MOST_MARKS) break;
    const text = node.data;
    const pieces = document.createDocumentFragment();
    let at = 0;
    for (const { term, start, end } of findWords(text)) {
      if (start < at || !terms.has(term)) continue;
      const mark = document.createElement('mark');
      mark.className = 'search-highlight';
      mark.textContent = text.slice(start, end);
      marks.push(mark);
      pieces.append(text.slice(at, start), mark);
      at = end;
    }
    if (!at) continue;
    pieces.append(text.slice(at));
    node.replaceWith(pieces);
  }
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    for (const mark of marks) mark.replaceWith(mark.textContent || '');
    main.normalize();
    marks.length = 0;
  });
}
