/**
 * Splits a query, or the text of a snippet, into the words that the index knows: the browser's half of
 * `src/search/word.rs`, `fold.rs` and `phone.rs`. Both halves read the cases in `tests/search/tokens.json`.
 *
 * @typedef {{term: string, position: number, start: number, end: number, joined: boolean}} Word
 *   `start` and `end` count UTF-16 units of the text.
 */
const LONGEST_TERM = 40;
const MOST_PIECES = 6;
const MOST_GROUPS = 5;
/** Forms among which an equal one is looked for. */
const NEAR = 12;

const APOSTROPHES = "'\u2018\u2019\u02bc\uff07`\u00b4\u2032";
const IGNORED = '\u00ad\u200b-\u200d\u2060';
const LETTER = /[\p{Alphabetic}\p{N}]/u;
const NUMERIC = /\p{N}/u;
const HYPHEN = /[-\u2010\u2011]/;
const CONNECTOR = /[-\u2010\u2011.:_]/;
const PLAIN_WORD = /^[A-Za-z0-9]+$/;
const UNREAD = new RegExp(`[${APOSTROPHES}${IGNORED}]`, 'g');
const SCRIPTS = '\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff' +
  '\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{3ffff}';
const PAIRED = new RegExp(`[${SCRIPTS}]`, 'u');
/** Letters of one kind, paired or plain, with the marks and signs between them. */
const RUN = new RegExp(`[${SCRIPTS}](?:[${SCRIPTS}]|[^\\p{Alphabetic}\\p{N}])*|[^${SCRIPTS}](?:[^${SCRIPTS}]|[^\\p{Alphabetic}\\p{N}])*`, 'gu');
const BEGIN = '(?!\u02bc)[\\p{Alphabetic}\\p{N}]';
const REST = `(?:(?!\u02bc)[\\p{Alphabetic}\\p{N}\\p{M}${IGNORED}])*`;
/** Pieces with single connectors between them. */
const compound = (/** @type {string} */ piece) => new RegExp(`${piece}(?:[-\\u2010\\u2011.:_]${piece})*`, 'gu');
const COMPOUND = compound(`${BEGIN}${REST}(?:[${APOSTROPHES}]${BEGIN}${REST})*`);
const ELIDING_COMPOUND = compound(BEGIN + REST);
const NOT_KEPT = new RegExp('[^\\p{Alphabetic}\\p{N}\\p{M}]|[\\u0300-\\u036f\\u0591-\\u05c7\\u0610-\\u061a\\u0640' +
  '\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u02bc\\ufe00-\\ufe0f]', 'gu');
const SPECIAL = /[ßæœþøđðłıħŧς]/g;
/** @type {Record<string, string>} */
const PLAIN = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', ħ: 'h', ŧ: 't', ς: 'σ' };
const DIGIT_GROUPS = /\d+(?:[ \u00a0\u202f./()\u2011-]{1,2}\d+)*/g;

/** @param {string} word @returns {string} the form that is compared */
export function fold(word) {
  if (/^[a-z0-9]*$/.test(word)) return word;
  return word.normalize('NFKD').toLowerCase().normalize('NFKD')
    .replace(SPECIAL, (letter) => PLAIN[letter]).replace(NOT_KEPT, '').normalize('NFC');
}

/** @param {string} text @param {boolean} [elision] an apostrophe ends a word @returns {Word[]} */
export function findWords(text, elision) {
  const phones = findPhones(text);
  const words = [];
  let position = 0;
  for (const { 0: written, index } of text.matchAll(elision ? ELIDING_COMPOUND : COMPOUND)) {
    if (PLAIN_WORD.test(written) && !phones.has(index)) {
      const term = written.slice(0, LONGEST_TERM).toLowerCase();
      words.push({ term, position, start: index, end: index + written.length, joined: false });
      position += 1;
    } else {
      position = readCompound(written, index, position, phones, words);
    }
  }
  return words;
}

/** Adds the words of pieces with single connectors between them; returns the position after them. @param {string} written @param {number} offset @param {number} first @param {Map<number, string[]>} phones @param {Word[]} words */
function readCompound(written, offset, first, phones, words) {
  const pieces = written.split(CONNECTOR);
  const connectors = written.match(new RegExp(CONNECTOR, 'g')) || [];
  const parts = [];
  let at = offset;
  let position = first;
  for (const piece of pieces) {
    const found = readPiece(piece, at, position);
    words.push(...found);
    parts.push(...found);
    for (const term of phones.get(at) || []) words.push({ term, position, start: at, end: at + piece.length, joined: true });
    position += found.length;
    at += piece.length + 1;
  }
  const term = join(parts, pieces, connectors);
  if (term) words.push({ term, position: first, start: offset, end: offset + written.length, joined: true });
  return position;
}

