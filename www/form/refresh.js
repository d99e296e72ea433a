import { noteConflict } from '../draft/contents.js';
import { ON_FILE } from './corrections.js';
import { at, parts } from '../pointer.js';

/**
 * Puts a customer that was read anew under the answers. Questions that the person left alone show what is on file now;
 * where both changed, both stay, and the guide knows of the conflict.
 * @param {import('../guide.js').Guide} guide
 * @param {Record<string, any>} customer
 */
export function refresh(guide, customer) {
  const { form, known, conflicts } = guide;
  const before = known.stored;
  const answers = form.answers();
  known.stored = customer;
  Object.assign(known.context, { kybStatus: customer.status, stored: customer });
  for (const name of Object.keys(answers)) {
    if (!form.isList(name)) noteConflict(guide, name, conflicts.get(name) ?? before[name], answers);
  }
  form.fill(customer, before, conflicts);
  for (const [pointer, field] of form.named()) {
    if (!pointer.startsWith(`${ON_FILE}/`) || field.changed()) continue;
    const [, id, ...rest] = parts(pointer);
    const person = customer.associated_persons.find((/** @type {any} */ one) => one.associated_person_id === id);
    if (person) field.fill(at(person, `/${rest.join('/')}`) ?? undefined);
  }
}

/**
 * Takes what is on file in place of the person's own answer.
 * @param {import('../guide.js').Guide} guide
 * @param {string} name of a field at the top
 */
export function takeStored({ form, known, conflicts }, name) {
  conflicts.delete(name);
  form.refill(name, known.stored);
  form.changed(null);
}
