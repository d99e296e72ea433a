/** What an empty control says: nothing. */

/** Where an empty text is an answer: an identity document with one side has no back. */
const ANSWERS = new Set(['image_back']);

/** No value of the contract is deeper than 6. */
const DEEPEST = 64;

/**
 * The values of a form as a patch: an empty text, an empty list and an object without a value are left out. Items of
 * a list stay, so that their places stay. What can't be read is left as it is: checking it says so.
 * @param {any} values
 * @returns {any}
 */
export function withoutBlanks(values) {
  try {
    return answers(values, '', 0);
  } catch {
    return values;
  }
}

function answers(value, key, depth) {
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => answers(item, key, depth + 1) ?? (isObject(item) ? {} : item));
    return items.length ? items : undefined;
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(([name, inner]) => [name, answers(inner, name, depth + 1)]);
    const kept = members.filter(([, inner]) => inner !== undefined);
    return kept.length ? Object.fromEntries(kept) : undefined;
  }
  if (value === null || Number.isNaN(value)) return undefined;
  return value === '' && !ANSWERS.has(key) ? undefined : value;
}

/** Files and dates are values, not objects of a form. */
function isObject(value) {
  return typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Object]';
}
