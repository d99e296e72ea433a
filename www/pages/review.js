import { h } from '../dom.js';
import { at, within } from '../pointer.js';
import { address } from '../router.js';
import { ON_FILE } from '../form/corrections.js';
import { SECTIONS, sectionOf } from '../guide.js';
import { summarise } from '../form/summary.js';
import { blocking, lacking, placesOf, replaced } from '../form/check.js';
import { say } from '../language/index.js';
import { describe } from './answers.js';
import { fullName } from './people.js';
import { conflictPanel } from './conflict.js';

/** @typedef {import('../form/field.js').Field} Field */
/** @typedef {import('../form/check.js').Checked} Checked */

/**
 * The last look before sending: only what changes, with what was there before.
 * @param {import('../guide.js').Guide} guide
 * @param {{ send: () => void, remind: (page: HTMLElement, checked: Checked) => void }} sending
 */
export function review(guide, { send, remind }) {
  guide.draw.set('review', (page) => {
    const checked = guide.check();
    const errors = blocking(checked);
    const count = Object.keys(checked.patch).length;
    for (const name of [...SECTIONS, ...errors.map(({ field }) => field?.page ?? '')]) {
      const seen = guide.page(name);
      if (seen && errors.some(({ field }) => field?.page === name)) guide.see(seen);
    }
    page.replaceChildren(
      h('h1', {}, say('review.title')),
      ...conflictPanel(guide, () => guide.show()),
      count > 0 || checked.corrections.length === 0 ? h('p', { class: 'lead' }, say(count > 0 ? 'review.lead' : 'review.lead_nothing')) : '',
      ...changesBySection(guide, checked),
      ...notSent(guide, checked),
      ...unsentCorrections(checked),
      ...stillMissing(guide, checked),
      h('div', { class: 'actions' },
        count > 0 && errors.length === 0 ? h('p', { class: 'declare' }, say('review.declare')) : null,
        count > 0 ? h('button', { type: 'button', 'data-send': true, onclick: () => send() }, say('review.send', { count })) : null,
        h('a', { class: 'later', href: '#/' }, say('back_home'))));
    summarise(page, errors, { back: 'review', lead: say('review.errors') });
    remind(page, checked);
  });
}

/**
 * What would be sent, section by section.
 * @param {import('../guide.js').Guide} guide
 * @param {Checked} checked
 * @param {{ links?: boolean }} [how] without links it is only a list
 * @returns {HTMLElement[]}
 */
export function changesBySection(guide, checked, { links = true } = {}) {
  const { form } = guide;
  const rows = rowsOf(guide, checked);
  return SECTIONS.flatMap((section) => {
    const mine = rows.filter(({ pointer }) => sectionOf(form.find(pointer)?.page ?? '') === section);
    if (mine.length === 0) return [];
    return [h('section', { class: 'changes' },
      h(links ? 'h2' : 'h3', {}, say(`pages.${section}.title`)),
      h('dl', { class: 'rows' }, ...mine.map((row) => rowOf(guide, checked, row, links))))];
  });
}

/**
 * What would be sent, corrections of people on file too, as a list to copy from once it is too late; what went out and was
 * not answered may be on file.
 * @param {import('../guide.js').Guide} guide
 * @param {Checked} checked
 * @returns {HTMLElement[]}
 */
export function unsentOf(guide, checked) {
  const listed = [...changesBySection(guide, checked, { links: false }), ...checked.corrections.map(({ id, person, patch }) => h('section', { class: 'changes' },
    h('h3', {}, fullName(person)),
    h('dl', { class: 'rows' }, ...Object.entries(patch).map(([name, value]) => {
      const pointer = `${ON_FILE}/${id}/${name}`;
      return h('div', { class: 'row' }, h('dt', {}, guide.form.labelOf(pointer)), h('dd', { class: 'row-now' }, describe(guide.form, pointer, value)));
    }))))];
  return listed.length > 0 ? [h('h2', {}, say(guide.doubt ? 'outcome.unknown.title' : 'status.unsent')), h('p', {}, say('status.unsent_lead')), ...listed] : [];
}

/**
 * One row a changed field; one an item of a list.
 * @param {import('../guide.js').Guide} guide
 * @param {Checked} checked
 */
function rowsOf({ form }, checked) {
  const places = placesOf(checked);
  return Object.keys(checked.patch).flatMap((name) => {
    const pointer = `/${name}`;
    if (!places.get(pointer)?.length) return [{ pointer, item: false }];
    return checked.patch[name].map((/** @type {unknown} */ _, /** @type {number} */ place) => ({ pointer: replaced(`${pointer}/${place}`, places), item: true }));
  }).sort((a, b) => order(form, a.pointer) - order(form, b.pointer));
}

