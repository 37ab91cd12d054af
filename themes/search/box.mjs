/**
 * The search box: a combobox over a list of hits. It fills the element `#lb-search` of a page, whose link to the A–Z index
 * serves those without scripts. Whatever a query or an index holds enters the page as text, never as markup.
 */

const LIMIT = 10;
/** Values of a facet that are offered; the rest are found by typing. */
const MOST_VALUES = 8;

/**
 * @param {string} name @param {string} [className] @param {Record<string, string>} [attributes] @param {string} [text]
 * @returns {HTMLElement}
 */
function make(name, className, attributes, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

/** `first-hour` as people read it. @param {string} word */
function readable(word) {
  const text = word.replace(/[-_]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {import('./engine.mjs').Engine} engine @param {string} site the way to the site's root */
export function openBox(engine, site) {
  const place = document.getElementById('lb-search');
  if (!place) return;
  const index = place.querySelector('a')?.href || `${site}az.html`;
  /** The newest question asked; answers to older ones are dropped. */
  let asked = 0;
  /** @type {any[]} */
  let hits = [];
  let chosen = -1;
  /** Values chosen by facet. @type {Record<string, string[]>} */
  let facets = {};

  const input = /** @type {HTMLInputElement} */ (make('input', '', { type: 'search', id: 'search-input', role: 'combobox', autocomplete: 'off',
    autocapitalize: 'none', spellcheck: 'false', enterkeyhint: 'search', placeholder: 'Search', maxlength: '500',
    'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'search-results', 'aria-keyshortcuts': '/ s Control+K' }));
  const label = make('label', 'visually-hidden', { for: 'search-input' }, 'Search this playbook');
  const status = make('p', 'search-status', { role: 'status' });
  const choices = make('div', 'search-facets', { role: 'group', 'aria-label': 'Narrow the search' });
  const list = make('ul', 'search-results', { role: 'listbox', id: 'search-results', 'aria-label': 'Topics found' });
  const help = make('p', 'search-help');
  const panel = make('div', 'search-panel', { hidden: '' });
  panel.append(status, choices, list, help);
  place.replaceChildren(label, input, panel);

  async function ask() {
    const query = input.value.trim();
    const number = (asked += 1);
    if (!query) {
      facets = {};
      show([], {});
      status.textContent = 'Type what you need, in your own words.';
      offerHelp();
      return;
    }
    try {
      const answer = /** @type {any} */ (await /** @type {any} */ (globalThis).lifeboat.search(query, { limit: LIMIT, facets }));
      if (number !== asked) return;
      const { total, corrected } = answer;
      const counts = await answer.counts();
      if (number !== asked) return;
      show(answer.hits, counts);
      const taken = corrected.map((/** @type {string[]} */ [typed, found]) => `“${found}” for “${typed}”`).join(', ');
      status.textContent = !total ? 'Nothing found.' : `${total} ${total === 1 ? 'topic' : 'topics'} found`
        + `${total > LIMIT ? `, the best ${LIMIT} shown` : ''}${taken && `; searched ${taken}`}.`;
      if (total) help.hidden = true; else offerHelp();
    } catch (fault) {
      if (number !== asked) return;
      show([], {});
      status.textContent = 'The search index cannot be read in this copy.';
      offerLinks('Every topic is in the ', [{ href: index, text: 'index from A to Z' }]);
      console.warn(fault);
    }
  }

  /** @param {any[]} found @param {Record<string, [string, number][]>} counts */
  function show(found, counts) {
    hits = found;
    list.replaceChildren(...found.map(drawHit));
    list.hidden = !found.length;
    choose(-1);
    drawFacets(counts);
    panel.hidden = false;
    input.setAttribute('aria-expanded', String(!list.hidden));
  }

  /** @param {any} hit @param {number} i */
  function drawHit(hit, i) {
    const option = make('li', 'search-hit', { role: 'option', id: `search-hit-${i}`, 'aria-selected': 'false' });
    option.append(make('span', 'search-hit-title', {}, hit.title));
    if (hit.section && hit.section !== hit.title) option.append(' ', make('span', 'search-hit-section', {}, `› ${hit.section}`));
    const about = [hit.kind, hit.phase, hit.status === 'approved' ? '' : hit.status].filter(Boolean).map(readable).join(' · ');
    if (about) option.append(' ', make('span', 'search-hit-meta', {}, about));
    const passage = make('span', 'search-hit-snippet');
    let at = 0;
    for (const [start, end] of hit.marks) {
      passage.append(hit.snippet.slice(at, start), make('mark', '', {}, hit.snippet.slice(start, end)));
      at = end;
    }
    passage.append(hit.snippet.slice(at));
    option.append(' ', passage);
    option.onclick = (event) => go(i, event.ctrlKey || event.metaKey);
    option.onmousemove = () => choose(i);
    // The box keeps the focus, so that the panel stays while a hit is clicked.
    option.onmousedown = (event) => event.preventDefault();
    return option;
  }

  /** @param {Record<string, [string, number][]>} counts */
  function drawFacets(counts) {
    const buttons = Object.entries(counts).sort().flatMap(([name, values]) => {
      const picked = facets[name] || [];
      // A value that was chosen and now finds nothing can still be given up.
      const gone = picked.filter((value) => !values.some(([known]) => known === value)).map((value) => /** @type {[string, number]} */ ([value, 0]));
      if (values.length < 2 && !picked.length) return [];
      const usual = values.sort((one, other) => other[1] - one[1]);
      return [...usual.filter(([value], i) => i < MOST_VALUES || picked.includes(value)), ...gone]
        .map(([value, count]) => drawChoice(name, value, count, picked));
    });
    choices.replaceChildren(...buttons);
    choices.hidden = !buttons.length;
  }

  /** @param {string} name @param {string} value @param {number} count @param {string[]} picked */
  function drawChoice(name, value, count, picked) {
    const pressed = picked.includes(value);
    const button = make('button', '', { type: 'button', 'aria-pressed': String(pressed), title: readable(name) }, `${readable(value)} (${count})`);
    button.onclick = () => {
      facets = { ...facets, [name]: pressed ? picked.filter((other) => other !== value) : picked.concat(value) };
      input.focus();
      ask();
    };
    return button;
  }

  /** Nothing typed or found: where people go first. The page's own links say which pages those are. */
  function offerHelp() {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = document.querySelectorAll('[data-search-help] a, .header-links a');
    offerLinks('Go to: ', links.length ? [...links].map(({ href, textContent }) => ({ href, text: (textContent || '').trim() })) : [{ href: index, text: 'A–Z' }]);
  }

  /** @param {string} lead @param {{href: string, text: string}[]} links */
  function offerLinks(lead, links) {
    help.replaceChildren(lead);
    links.forEach(({ href, text }, i) => help.append(i ? ' · ' : '', make('a', '', { href }, text)));
    help.hidden = false;
  }

  /** @param {number} next */
  function choose(next) {
    chosen = next;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === next)));
    const option = list.children[next];
    input.toggleAttribute('aria-activedescendant', !!option);
    if (!option) return;
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  /** Opens the page of a hit at its section, with the words to highlight. @param {number} i @param {boolean} aside */
  function go(i, aside) {
    const hit = hits[i];
    const path = hit.path.split('/').map(encodeURIComponent).join('/');
    const words = hit.terms.length ? `?highlight=${encodeURIComponent(hit.terms.join(' '))}` : '';
    const url = `${site}${path}${words}${hit.anchor ? `#${encodeURIComponent(hit.anchor)}` : ''}`;
    if (aside) return void open(url);
    location.assign(url);
    close();
  }

  function close() {
    panel.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  input.oninput = ask;
  input.onfocus = () => {
    // What every search needs, before the first letter.
    engine.open().catch(() => {});
    if (panel.hidden) ask();
  };
  input.onkeydown = (event) => {
    const { key } = event;
    if (event.isComposing || !/^(Arrow(Down|Up)|Enter|Escape)$/.test(key)) return;
    event.preventDefault();
    if (key === 'Escape') {
      if (panel.hidden) input.value = ''; else close();
    } else if (key === 'Enter') {
      if (hits.length && !panel.hidden) go(Math.max(chosen, 0), event.ctrlKey || event.metaKey);
    } else if (panel.hidden) {
      ask();
    } else if (hits.length) {
      choose(key === 'ArrowDown' ? (chosen + 1) % hits.length : (Math.max(chosen, 0) + hits.length - 1) % hits.length);
    }
  };
  panel.onkeydown = (event) => {
    if (event.key !== 'Escape') return;
    close();
    input.focus();
  };
  place.addEventListener('focusout', ({ relatedTarget }) => {
    if (!place.contains(/** @type {Node|null} */ (relatedTarget))) close();
  });
  document.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const held = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const typing = target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
    if (held ? key !== 'k' : typing || event.altKey || (key !== '/' && key !== 's')) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  engine.renewed = () => {
    if (!panel.hidden) ask();
  };

  const wanted = new URLSearchParams(location.search).get('search');
  if (wanted) {
    input.value = wanted.slice(0, 500);
    ask();
  }
}
