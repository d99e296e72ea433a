import { h } from '../dom.js';
import { say } from '../language/index.js';

/** What another try may mend. */
const PASSING = new Set(['offline', 'rate_limited', 'server', 'broken']);

/**
 * A page in place of the form: what is the matter, and what to do.
 * @param {HTMLElement} stage
 * @param {string} kind a key of `problem` in the strings
 */
export function problem(stage, kind) {
  const words = say(`problem.${kind}`);
  const title = h('h1', { tabindex: '-1' }, words.title);
  stage.replaceChildren(h('div', { class: 'problem', 'data-problem': kind }, title,
    h('p', { class: 'lead' }, words.text), h('p', {}, words.next),
    PASSING.has(kind) ? h('p', {}, h('button', { type: 'button', onclick: () => location.reload() }, say('try_again'))) : null));
  document.title = `${words.title} – ${say('title')}`;
  title.focus();
}
