import { h } from '../dom.js';
import { pointerOf } from '../form/field.js';
import { at, within } from '../pointer.js';

/**
 * An answer in words: by the control that takes it, or as a list of its members.
 * @param {import('../form/form.js').Form} form
 * @param {string} pointer
 * @param {any} value
 * @returns {HTMLElement}
 */
export function describe(form, pointer, value) {
  const asked = form.present().filter((field) => field.kind !== 'list' && within(field.pointer, pointer));
  if (asked[0]?.pointer === pointer) return h('span', { class: 'answer' }, inWords(asked[0], value));
  const told = asked.map((field) => ({ field, part: at(value, field.pointer.slice(pointer.length)) }))
    .filter(({ part }) => part !== undefined && part !== null);
  if (/_address$/.test(pointer)) {
    return h('span', { class: 'answer lines' }, told.map(({ field, part }) => inWords(field, part)).join('\n'));
  }
  return h('dl', { class: 'answer members' }, ...told.map(({ field, part }) => h('div', {},
    h('dt', {}, pointerOf(/** @type {HTMLElement} */ (field.element.closest('[data-group]'))) === pointer ? field.label : field.fullLabel), h('dd', {}, inWords(field, part)))));
}

/** @param {import('../form/field.js').Field} field @param {any} value */
function inWords(field, value) {
  return field.control.describe?.(value) ?? String(value);
}
