/** Elements and text: the form never writes markup as a string. */
import { translate } from './language/index.js';

/**
 * Makes an element. A function under `on…` listens; `true` sets an empty attribute; null and false set none.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node|string|number|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child != null && child !== false).map((child) =>
    typeof child === 'number' ? String(child) : /** @type {Node|string} */ (child)));
  return element;
}

/**
 * A copy of what stands in the template of that id, in the language of the page.
 * @param {string} id
 * @returns {DocumentFragment}
 */
export function clone(id) {
  const template = document.getElementById(id);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`no template "${id}" in index.html`);
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  translate(copy);
  return copy;
}

/**
 * Lets the browser draw what was done so far, and take what was typed, before more is done. A page that is not drawn
 * (a tab in the background) does not wait for it.
 * @param {() => void} [prepare] done once, just before it is drawn
 * @returns {Promise<void>}
 */
export function drawn(prepare = () => {}) {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      cancelAnimationFrame(frame);
      prepare();
      resolve();
    }, 150);
    const frame = requestAnimationFrame(() => {
      clearTimeout(late);
      prepare();
      setTimeout(resolve);
    });
  });
}

let ids = 0;

/**
 * The id of an element; given one when it has none.
 * @param {Element} element
 */
export function idOf(element) {
  element.id ||= `k${++ids}`;
  return element.id;
}

/** For how long what was said stands where people who listen can look for it: in milliseconds. */
const SAID = 10_000;

/**
 * Says something to people who listen to the page: after what was said before, and also when it is the same again.
 * @param {string} text
 */
export function announce(text) {
  const line = h('p', {}, text);
  document.getElementById('announcer')?.append(line);
  setTimeout(() => line.remove(), SAID);
}

/**
 * Takes focus to something that is no control, such as a heading.
 * @param {HTMLElement|null|undefined} element
 */
export function focusOn(element) {
  if (!element) return;
  if (!element.hasAttribute('tabindex')) {
    element.setAttribute('tabindex', '-1');
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  }
  element.focus({ preventScroll: true });
}

/** Lower case without accents: what people type when they search. @param {string} text */
export function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’'.,()&-]+/g, ' ').replace(/\s+/g, ' ').trim();
}
