'use strict';
/**
 * The search box: a combobox over a list of hits. It fills the element `#lb-search` of a page, whose link to the A–Z index
 * serves those without scripts. Whatever a query or an index holds enters the page as text, never as markup.
 */
(function (root, document) {
  const place = document.getElementById('lb-search') || document.querySelector('.search');
  if (!place || !root.lifeboat || !root.lifeboat.search) return;
  const site = document.documentElement.dataset.root || (document.body && document.body.dataset.root) || '';
  const index = (place.querySelector('a, form') || {}).href || `${site}az.html`;
  const LIMIT = 10;
  /** Values of a facet that are offered; the rest are found by typing. */
  const MOST_VALUES = 8;

  /** The newest question asked; answers to older ones are dropped. */
  let asked = 0;
  let hits = [];
  let chosen = -1;
  let facets = {};

  const input = make('input', '', { type: 'search', id: 'search-input', role: 'combobox', autocomplete: 'off',
    autocapitalize: 'none', spellcheck: 'false', enterkeyhint: 'search', placeholder: 'Search', maxlength: '500',
    'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'search-results', 'aria-keyshortcuts': '/ s Control+K' });
  const label = make('label', 'visually-hidden', { for: 'search-input' }, 'Search this playbook');
  const status = make('p', 'search-status', { role: 'status' });
  const choices = make('div', 'search-facets', { role: 'group', 'aria-label': 'Narrow the search' });
  const list = make('ul', 'search-results', { role: 'listbox', id: 'search-results', 'aria-label': 'Topics found' });
  const help = make('p', 'search-help');
  const panel = make('div', 'search-panel', { hidden: '' });
  panel.append(status, choices, list, help);

  function make(name, className, attributes, text) {
    const element = document.createElement(name);
    if (className) element.className = className;
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    if (text) element.textContent = text;
    return element;
  }

  async function ask() {
    const query = input.value.trim();
    const number = (asked += 1);
    if (!query) {
      facets = {};
      show([], {}, '');
      status.textContent = 'Type what you need, in your own words.';
      offerHelp();
      return;
    }
    try {
      const answer = await root.lifeboat.search(query, { limit: LIMIT, facets, counts: true });
      if (number === asked) tell(answer, query);
    } catch (fault) {
      if (number !== asked) return;
      show([], {}, '');
      status.textContent = 'The search index cannot be read in this copy.';
      offerLinks('Every topic is in the ', [{ href: index, text: 'index from A to Z' }]);
      root.console.warn(fault);
    }
  }

  function tell(answer, query) {
    show(answer.hits, answer.counts, query);
    const { total, corrected } = answer;
    const taken = corrected.map(([typed, found]) => `“${found}” for “${typed}”`).join(', ');
    const found = total === 0 ? 'Nothing found.' : total === 1 ? '1 topic found' : `${total} topics found`;
    const shown = total > answer.hits.length && answer.hits.length ? `, the best ${answer.hits.length} shown` : '';
    status.textContent = total === 0 ? found : `${found}${shown}${taken ? `; searched ${taken}` : ''}.`;
    if (total === 0) offerHelp(); else help.hidden = true;
  }

  function show(found, counts, query) {
    hits = found;
    list.replaceChildren(...found.map((hit, i) => drawHit(hit, i, query)));
    list.hidden = found.length === 0;
    choose(-1);
    drawFacets(counts);
    open();
  }

  /** @param {import('./finder.js').Hit} hit */
  function drawHit(hit, i) {
    const option = make('li', 'search-hit', { role: 'option', id: `search-hit-${i}`, 'aria-selected': 'false' });
    option.append(make('span', 'search-hit-title', {}, hit.title));
    if (hit.section && hit.section !== hit.title) option.append(' ', make('span', 'search-hit-section', {}, `› ${hit.section}`));
    const about = [hit.kind, hit.phase, hit.status === 'approved' ? '' : hit.status].filter(Boolean).map(readable).join(' · ');
    if (about) option.append(' ', make('span', 'search-hit-meta', {}, about));
    const passage = make('span', 'search-hit-snippet');
    markInto(passage, hit.snippet, hit.marks);
    option.append(' ', passage);
    option.addEventListener('click', (event) => go(i, event.ctrlKey || event.metaKey));
    option.addEventListener('mousemove', () => choose(i));
    // The box keeps the focus, so that the panel stays while a hit is clicked.
    option.addEventListener('mousedown', (event) => event.preventDefault());
    return option;
  }

  function readable(word) {
    const text = word.replace(/[-_]/g, ' ');
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  function markInto(element, text, marks) {
    let at = 0;
    for (const [start, end] of marks) {
      element.append(text.slice(at, start), make('mark', '', {}, text.slice(start, end)));
      at = end;
    }
    element.append(text.slice(at));
  }

  function drawFacets(counts) {
    const buttons = Object.entries(counts || {}).sort().flatMap(([name, values]) => {
      const picked = facets[name] || [];
      if (values.length < 2 && !picked.length) return [];
      const usual = values.slice().sort((one, other) => other[1] - one[1]).slice(0, MOST_VALUES);
      return usual.map(([value, count]) => drawChoice(name, value, count, picked.includes(value)));
    });
    choices.replaceChildren(...buttons);
    choices.hidden = buttons.length === 0;
  }

  function drawChoice(name, value, count, picked) {
    const button = make('button', '', { type: 'button', 'aria-pressed': String(picked), title: readable(name) },
      `${readable(value)} (${count})`);
    button.addEventListener('click', () => {
      const rest = (facets[name] || []).filter((other) => other !== value);
      facets = Object.assign({}, facets, { [name]: picked ? rest : rest.concat(value) });
      input.focus();
      ask();
    });
    return button;
  }

  /** Nothing typed or found: where people go first. The page's own links say which pages those are. */
  function offerHelp() {
    const links = [...document.querySelectorAll('[data-search-help] a, .header-links a')]
      .map((link) => ({ href: link.href, text: link.textContent.trim() }));
    offerLinks('Go to: ', links.length ? links : [{ href: index, text: 'A–Z' }]);
  }

  function offerLinks(lead, links) {
    help.replaceChildren(lead);
    links.forEach(({ href, text }, i) => help.append(i ? ' · ' : '', make('a', '', { href }, text)));
    help.hidden = false;
  }

  function choose(next) {
    chosen = next;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === next)));
    const option = list.children[next];
    if (option) {
      input.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  }

  /** Opens the page of a hit at its section, with the words to highlight. */
  function go(i, aside) {
    const hit = hits[i];
    if (!hit) return;
    const path = hit.path.split('/').map(encodeURIComponent).join('/');
    const words = hit.terms.length ? `?highlight=${encodeURIComponent(hit.terms.join(' '))}` : '';
    const url = `${site}${path}${words}${hit.anchor ? `#${encodeURIComponent(hit.anchor)}` : ''}`;
    if (aside) root.open(url); else root.location.assign(url);
    if (!aside) close();
  }

  function open() {
    panel.hidden = false;
    input.setAttribute('aria-expanded', String(!list.hidden));
  }

  function close() {
    panel.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function onKey(event) {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (panel.hidden) return void ask();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (hits.length) choose((Math.max(chosen, step > 0 ? -1 : 0) + step + hits.length) % hits.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (hits.length && !panel.hidden) go(Math.max(chosen, 0), event.ctrlKey || event.metaKey);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (panel.hidden) input.value = ''; else close();
    }
  }

  function onPageKey(event) {
    const target = event.target;
    const typing = target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName || '');
    const combined = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
    const single = !typing && !event.ctrlKey && !event.metaKey && !event.altKey && (event.key === '/' || event.key.toLowerCase() === 's');
    if (!combined && !single) return;
    event.preventDefault();
    input.focus();
    input.select();
  }

  place.replaceChildren(label, input, panel);
  input.addEventListener('input', ask);
  input.addEventListener('focus', () => {
    root.lifeboat.openSearch().catch(() => {});
    if (panel.hidden) ask();
  });
  input.addEventListener('keydown', onKey);
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { close(); input.focus(); }
  });
  place.addEventListener('focusout', (event) => {
    if (!place.contains(event.relatedTarget)) close();
  });
  document.addEventListener('keydown', onPageKey);

  const wanted = new URLSearchParams(root.location.search).get('search');
  if (wanted) {
    input.value = wanted.slice(0, 500);
    ask();
  }
})(globalThis, document);
