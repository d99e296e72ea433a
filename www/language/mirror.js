/** Words between two marks are shown from right to left (the bidirectional algorithm's override and its end). */
const OVERRIDE = '\u202e';
const END = '\u202c';

/**
 * Text, or every text in a tree, with its words mirrored. What is filled in later stays as it is.
 * @template T
 * @param {T} words
 * @returns {T}
 */
export function mirrored(words) {
  if (typeof words === 'string') return /** @type {any} */ (words.replace(/\{\w+\}|\p{L}+/gu, (word) => (word.startsWith('{') ? word : `${OVERRIDE}${word}${END}`)));
  if (words === null || typeof words !== 'object') return words;
  return /** @type {any} */ (Object.fromEntries(Object.entries(words).map(([name, value]) => [name, mirrored(value)])));
}
