/** The list of customers. */
import { ask, h, tag, when } from './page.js';

/**
 * @param {number} page from 0
 * @returns {Promise<HTMLElement[]>}
 */
export async function customers(page) {
  const { customers: listed, total, size } = await ask(`customers?page=${page}`);
  const rows = listed.map((/** @type {any} */ customer) => h('li', { class: 'task' },
    h('div', {},
      h('a', { href: `#customer=${customer.customer_id}` }, customer.business_legal_name),
      h('p', { class: 'hint' }, customer.kyc_model, ' · changed ', when(customer.updated_at))),
    tag(customer.status)));
  const turn = (/** @type {number} */ to, /** @type {string} */ words) => h('a', { href: `#page=${to}` }, words);
  return [
    h('h1', {}, 'Customers'),
    h('p', { class: 'lead' }, `${total} in this sandbox. Open one to move its status, write review issues and see its recent requests.`),
    h('ul', { class: 'tasks' }, ...rows),
    h('p', { class: 'together' },
      page > 0 && turn(page - 1, 'Earlier ones'), (page + 1) * size < total && turn(page + 1, 'Further ones')),
  ];
}
