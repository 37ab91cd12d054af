/**
 * Cuts from a text the passage that says most about a query, and tells where in it the words stand. Makes no markup.
 */
import { findWords } from './words.mjs';

const LENGTH = 180;
/** Longer sections are read up to here; a reader who follows the link sees all of it. */
const READ = 20000;

/**
 * @param {string} text @param {Map<string, number>} worth of each term that stands for a word of the query
 * @param {boolean} elision
 * @returns {{snippet: string, marks: [number, number][], terms: string[]}} `terms` of the whole text
 */
export function cutSnippet(text, worth, elision) {
  const read = text.slice(0, READ);
  const hits = findWords(read, elision).filter((word) => worth.has(word.term));
  const start = startOfPassage(read, bestWindow(hits, worth));
  const end = endOfPassage(text, start);
  const before = start > 0 ? '… ' : '';
  const shift = before.length - start;
  /** @type {[number, number][]} */
  const marks = [];
  for (const hit of hits) {
    if (hit.start < start || hit.end > end) continue;
    const last = marks[marks.length - 1];
    if (last && hit.start + shift <= last[1]) last[1] = Math.max(last[1], hit.end + shift);
    else marks.push([hit.start + shift, hit.end + shift]);
  }
  return { snippet: before + text.slice(start, end).trimEnd() + (end < text.length ? ' …' : ''), marks, terms: hits.map((hit) => hit.term) };
}

/** Place of the first word of the window that holds the most worth, each word counted once. @param {import('./words.mjs').Word[]} hits @param {Map<string, number>} worth */
function bestWindow(hits, worth) {
  let best = 0;
  let bestWorth = 0;
  hits.forEach((hit, i) => {
    const seen = new Set();
    let sum = 0;
    for (let j = i; j < hits.length && hits[j].end - hit.start < LENGTH - 30; j += 1) {
      sum += seen.has(hits[j].term) ? 0.05 : worth.get(hits[j].term) || 0;
      seen.add(hits[j].term);
    }
    if (sum > bestWorth + 1e-9) {
      bestWorth = sum;
      best = hit.start;
    }
  });
  return best;
}

/** The begin of the sentence if it is near, else of a word a little before. @param {string} text @param {number} place */
function startOfPassage(text, place) {
  if (place < 60) return 0;
  const lead = text.slice(place - 60, place);
  const sentence = Math.max(lead.lastIndexOf('. '), lead.lastIndexOf('? '), lead.lastIndexOf('! '));
  if (sentence >= 0) return place - 60 + sentence + 2;
  const blank = lead.indexOf(' ', 25);
  return blank >= 0 ? place - 60 + blank + 1 : wholeCharacter(text, place - 20);
}

/** @param {string} text @param {number} start */
function endOfPassage(text, start) {
  if (text.length - start <= LENGTH + 20) return text.length;
  const blank = text.lastIndexOf(' ', start + LENGTH);
  return blank > start + LENGTH / 2 ? blank : wholeCharacter(text, start + LENGTH);
}

/** Never between the two halves of a character. @param {string} text @param {number} place */
function wholeCharacter(text, place) {
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit < 0xe000 ? place - 1 : place;
}
