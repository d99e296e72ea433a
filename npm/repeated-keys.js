/** Keys that stand twice in one object: of JSON text the engine keeps the last of them, without a word. */

/** No place of the contract is deeper than 6. */
const DEEPEST = 64;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * A pointer for each repetition.
 * @param {string} text of JSON that was parsed
 * @param {unknown} value what came of it
 * @returns {string[]}
 */
export function repeatedIn(text, value) {
  // What is repeated is in the text and not in the value: to count both takes less than to read the text again.
  return atMostIn(text) > membersOf(value) ? repetitions(text) : [];
}

/** How many keys a text has at most: a colon behind a quote may also stand inside of a string. @param {string} text */
function atMostIn(text) {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    if (text.charCodeAt(before(text, at)) === QUOTE) count++;
  }
  return count;
}

/** Where the last character before a place stands that is no blank. */
function before(text, at) {
  do at--; while (text.charCodeAt(at) <= 32);
  return at;
}

/** How many members a value has, and what is in it. Nothing calls itself here: a record may be deeper than the stack. */
function membersOf(value) {
  let count = 0;
  const open = [value];
  while (open.length) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const inner = Object.values(next);
    if (!Array.isArray(next)) count += inner.length;
    for (const one of inner) if (typeof one === 'object') open.push(one);
  }
  return count;
}

/** The text read again, mark by mark. @param {string} text */
function repetitions(text) {
  /** @type {string[]} */
  const found = [];
  /** What is open: of an object its keys so far, of either where it is read. @type {{ keys?: Set<string>, at: string | number }[]} */
  const open = [];
  const marks = /["[\]{},]/g;
  const colon = /\s*:/y;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const inside = open.at(-1);
    if (mark[0] === '{') open.push({ keys: new Set(), at: '' });
    if (mark[0] === '[') open.push({ at: 0 });
    if (mark[0] === ']' || mark[0] === '}') open.pop();
    if (mark[0] === ',' && typeof inside?.at === 'number') inside.at++;
    if (mark[0] !== '"') continue;
    const end = endOf(text, mark.index);
    marks.lastIndex = end;
    colon.lastIndex = end;
    if (!inside?.keys || !colon.test(text)) continue;
    // One that is escaped is the same key.
    const key = JSON.parse(text.slice(mark.index, end));
    inside.at = key;
    if (!inside.keys.has(key)) inside.keys.add(key);
    else if (open.length <= DEEPEST) found.push(open.map(({ at }) => `/${escaped(String(at))}`).join(''));
  }
  return found;
}

/** Where the string ends that begins at a quote. @param {string} text @param {number} from */
function endOf(text, from) {
  for (let end = text.indexOf('"', from + 1); ; end = text.indexOf('"', end + 1)) {
    let slashes = end;
    while (text.charCodeAt(slashes - 1) === BACKSLASH) slashes--;
    // Two of them are one of the string's own.
    if ((end - slashes) % 2 === 0) return end + 1;
  }
}

/** @param {string} key */
function escaped(key) {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
