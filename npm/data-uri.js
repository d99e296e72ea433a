/**
 * Decodes files where the engine can, so that they need not cross as text. What is not plainly base64 with padding, as
 * RFC 4648 has it, is left to the module, which says what is wrong: a report does not depend on who decodes.
 */

/** How much of each end of a long data URI crosses: END of src/checks/file.rs. */
export const END_UNITS = 4096;
/** Not in engines of before 2025. */
export const decodes = 'setFromBase64' in Uint8Array.prototype;

/** The longest MIME type of a data URI that is decoded here. */
const MAX_MIME = 256;
const DATA = 'data:';
const BASE64 = ';base64,';
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;

/**
 * Writes the MIME type of a data URI and its content, or that of both ends.
 * @param {string} text
 * @param {Uint8Array} bytes with room for the type and two ends
 * @param {number} from where in it
 * @returns {[units: number, mime: number, head: number, tail: number] | undefined} of how many signs its base64 is, and
 *   how many bytes were written of what; undefined for what is the module's to decode
 */
export function contentOf(text, bytes, from) {
  let mime = 0;
  for (let unit; (unit = text.charCodeAt(DATA.length + mime)) !== SEMICOLON; ) {
    // Also at the end, where it is no number.
    if (!(unit < 128) || mime === MAX_MIME) return;
    bytes[from + mime++] = unit;
  }
  const begin = DATA.length + mime + BASE64.length;
  const { length } = text;
  const units = length - begin;
  if (units % 4 !== 0 || !stands(text, 0, DATA) || !stands(text, begin - BASE64.length, BASE64)) return;
  const padding = text.charCodeAt(length - 1) !== EQUALS ? 0 : text.charCodeAt(length - 2) !== EQUALS ? 1 : 2;
  const to = from + mime;
  if (length <= 2 * END_UNITS) {
    const head = (units / 4) * 3 - padding;
    return decode(text.slice(begin), bytes.subarray(to, to + head)) ? [units, mime, head, 0] : undefined;
  }
  const signs = (END_UNITS - begin) & ~3;
  const head = (signs / 4) * 3;
  const tail = (END_UNITS / 4) * 3 - padding;
  const both = decode(text.slice(begin, begin + signs), bytes.subarray(to, to + head))
    && decode(text.slice(-END_UNITS), bytes.subarray(to + head, to + head + tail));
  return both ? [units, mime, head, tail] : undefined;
}

/** Whether something stands at a place: by units, for calls of the engine cost more. @param {string} text @param {number} at @param {string} wanted */
function stands(text, at, wanted) {
  for (let place = 0; place < wanted.length; place++) {
    if (text.charCodeAt(at + place) !== wanted.charCodeAt(place)) return false;
  }
  return true;
}

/**
 * Decodes base64; false for what is not base64 to its last sign. Blanks, which the engine passes over, leave room.
 * @param {string} text
 * @param {any} bytes a Uint8Array of as many as it stands for
 */
function decode(text, bytes) {
  try {
    const { read, written } = bytes.setFromBase64(text);
    return read === text.length && written === bytes.length;
  } catch {
    return false;
  }
}
