'use strict';
/**
 * Splits a query, or the text of a snippet, into the words that the index knows: the browser's half of
 * `src/search/word.rs`, `fold.rs` and `phone.rs`. Both halves read the cases in `tests/search/tokens.json`.
 *
 * @typedef {{term: string, position: number, start: number, end: number, joined: boolean}} Word
 *   `start` and `end` count UTF-16 units of the text.
 */
(function (root) {
  const LONGEST_TERM = 40;
  const MOST_PIECES = 6;
  const MOST_GROUPS = 5;

  const LETTER = /[\p{Alphabetic}\p{N}]/u;
  const WORD = /[\p{Alphabetic}\p{N}\p{M}]/u;
  const NUMERIC = /\p{N}/u;
  const APOSTROPHE = /['\u2018\u2019\u02bc\uff07`\u00b4\u2032]/;
  const IGNORED = /[\u00ad\u200b-\u200d\u2060]/;
  const HYPHEN = /^[-\u2010\u2011]$/;
  const CONNECTOR = /^[-\u2010\u2011.:_]$/;
  const PAIRED = new RegExp('[\\u0e00-\\u0eff\\u1000-\\u109f\\u1100-\\u11ff\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff' +
    '\\u3130-\\u318f\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\uff66-\\uff9f' +
    '\\u{20000}-\\u{3ffff}]', 'u');
  const NOT_KEPT = new RegExp('[^\\p{Alphabetic}\\p{N}\\p{M}]|[\\u0300-\\u036f\\u0591-\\u05c7\\u0610-\\u061a\\u0640' +
    '\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u02bc\\ufe00-\\ufe0f]', 'gu');
  const SPECIAL = /[ßæœþøđðłıħŧς]/g;
  const PLAIN = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', ħ: 'h', ŧ: 't', ς: 'σ' };
  const DIGIT_GROUPS = /\d+(?:[ \u00a0\u202f./()\u2011-]{1,2}\d+)*/g;

  /** @param {string} word @returns {string} the form that is compared */
  function fold(word) {
    if (/^[a-z0-9]*$/.test(word)) return word;
    return word.normalize('NFKD').toLowerCase().normalize('NFKD')
      .replace(SPECIAL, (letter) => PLAIN[letter]).replace(NOT_KEPT, '').normalize('NFC');
  }

  /** @param {string} text @param {boolean} [elision] an apostrophe ends a word @returns {Word[]} */
  function findWords(text, elision) {
    const letters = Array.from(text);
    const offsets = [0];
    for (const letter of letters) offsets.push(offsets[offsets.length - 1] + letter.length);
    const phones = findPhones(text);
    const words = [];
    let position = 0;

    const startsWord = (at) => at < letters.length && LETTER.test(letters[at]) && !APOSTROPHE.test(letters[at]);
    const spell = (start, end) =>
      letters.slice(start, end).filter((letter) => !APOSTROPHE.test(letter) && !IGNORED.test(letter)).join('');
    const push = (term, at, start, end, joined) =>
      words.push({ term, position: at, start: offsets[start], end: offsets[end], joined });

    function pieceEnd(start) {
      let at = start;
      while (at < letters.length) {
        const letter = letters[at];
        const inside = APOSTROPHE.test(letter)
          ? !elision && startsWord(at + 1)
          : WORD.test(letter) || IGNORED.test(letter);
        if (!inside) break;
        at += 1;
      }
      return at;
    }

    function pushPlain(start, end) {
      const term = Array.from(fold(spell(start, end))).slice(0, LONGEST_TERM).join('');
      if (term) push(term, position++, start, end, false);
    }

    function pushPairs(start, end) {
      const folded = Array.from(fold(spell(start, end)));
      const aligned = folded.length === end - start;
      const width = Math.min(2, folded.length);
      for (let i = 0; width && i + width <= folded.length; i += 1) {
        const from = aligned ? start + i : start;
        push(folded.slice(i, i + width).join(''), position++, from, aligned ? from + width : end, false);
      }
    }

    function pushPiece(start, end) {
      const first = position;
      let at = start;
      while (at < end) {
        const paired = PAIRED.test(letters[at]);
        let stop = at + 1;
        while (stop < end && (PAIRED.test(letters[stop]) === paired || !LETTER.test(letters[stop]))) stop += 1;
        if (paired) pushPairs(at, stop); else pushPlain(at, stop);
        at = stop;
      }
      for (const form of phones.get(offsets[start]) || []) push(form, first, start, end, true);
    }

    function readCompound(start) {
      const firstWord = words.length;
      const first = position;
      const pieces = [];
      const connectors = [];
      let at = start;
      let end = start;
      for (;;) {
        end = pieceEnd(at);
        pieces.push([at, end]);
        if (end >= letters.length || !CONNECTOR.test(letters[end]) || !startsWord(end + 1)) break;
        connectors.push(letters[end]);
        at = end + 1;
      }
      for (const piece of pieces) pushPiece(piece[0], piece[1]);
      const joined = join(words.slice(firstWord).filter((word) => !word.joined), pieces, connectors);
      if (joined) push(joined, first, start, end, true);
      return end;
    }

    function join(parts, pieces, connectors) {
      const plain = parts.length === pieces.length && pieces.every((piece) => !PAIRED.test(letters[piece[0]]));
      const numbered = pieces.some((piece) => letters.slice(piece[0], piece[1]).some((letter) => NUMERIC.test(letter)));
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

    for (let at = 0; at < letters.length;) at = startsWord(at) ? readCompound(at) : at + 1;
    return words;
  }

  /** @param {string} text @returns {Map<number, string[]>} joined forms by the place of the first digit */
  function findPhones(text) {
    const phones = new Map();
    for (const match of text.matchAll(DIGIT_GROUPS)) {
      const before = lastLetter(text.slice(0, match.index));
      const after = Array.from(text.slice(match.index + match[0].length, match.index + match[0].length + 2))[0] || ' ';
      if (LETTER.test(before) || LETTER.test(after)) continue;
      const forms = joinGroups(match[0].match(/\d+/g), before === '+');
      if (forms.length) phones.set(match.index, forms);
    }
    return phones;
  }

  function lastLetter(text) {
    return Array.from(text.slice(-2)).pop() || ' ';
  }

  function joinGroups(groups, international) {
    if (international && groups[1] === '0') groups.splice(1, 1);
    const forms = [];
    const push = (form) => {
      if (form.length >= 7 && form.length <= 15 && !forms.includes(form)) forms.push(form);
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

  root.lifeboat = root.lifeboat || {};
  root.lifeboat.finding = Object.assign(root.lifeboat.finding || {}, { words: { find: findWords, fold } });
  if (typeof module === 'object' && module) module.exports = root.lifeboat.finding.words;
})(globalThis);
