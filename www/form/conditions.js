import { pointerOf } from './field.js';

/**
 * Shows the questions that apply and hides the others; what is hidden keeps its answer and does not send it.
 * `data-when="/account_purpose is other"` asks for that answer; `except` for any other than that.
 * @param {import('./form.js').Form} form
 */
export function settle(form) {
  /** @type {NodeListOf<HTMLElement>} */
  const conditional = document.querySelectorAll('[data-when]');
  for (const element of conditional) turn(element, applies(form, element));
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[data-same-as]'))) {
    const group = box.closest('[data-group]');
    for (const element of group?.querySelectorAll(':scope > .field') ?? []) turn(/** @type {HTMLElement} */ (element), !box.checked);
  }
}

/** Whether a question is asked: hidden from eyes, ears, keyboard and the request alike. @param {HTMLElement} element @param {boolean} on */
export function turn(element, on) {
  element.hidden = !on;
  element.toggleAttribute('data-off', !on);
}

/** @param {import('./form.js').Form} form @param {HTMLElement} element */
function applies(form, element) {
  const [name, how, wanted] = (element.dataset.when ?? '').split(' ');
  const own = pointerOf(element);
  const pointer = name.startsWith('/') ? name : `${own.slice(0, own.lastIndexOf('/'))}/${name}`;
  const asked = form.named().find(([known]) => known === pointer)?.[1];
  const answer = asked?.read();
  const answers = (Array.isArray(answer) ? answer : [answer]).filter((one) => one !== undefined).map(String);
  return how === 'is' ? answers.includes(wanted) : answers.some((one) => one !== wanted);
}
