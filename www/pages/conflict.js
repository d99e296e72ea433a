import { h } from '../dom.js';
import { at } from '../pointer.js';
import { takeStored } from '../form/refresh.js';
import { say } from '../language/index.js';
import { describe } from './answers.js';

/**
 * Answers that changed on file after the person had begun to change them, with every value there is; one press each decides.
 * @param {import('../guide.js').Guide} guide
 * @param {() => void} settled called after each decision
 * @returns {HTMLElement[]} nothing without a conflict
 */
export function conflictPanel(guide, settled) {
  const { conflicts, form, known } = guide;
  if (conflicts.size === 0) return [];
  const answers = form.answers();
  const value = (/** @type {string} */ word, /** @type {string} */ name, /** @type {unknown} */ given) => h('div', {},
    h('dt', {}, say(`conflict.${word}`)),
    h('dd', {}, given === null || given === undefined ? h('span', { class: 'row-none' }, say('status.none')) : describe(form, `/${name}`, given)));
  const decide = (/** @type {string} */ name, /** @type {boolean} */ mine) => () => {
    if (mine) conflicts.delete(name);
    else takeStored(guide, name);
    guide.draft?.touch();
    settled();
  };
  return [h('section', { class: 'conflict', role: 'alert', tabindex: '-1' },
    h('h2', {}, say('conflict.title')),
    h('p', {}, say('conflict.lead')),
    ...[...conflicts].map(([name, before]) => h('div', { class: 'conflict-item', 'data-conflict': `/${name}` },
      h('h3', {}, form.labelOf(`/${name}`)),
      h('dl', { class: 'members' }, value('before', name, before), value('now', name, known.stored[name]), value('mine', name, at(answers, `/${name}`))),
      h('p', { class: 'presses' },
        h('button', { type: 'button', class: 'small', onclick: decide(name, true) }, say('conflict.keep'), h('span', { class: 'hidden-text' }, `: ${form.labelOf(`/${name}`)}`)),
        h('button', { type: 'button', class: 'small', onclick: decide(name, false) }, say('conflict.take'), h('span', { class: 'hidden-text' }, `: ${form.labelOf(`/${name}`)}`))))))];
}
