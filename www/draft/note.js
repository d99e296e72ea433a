import { h, idOf } from '../dom.js';
import { timeOf } from '../controls/date.js';
import { say } from '../language/index.js';

/**
 * Says at the foot of the page what is kept on this device and until when, with the switch that turns it off.
 * Where another tab has kept other answers since, that is said at the head of the page, with the choice between them.
 * @param {import('./draft.js').Draft} draft
 * @param {{ newer: () => void }} on
 */
export function noteDraft(draft, { newer }) {
  const place = document.querySelector('[data-draft]');
  if (!place) return;
  const box = /** @type {HTMLInputElement} */ (h('input', { type: 'checkbox', 'data-keep-draft': true, onchange: () => draft.keep(box.checked) }));
  const until = h('p', { class: 'hint', 'data-draft-state': true });
  const other = h('div', { class: 'inset', role: 'alert', 'data-overtaken': true },
    h('p', {}, say('draft.overtaken')),
    h('p', { class: 'presses' },
      h('button', { type: 'button', class: 'small', onclick: newer }, say('draft.newer')),
      h('button', { type: 'button', class: 'small', onclick: () => draft.insist() }, say('draft.mine'))));
  const show = () => {
    if (!draft.overtaken) other.remove();
    else if (!other.isConnected) {
      document.getElementById('stage')?.prepend(other);
      // The person is in the other tab: as they come back it is the first thing they see.
      other.scrollIntoView({ block: 'nearest' });
    }
    box.checked = draft.on;
    box.disabled = draft.lock === null;
    const [before, after] = say('draft.until', { when: '\u0000' }).split('\u0000');
    if (draft.lock === null || (draft.failed && draft.on)) until.replaceChildren(say('draft.impossible'));
    else if (draft.overtaken || draft.expired) until.replaceChildren(say('draft.off'));
    else if (!draft.on) until.replaceChildren(say(draft.wanted === null ? 'draft.off' : 'draft.off_once'));
    else if (draft.expires === null) until.replaceChildren(say('draft.none'));
    else until.replaceChildren(before, timeOf(new Date(draft.expires).toISOString()), after);
  };
  draft.onChange = show;
  show();
  place.replaceChildren(h('p', { class: 'tick' }, box, h('label', { for: idOf(box) }, say('draft.switch'))), until);
}

/**
 * Says on the overview that answers of an earlier visit are back.
 * @param {import('../guide.js').Guide} guide
 * @param {string} saved instant
 * @param {{ discard: () => void }} on
 */
export function welcomeBack(guide, saved, { discard }) {
  const [before, after] = say('draft.back', { when: '\u0000' }).split('\u0000');
  return h('div', { class: 'inset welcome', role: 'status' },
    h('p', {}, before, timeOf(saved), after),
    guide.form.present().some(({ control }) => /** @type {any} */ (control.keep?.())?.name) ? h('p', {}, say('draft.files')) : null,
    h('p', { class: 'presses' }, h('button', { type: 'button', class: 'small', onclick: discard }, say('draft.discard'))));
}