/** A piece is cut where its script changes between pairs and plain words. @param {string} piece @param {number} offset @param {number} first @returns {Word[]} */
function readPiece(piece, offset, first) {
  /** @type {Word[]} */
  const words = [];
  for (const { 0: run, index } of piece.matchAll(RUN)) {
    const start = offset + index;
    const spelled = run.replace(UNREAD, '');
    const add = (/** @type {string} */ term, /** @type {number} */ from, /** @type {number} */ to) => void words.push({ term, position: first + words.length, start: from, end: to, joined: false });
    if (PAIRED.test(run)) addPairs(run, fold(spelled), start, add);
    else {
      const term = Array.from(fold(spelled)).slice(0, LONGEST_TERM).join('');
      if (term) add(term, start, start + run.length);
    }
  }
  return words;
}

/** @param {string} run @param {string} folded @param {number} start @param {(term: string, from: number, to: number) => void} add */
function addPairs(run, folded, start, add) {
  const letters = Array.from(folded);
  const written = Array.from(run);
  const aligned = letters.length === written.length;
  const width = Math.min(2, letters.length);
  let from = start;
  for (let i = 0; width && i + width <= letters.length; i += 1) {
    const length = aligned ? written.slice(i, i + width).join('').length : run.length;
    add(letters.slice(i, i + width).join(''), from, from + length);
    if (aligned) from += written[i].length;
  }
}

/** The extra word that pieces make together, if they read as an identifier or a hyphenated word; else nothing. @param {Word[]} parts @param {string[]} pieces @param {string[]} connectors */
function join(parts, pieces, connectors) {
  const plain = parts.length === pieces.length && pieces.every((piece) => !PAIRED.test(Array.from(piece)[0]));
  const numbered = pieces.some((piece) => NUMERIC.test(piece));
  const hyphened = pieces.length <= 3 && connectors.every((connector) => HYPHEN.test(connector));
  if (!plain || pieces.length < 2 || pieces.length > MOST_PIECES || !(numbered || hyphened)) return '';
  let joined = '';
  parts.forEach((part, i) => {
    const dotted = i > 0 && /[.:]/.test(connectors[i - 1]);
    if (dotted && /\d$/.test(joined) && /^\d/.test(part.term)) joined += '.';
    joined += part.term;
  });
  return Array.from(joined).length <= LONGEST_TERM ? joined : '';
}

/** @param {string} text @returns {Map<number, string[]>} joined forms by the place of the first digit */
function findPhones(text) {
  const phones = new Map();
  for (const match of text.matchAll(DIGIT_GROUPS)) {
    const before = lastLetter(text.slice(0, match.index));
    const after = Array.from(text.slice(match.index + match[0].length, match.index + match[0].length + 2))[0] || ' ';
    if (LETTER.test(before) || LETTER.test(after)) continue;
    const forms = joinGroups(match[0].match(/\d+/g) || [], before === '+');
    if (forms.length) phones.set(match.index, forms);
  }
  return phones;
}

/** @param {string} text */
function lastLetter(text) {
  return Array.from(text.slice(-2)).pop() || ' ';
}

/** @param {string[]} groups @param {boolean} international */
function joinGroups(groups, international) {
  if (international && groups[1] === '0') groups.splice(1, 1);
  /** @type {string[]} */
  const forms = [];
  const push = (/** @type {string} */ form) => {
    if (form.length >= 7 && form.length <= 15 && !forms.slice(-NEAR).includes(form)) forms.push(form);
  };
  if (groups.length === 1 && international) {
    for (let code = 1; code <= 3; code += 1) {
      push(groups[0].slice(code));
      push('0' + groups[0].slice(code));
    }
  }
  for (let first = 0; first < groups.length; first += 1) {
    for (let last = first + 1; last < Math.min(groups.length, first + MOST_GROUPS); last += 1) {
      const joined = groups.slice(first, last + 1).join('');
      if (first === 1 && international && !joined.startsWith('0')) push('0' + joined);
      push(joined);
    }
  }
  return forms;
}
