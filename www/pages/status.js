import { h } from '../dom.js';
import { timeOf } from '../controls/date.js';
import { SECTIONS, sectionOf } from '../guide.js';
import { at } from '../pointer.js';
import { say } from '../language/index.js';
import { describe } from './answers.js';
import { storedCards } from './people.js';
import { remarks } from './remarks.js';

/**
 * A customer that can't be changed: its status, why, what happens next, and what is on file.
 * @param {HTMLElement} page
 * @param {import('../form/form.js').Form} form filled with what is stored
 * @param {Record<string, any>} stored
 * @param {HTMLElement[]} [unsent] answers that came too late, with what is said of them
 */
export function status(page, form, stored, unsent = []) {
  const name = stored.status.toLowerCase();
  let words = say('status')[name];
  if (!words?.title || name === 'unknown') words = say('status.unknown');
  const fill = (/** @type {string} */ text) => text.replace('{email}', stored.email ?? say('status.its_email')).replace('{status}', stored.status);
  page.replaceChildren(
    h('p', { class: `tag status-${name}` }, h('span', { class: 'hidden-text' }, `${say('status.label')}: `), fill(words.name)),
    h('h1', {}, words.title),
    stored.submitted_at ? h('p', { class: 'quiet-text' }, ...dated(stored.submitted_at)) : '',
    h('h2', {}, say('status.next')),
    h('p', {}, fill(words.next)),
    h('h2', {}, say('status.why')),
    h('p', {}, fill(words.why)),
    ...(name === 'rejected' ? remarks(stored.review_issues, { title: say('home.remarks') }) : []),
    ...(unsent.length > 0 ? [h('section', { class: 'unsent' }, ...unsent)] : []),
    h('section', { class: 'on-file' },
      h('h2', {}, say('status.on_file')),
      ...onFile(form, stored),
      h('p', { class: 'hint' }, say('status.never'))));
}

/** @param {string} when */
function dated(when) {
  const [before, after] = say('status.submitted', { when: '\u0000' }).split('\u0000');
  return [before, timeOf(when), after];
}

/** @param {import('../form/form.js').Form} form @param {Record<string, any>} stored */
function onFile(form, stored) {
  return SECTIONS.flatMap((section) => {
    if (section === 'people') return stored.associated_persons.length > 0 ? [h('h3', {}, say('pages.people.title')), ...storedCards(stored.associated_persons)] : [];
    const pointers = new Set(form.present()
      .filter((field) => sectionOf(field.page) === section && field.kind !== 'list' && form.entry(`/${field.pointer.split('/')[1]}`).readable !== false)
      .map((field) => `/${field.pointer.split('/')[1]}`)
      // They may have been agreed to by a number, which no read shows.
      .filter((pointer) => pointer !== '/terms_signed_at' || at(stored, pointer)));
    if (pointers.size === 0) return [];
    return [h('h3', {}, say(`pages.${section}.title`)), h('dl', { class: 'rows' }, ...[...pointers].map((pointer) => {
      const value = at(stored, pointer);
      return h('div', { class: 'row' }, h('dt', {}, form.labelOf(pointer)),
        h('dd', { class: 'row-now' }, value === undefined || value === null ? h('span', { class: 'row-none' }, say('status.none')) : describe(form, pointer, value)));
    }))];
  });
}
