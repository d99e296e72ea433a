import { h } from '../dom.js';
import { hasWords, say } from '../language/index.js';

/** What is said where the words of the form itself did not arrive: in English, as index.html is. */
const WORDLESS = {
  title: 'Business verification',
  try_again: 'Try again',
  problem: {
    title: 'The form could not be loaded',
    text: 'A part of it did not arrive. Your answers on this device, if you gave any, are still there.',
    next: 'Check your connection, then try again.',
  },
};

/** What another try may mend. */
const PASSING = new Set(['offline', 'rate_limited', 'server', 'broken']);

/**
 * A page in place of the form: what is the matter, and what to do.
 * @param {HTMLElement} stage
 * @param {string} kind a key of `problem` in the strings
 */
export function problem(stage, kind) {
  const spoken = hasWords();
  const words = spoken ? say(`problem.${kind}`) : WORDLESS.problem;
  const said = (/** @type {'title'|'try_again'} */ key) => (spoken ? say(key) : WORDLESS[key]);
  const title = h('h1', { tabindex: '-1' }, words.title);
  stage.replaceChildren(h('div', { class: 'problem', 'data-problem': kind }, title,
    h('p', { class: 'lead' }, words.text), h('p', {}, words.next),
    PASSING.has(kind) ? h('p', {}, h('button', { type: 'button', onclick: () => location.reload() }, said('try_again'))) : null));
  document.title = `${words.title} – ${said('title')}`;
  title.focus();
}
