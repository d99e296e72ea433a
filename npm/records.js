/** Records of a file, one after another: a line each of JSON Lines, or the items of a JSON list. */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

import { repeatedIn } from './repeated-keys.js';

/** How much is read at once, in bytes. */
const WINDOW = 1 << 20;
/** The longest line, and the largest file of JSON that is no JSON Lines, in bytes: both are held at once. */
const LONGEST = 256 << 20;
const NEWLINE = 10;
/** What is no UTF-8 is refused, as the API refuses it: repaired, it would be another record. */
const decoder = new TextDecoder('utf-8', { fatal: true });

/** What can't be read as a record. */
export class Malformed extends Error {}

/**
 * @typedef {object} Found
 * @property {number} place from 1
 * @property {unknown} [value]
 * @property {string[]} [repeated] pointers of keys that stand twice in one object of it
 * @property {string} [fault] why there is no value
 * @property {number} read bytes of the file read so far
 */

/** How many bytes a file has; undefined where that can't be told. @param {string} file `-` is the standard input */
export async function sizeOf(file) {
  return file === '-' ? undefined : (await stat(file)).size;
}

/**
 * @param {string} file `-` is the standard input, which is JSON Lines
 * @returns {AsyncGenerator<Found>}
 */
export async function* recordsOf(file) {
  if (/\.json$/i.test(file)) yield* items(file);
  else yield* lines(file === '-' ? process.stdin : createReadStream(file, { highWaterMark: WINDOW }));
}

async function* items(file) {
  const size = await sizeOf(file);
  if (size !== undefined && size > LONGEST) throw new Malformed('too large for a file of JSON: write JSON Lines, a record a line');
  const { value, repeated = [], fault } = parsed(await readFile(file));
  if (!Array.isArray(value)) return yield { place: 1, value, repeated, fault, read: size ?? 0 };
  /** @type {Map<string, string[]>} */
  const byItem = new Map();
  for (const pointer of repeated) {
    const [, item, rest] = /** @type {RegExpExecArray} */ (/^\/(\d+)(.*)/s.exec(pointer));
    if (!byItem.get(item)?.push(rest)) byItem.set(item, [rest]);
  }
  for (const [at, item] of value.entries()) {
    yield { place: at + 1, value: item, repeated: byItem.get(String(at)), read: size ?? 0 };
  }
}

async function* lines(stream) {
  /** @type {Buffer[]} */
  let begun = [];
  let length = 0;
  let place = 0;
  let read = 0;
  for await (const window of stream) {
    let from = 0;
    for (;;) {
      const end = window.indexOf(NEWLINE, from);
      if (end < 0) break;
      place++;
      const piece = window.subarray(from, end);
      const line = length ? Buffer.concat([...begun, piece]) : piece;
      from = end + 1;
      if (length > LONGEST) yield { place, fault: 'the line is too long', read: read + from };
      else if (!isBlank(line)) yield { place, ...parsed(line), read: read + from };
      begun = [];
      length = 0;
    }
    read += window.length;
    const rest = window.subarray(from);
    // Of a line that is too long no more is kept than its length.
    length += rest.length;
    if (length > LONGEST) begun = [];
    else if (rest.length) begun.push(Buffer.from(rest));
  }
  const line = Buffer.concat(begun);
  place++;
  if (length > LONGEST) yield { place, fault: 'the line is too long', read };
  else if (!isBlank(line)) yield { place, ...parsed(line), read };
}

function isBlank(line) {
  return line.every((byte) => byte === 32 || (byte >= 9 && byte <= 13));
}

/**
 * What bytes say as JSON, with a byte order mark or without.
 * @param {Uint8Array} bytes
 * @returns {{ value?: unknown, repeated?: string[], fault?: string }}
 */
export function parsed(bytes) {
  let text;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { fault: 'not UTF-8' };
  }
  try {
    const value = JSON.parse(text);
    return { value, repeated: repeatedIn(text, value) };
  } catch {
    // The parser's own message quotes the text, which may be of a person.
    return { fault: 'not JSON' };
  }
}
