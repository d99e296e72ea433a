import { h } from '../dom.js';
import { address } from '../router.js';
import { lacking } from '../form/check.js';
import { SECTIONS, sectionOf } from '../guide.js';
import { say } from '../language/index.js';
import { welcomeBack } from '../draft/note.js';
import { conflictPanel } from './conflict.js';
import { remarks } from './remarks.js';
import { unsentCorrections } from './review.js';

/**
 * The overview: what is asked for, the sections with their states, and the way to send.
 * @param {import('../guide.js').Guide} guide
 * @param {{ kept?: import('../draft/contents.js').Contents|null, discard: () => void }} draft what an earlier visit left
 */
export function home(guide, { kept, discard }) {
  guide.draw.set('', (page) => {
    const { form } = guide;
    const { stored } = guide.known;
    const status = stored.status.toLowerCase();
    const checked = guide.check();
    const lacks = lacking(guide.known, checked.patch);
    const count = Object.keys(checked.patch).length;
    page.replaceChildren(
      h('h1', {}, say(`home.${status}.title`, { name: stored.business_legal_name })),
      h('p', { class: 'lead' }, say(`home.${status}.lead`)),
      ...conflictPanel(guide, () => guide.show()),
      // What this visit adds is not to be discarded with what an earlier one left.
      kept && !guide.worked ? welcomeBack(guide, kept.saved, { discard }) : '',
      ...remarks(stored.review_issues, { title: say('home.remarks'), links: true }),
      h('h2', { class: 'hidden-text' }, say('home.tasks')),
      h('ol', { class: 'tasks' },
        ...SECTIONS.map((section) => task(section, stateOf(guide, section, checked, lacks))),
        task('review', count > 0 ? 'not_started' : 'cannot_start')),
      ...(status === 'init' ? progress(form, lacks) : []),
      ...unsentCorrections(checked),
      h('div', { class: 'actions' },
        count > 0 ? h('a', { class: 'button', href: '#/review' }, say('home.check')) : null,
        // What is listed above is not sent either.
        count > 0 || checked.corrections.length === 0
          ? h('p', { class: 'quiet-text' }, count > 0 ? say('home.changes', { count }) : say('home.no_changes')) : null));
  });
}

/** @param {string} section @param {string} state */
function task(section, state) {
  const words = say(`pages.${section}`);
  return h('li', { class: 'task' },
    h('div', {},
      state === 'cannot_start' ? h('span', { class: 'task-closed' }, words.title) : h('a', { href: address(section), 'aria-describedby': `state-${section}` }, words.title),
      h('p', { class: 'hint' }, words.lead)),
    h('span', { class: `tag ${state}`, id: `state-${section}` }, say(`home.state.${state}`)));
}

/**
 * What is due, and apart from it what is only usual.
 * @param {import('../form/form.js').Form} form
 * @param {{ needed: string[], advised: string[], cannotTell: string[] }} missing
 */
function progress(form, { needed, advised, cannotTell }) {
  const usual = advised.map((pointer) => ({ pointer, field: form.find(pointer) })).filter(({ field }) => field);
  return [h('div', { class: 'progress' },
    h('p', {}, h('strong', {}, needed.length > 0 ? say('home.progress', { count: needed.length }) : say('home.progress_done'))),
    cannotTell.length > 0 ? h('p', { class: 'hint' }, say('home.cannot_tell')) : null,
    usual.length > 0 ? h('p', { class: 'hint' }, `${say('home.advised')} `, ...usual.flatMap(({ pointer, field }, at) => [at > 0 ? ', ' : '',
      h('a', { href: address(field?.page ?? '', { to: field?.pointer }) }, form.labelOf(pointer))])) : null)];
}

/**
 * Where a section stands: a problem comes before what is missing, and that before what is changed.
 * @param {import('../guide.js').Guide} guide
 * @param {string} section
 * @param {import('../form/check.js').Checked} checked
 * @param {ReturnType<typeof lacking>} lacks
 */
export function stateOf(guide, section, { patch, issues, corrections }, { needed, cannotTell }) {
  const { form, known } = guide;
  const mine = (/** @type {string} */ pointer) => sectionOf(form.find(pointer)?.page ?? '') === section;
  const wrong = issues.filter(({ severity, field }) => severity === 'error' && field && sectionOf(field.page) === section
    && guide.seen.has(/** @type {Element} */ (field.element.closest('[data-page]'))));
  if (wrong.some(({ code }) => code !== 'required')) return 'problem';
  const changed = Object.keys(patch).some((name) => mine(`/${name}`)) || (section === 'people' && corrections.length > 0);
  if (known.stored.status.toLowerCase() === 'pending_response') return wrong.length > 0 ? 'in_progress' : changed ? 'changed' : 'unchanged';
  const open = needed.filter(mine).length;
  if (open === 0 && wrong.length === 0 && !cannotTell.some(mine)) return 'complete';
  const answered = changed || form.present().some((field) => sectionOf(field.page) === section && field.control.read() !== undefined);
  return answered ? 'in_progress' : open > 0 ? 'not_started' : 'hidden';
}
