import { editability } from '/kyb-patch/index.js';
import { h } from '../dom.js';
import { timeOf } from '../controls/date.js';
import { say } from '../language/index.js';

/**
 * The confirmation: what was received and what happens next.
 * @param {HTMLElement} page
 * @param {Record<string, any>} stored the customer as read after it
 * @param {HTMLElement[]} receipt
 */
export function sent(page, stored, receipt) {
  const { editable } = editability(stored.status);
  const [before, after] = say('sent.at', { when: '\u0000' }).split('\u0000');
  page.replaceChildren(
    h('h1', {}, say('sent.title')),
    h('p', { class: 'lead' }, before, timeOf(new Date().toISOString()), after),
    h('h2', {}, say('sent.next')),
    h('p', {}, say(`sent.${editable ? stored.status.toLowerCase() : 'closed'}`)),
    h('div', { class: 'actions' }, h('a', { class: 'button', href: '#/' }, say(editable ? 'sent.go_on' : 'sent.see_status'))),
    h('section', { class: 'receipt' }, h('h2', {}, say('sent.receipt')), ...receipt));
}
