import { clone, h, idOf } from '../dom.js';
import { asciiDigits, language, say } from '../language/index.js';

/** @typedef {import('../form/field.js').Field} Field */
/** @typedef {import('../form/field.js').Control} Control */

const PARTS = /** @type {const} */ (['day', 'month', 'year']);

/**
 * A date in three parts, with one message for all of them.
 * @param {Field} field
 * @returns {Control}
 */
export function date(field) {
  const { element } = field;
  element.setAttribute('role', 'group');
  return dateIn(element, element, element.dataset.autocomplete);
}

/**
 * The three parts, put at the end of `place`.
 * @param {HTMLElement} place
 * @param {HTMLElement} group what carries the legend
 * @param {string} [token] such as `bday`, from which `bday-day` and the others are made
 * @returns {Control}
 */
export function dateIn(place, group, token) {
  place.append(clone('date'));
  const inputs = PARTS.map((part) => /** @type {HTMLInputElement} */ (place.querySelector(`[data-part="${part}"]`)));
  inputs.forEach((input, at) => {
    const label = /** @type {HTMLLabelElement} */ (input.previousElementSibling);
    label.htmlFor = idOf(input);
    label.textContent = say(`date.${PARTS[at]}`);
    if (token) input.setAttribute('autocomplete', `${token}-${PARTS[at]}`);
  });
  place.addEventListener('paste', (event) => {
    const found = partsOf(event.clipboardData?.getData('text') ?? '');
    if (!found) return;
    event.preventDefault();
    inputs.forEach((input, at) => { input.value = found[at]; });
    for (const type of ['input', 'change']) event.target?.dispatchEvent(new Event(type, { bubbles: true }));
  });
  const written = () => inputs.map((input) => asciiDigits(input.value.trim()));
  const missing = () => PARTS.filter((_, at) => written()[at] === '');
  return {
    keep: () => (missing().length === PARTS.length ? undefined : written()),
    resume: (kept) => inputs.forEach((input, at) => { input.value = kept?.[at] ?? ''; }),
    // Two digits where a person wrote one; anything else goes to the rules as it is written.
    read: () => {
      if (missing().length > 0) return undefined;
      const [day, month, year] = written();
      return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    },
    write: (value) => {
      const [year, month, day] = String(value ?? '').split('-');
      [day, month, year].forEach((part, at) => { inputs[at].value = part?.replace(/^0(?=\d$)/, '') ?? ''; });
    },
    inputs: () => inputs,
    describe: describeDate,
    own: () => {
      const lacking = missing();
      if (lacking.length === 0 || lacking.length === PARTS.length) return [];
      const words = new Intl.ListFormat(language()).format(lacking.map((part) => say(`date.the_${part}`)));
      return [{ code: 'date_incomplete', message: say('own.date_incomplete', { parts: words }) }];
    },
  };
}

/**
 * Day, month and year of a whole date in digits; null where it is none. Where two readings are right, day and month stay
 * empty: a wrong one would look like an answer.
 * @param {string} text
 * @returns {string[]|null}
 */
function partsOf(text) {
  const [, year, month, day] = /^(\d{4})([-./ ]\d\d?)[-./ ](\d\d?)$/.exec(asciiDigits(text.trim())) ?? [];
  if (year) return [day, month.slice(1), year];
  const [, one, mark, two, last] = /^(\d\d?)([-./ ])(\d\d?)\2(\d{4})$/.exec(asciiDigits(text.trim())) ?? [];
  if (!last) return null;
  if (mark === '.' || language() !== 'en' || Number(one) > 12 || one === two) return [one, two, last];
  return Number(two) > 12 ? [two, one, last] : ['', '', last];
}

/** Made once: making one takes a phone longer than all else that a pause in typing sets off. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {'day'|'instant'} what */
function format(what) {
  const key = `${what} ${language()}`;
  const made = formats.get(key)
    ?? new Intl.DateTimeFormat(language(), what === 'day' ? { dateStyle: 'long', timeZone: 'UTC' } : { dateStyle: 'long', timeStyle: 'short' });
  formats.set(key, made);
  return made;
}

/** `2019-03-27` as people write it. @param {string} value */
export function describeDate(value) {
  const day = new Date(`${value}T00:00:00Z`);
  // A day that does not exist, which Date takes for one in the next month, stays as it is written.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) ? format('day').format(day) : value;
}

/** An instant as people write it, in their own time zone. @param {string|Date} value */
export function describeInstant(value) {
  const instant = new Date(value);
  return Number.isNaN(instant.getTime()) ? String(value) : format('instant').format(instant);
}

/** A time element, for text that names an instant. @param {string} value */
export function timeOf(value) {
  return h('time', { datetime: value }, describeInstant(value));
}
