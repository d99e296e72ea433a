/** What an empty control says: nothing. */
import { tokensOf } from './pointer.js';

/** Where an empty text is an answer: an identity document with one side has no back. */
const ANSWERS = new Set(['image_back']);

/** No value of the contract is deeper than 6. */
const DEEPEST = 64;

/** Where the items of a list stood in the form. @type {WeakMap<object, number[]>} */
const places = new WeakMap();

/**
 * The values of a form as a patch: an empty text, an empty list and an object without a value are left out. An object
 * in a list stays, for a form shows it as a row. What can't be read is left as it is: checking it says so.
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

/**
 * A report whose issues are told at the places that their values have in the form.
 * @param {import('./index.js').Report} report of a patch that `withoutBlanks` made
 * @param {any} patch
 */
export function inForm(report, patch) {
  for (const issue of report.issues) {
    let value = patch;
    issue.path = issue.path.replace(/\/[^/]*/g, (step) => {
      const [key] = tokensOf(step);
      const place = places.get(value)?.[Number(key)];
      value = value?.[key];
      return place === undefined ? step : `/${place}`;
    });
  }
  return report;
}

function answers(value, key, depth) {
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) {
    const items = [];
    const stood = [];
    for (const [place, item] of value.entries()) {
      const said = answers(item, key, depth + 1) ?? (isObject(item) ? {} : undefined);
      if (said === undefined) continue;
      items.push(said);
      stood.push(place);
    }
    if (items.length < value.length) places.set(items, stood);
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
