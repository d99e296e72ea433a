/** @typedef {import('../form/field.js').Field} Field */
/** @typedef {import('../form/field.js').Control} Control */

/**
 * A repeating group: the answers are those of its items; what is said of all of them is said here.
 * @param {Field} field
 * @returns {Control}
 */
export function list(field) {
  const add = /** @type {HTMLElement} */ (field.element.querySelector('[data-add]'));
  return { read: () => undefined, write: () => {}, inputs: () => [add] };
}