/** @param {import('../form/form.js').Form} form @param {string} pointer */
function order(form, pointer) {
  return form.present().indexOf(/** @type {Field} */ (form.find(pointer)));
}

/**
 * @param {import('../guide.js').Guide} guide
 * @param {Checked} checked
 * @param {{ pointer: string, item: boolean }} row
 * @param {boolean} links
 */
function rowOf({ form, known }, checked, { pointer, item }, links) {
  const field = /** @type {Field} */ (form.find(pointer));
  const before = at(known.stored, pointer);
  const label = item ? titleOf(field) : form.labelOf(pointer);
  const issues = checked.issues.filter((issue) => within(issue.path, pointer) && issue.severity === 'warning');
  const hidden = form.entry(pointer).readable === false;
  const now = describe(form, pointer, at(checked.edited, pointer));
  return h('div', { class: item ? 'row item' : 'row', 'data-pointer': pointer },
    h('dt', {}, label),
    h('dd', { class: 'row-now' }, item ? null : h('span', { class: 'row-mark' }, say('review.now'), ' '), now),
    item ? null : h('dd', { class: 'row-before' }, ...(before !== undefined && before !== null
      ? [h('span', { class: 'row-mark' }, say('review.before'), ' '), describe(form, pointer, before)]
      : [h('span', { class: 'row-none' }, say(hidden ? 'review.hidden_before' : 'review.no_before'))])),
    ...issues.map((issue) => h('dd', { class: 'message warning' }, h('span', {}, h('span', { class: 'hidden-text' }, say('severity.warning')), ' ', issue.message))),
    links ? h('dd', { class: 'row-change' }, h('a', {
      href: address(field.page, { to: !field.applies || (item && field.page.includes('/')) ? undefined : field.pointer, back: 'review' }),
    }, say('change'), h('span', { class: 'hidden-text' }, ` ${label}`))) : null);
}

/** The heading of the item in which a field stands: the name of a person, "Document 2". @param {Field} field */
function titleOf(field) {
  const item = field.element.closest('[data-item]');
  return (item?.querySelector(':scope > legend') ?? item?.querySelector('h1'))?.textContent?.trim() ?? field.label;
}

/**
 * What differs and still does not go out, and why.
 * @param {import('../guide.js').Guide} guide
 * @param {Checked} checked
 */
function notSent({ form }, checked) {
  // Two files that are refused are alike in what is left of them: what is wrong with each is said above.
  const told = checked.notSent.filter(({ path }) => form.find(path) && !blocking(checked).some((error) => within(error.path, path)));
  if (told.length === 0) return [];
  return [h('section', { class: 'changes not-sent' },
    h('h2', {}, say('review.not_sent')),
    h('ul', {}, ...told.map(({ path, reason }) => {
      const field = /** @type {Field} */ (form.find(path));
      return h('li', {}, h('strong', {}, /\/\d+$/.test(path) ? titleOf(field) : form.labelOf(path)), ': ', say(`review.reasons.${reason}`));
    })))];
}

/** Corrections of people on file, which go out from their own pages. @param {Checked} checked */
export function unsentCorrections({ corrections }) {
  if (corrections.length === 0) return [];
  return [h('section', { class: 'changes' },
    h('h2', {}, say('correction.open_title')),
    h('p', {}, say('correction.open_lead')),
    h('ul', { class: 'plain' }, ...corrections.map(({ id, person }) => h('li', {},
      h('a', { href: address(`people/${id}`) }, say('correction.open', { name: fullName(person) }))))))];
}

/**
 * What a customer in `init` lacks even after this.
 * @param {import('../guide.js').Guide} guide
 * @param {Checked} checked
 */
function stillMissing({ form, known }, checked) {
  if (known.stored.status.toLowerCase() !== 'init') return [];
  const { needed } = lacking(known, checked.patch);
  const fields = needed.map((pointer) => ({ pointer, field: form.find(pointer) })).filter((one) => one.field);
  if (fields.length === 0) return [];
  return [h('section', { class: 'still' },
    h('h2', {}, say('review.still')),
    h('p', {}, say('review.still_lead')),
    h('ul', {}, ...fields.map(({ pointer, field }) => h('li', {},
      h('a', { href: address(/** @type {Field} */ (field).page, { to: /** @type {Field} */ (field).pointer, back: 'review' }) },
        form.labelOf(pointer))))))];
}
