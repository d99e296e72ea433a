import { asciiDigits, digits, say } from '../language/index.js';

/** @typedef {import('../form/field.js').Field} Field */
/** @typedef {import('../form/field.js').Control} Control */

/** Text in one line or several, as typed. @param {Field} field @returns {Control} */
export function text(field) {
  const input = /** @type {HTMLInputElement} */ (field.element.querySelector('input, textarea'));
  return {
    read: () => (input.value === '' ? undefined : input.value),
    write: (value) => { input.value = value ?? ''; },
    inputs: () => [input],
  };
}

/** A number, with a point or a comma, with or without a percent sign. @param {Field} field @returns {Control} */
export function number(field) {
  const input = /** @type {HTMLInputElement} */ (field.element.querySelector('input'));
  const written = () => asciiDigits(input.value.trim()).replace(/\s*[%％٪]$/, '').replace(/[,٫]/, '.');
  const isNumber = () => /^[+-]?\d+(\.\d+)?$/.test(written());
  return {
    read: () => (isNumber() ? Number(written()) : undefined),
    write: (value) => { input.value = value == null ? '' : digits(value); },
    describe: digits,
    keep: () => input.value || undefined,
    resume: (kept) => { input.value = kept ?? ''; },
    inputs: () => [input],
    own: () => (written() !== '' && !isNumber() ? [{ code: 'not_a_number', message: say('own.not_a_number') }] : []),
  };
}
