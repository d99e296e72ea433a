import { h } from '../dom.js';
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
    // The empty text that is sent for a question nobody was asked says nothing.
    .filter(({ field, part }) => part !== undefined && part !== null && (part !== '' || field.applies));
  if (/_address$/.test(pointer)) {
    return h('span', { class: 'answer lines' }, told.map(({ field, part }) => inWords(field, part)).join('\n'));
  }
  const members = new Set(told.map(({ field }) => pointer + /** @type {string[]} */ (/^\/[^/]+(\/\d+)?/.exec(field.pointer.slice(pointer.length)))[0]));
  return h('dl', { class: 'answer members' }, ...[...members].map((member) => h('div', {},
    h('dt', {}, form.labelOf(member)), h('dd', {}, describe(form, member, at(value, member.slice(pointer.length)))))));
}

/** @param {import('../form/field.js').Field} field @param {any} value */
function inWords(field, value) {
  return field.control.describe?.(value) ?? String(value);
}
