/** Review issues: what compliance asks for, of the company and of each person. */
import { ask, button, h } from './page.js';

let ids = 0;

/**
 * @param {any} customer as a read shows it
 * @param {string} path of the customer
 * @param {(answer: any, words: string) => void} changed
 * @returns {HTMLElement[]}
 */
export function issues(customer, path, changed) {
  const stored = customer.review_issues ?? {};
  const company = subject('The company', stored.company_issues);
  const persons = customer.associated_persons.map((/** @type {any} */ person) => ({
    id: person.associated_person_id,
    ...subject([person.first_name, person.middle_name, person.last_name].filter(Boolean).join(' '),
      stored.associated_person_issues?.find((/** @type {any} */ issue) => issue.associated_person_id === person.associated_person_id)),
  }));
  const save = () => ask(`${path}/review_issues`, 'PUT', {
    company_issues: company.read(),
    associated_person_issues: persons.flatMap((/** @type {any} */ person) => {
      const issue = person.read();
      return issue ? [{ associated_person_id: person.id, ...issue }] : [];
    }),
  });
  const open = customer.status === 'PENDING_RESPONSE';
  return [
    h('p', { class: 'hint' }, 'The customer reads these in the form. Leave both lines empty to ask for nothing.'),
    company.element, ...persons.map((/** @type {any} */ person) => person.element),
    h('div', { class: 'together' },
      ...open ? [] : button('Save, and move to pending_response', async () => {
        await save();
        changed(await ask(`${path}/status`, 'PUT', { status: 'pending_response' }), 'Saved. The status is pending_response');
      }),
      ...button('Save', async () => changed(await save(), 'Saved'), open ? undefined : 'quiet')),
  ];
}

/**
 * @param {string} name
 * @param {{ reject_reason: string, description: string }} [issue]
 */
function subject(name, issue) {
  const [reason, description] = [`issue-${++ids}`, `issue-${++ids}`];
  const first = /** @type {HTMLInputElement} */ (h('input', { id: reason, maxlength: 2000, value: issue?.reject_reason, autocomplete: 'off' }));
  const second = /** @type {HTMLTextAreaElement} */ (h('textarea', { id: description, rows: 2, maxlength: 2000 }, issue?.description));
  return {
    element: h('fieldset', { class: 'issue' }, h('legend', {}, name),
      h('div', { class: 'field' }, h('label', { for: reason }, 'Reason'), first),
      h('div', { class: 'field' }, h('label', { for: description }, 'What is asked for'), second)),
    /** What is written; null for nothing. */
    read: () => (first.value.trim() || second.value.trim() ? { reject_reason: first.value, description: second.value } : null),
  };
}
