import { h } from '../dom.js';
import { address } from '../router.js';
import { say } from '../language/index.js';

/** @typedef {import('./field.js').Field} Field */
/** @typedef {import('./field.js').Shown} Shown */

/**
 * The summary of errors, first on its page; it links to each answer.
 * @param {HTMLElement} page
 * @param {Array<Shown & { field?: Field }>} issues
 * @param {{ focus?: boolean, back?: string|null, lead?: string }} [how]
 */
export function summarise(page, issues, { focus = false, back, lead } = {}) {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const before = /** @type {HTMLElement|null} */ (page.querySelector(':scope > .summary:not(.outcome)'));
  for (const other of page.querySelectorAll(':scope > .outcome')) other.remove();
  entitle(page, errors.length > 0);
  if (errors.length === 0) return before?.remove();
  // The one that is there is changed and not replaced: it may have the focus.
  const summary = before ?? h('div', { class: 'summary', role: 'alert', tabindex: '-1' });
  const items = errors.map(({ field, message }) => h('li', {}, field
    ? h('a', { href: address(field.page, { to: field.pointer, back }), onclick: (/** @type {Event} */ event) => {
      // On the page itself it only moves focus; it is no step that Back should undo.
      if (page !== field.element.closest('[data-page]')) return;
      event.preventDefault();
      field.focus();
    } }, told(nameOf(field, page), message))
    : message));
  const list = h('ul', {}, ...items);
  if (summary.querySelector('ul')?.textContent !== list.textContent) {
    // Told once, as it comes, and with the focus: read out whole at each answer that is mended it would drown the next one.
    before?.setAttribute('aria-live', 'off');
    summary.replaceChildren(h('h2', {}, say('summary.title')), ...(lead ? [h('p', {}, lead)] : []), list);
  }
  if (!before) page.prepend(summary);
  if (focus) {
    summary.scrollIntoView({ block: 'start' });
    summary.focus({ preventScroll: true });
  }
}

/** A question and what is said of it. What asks ends with its own mark. @param {string} name @param {string} message */
function told(name, message) {
  return `${name}${/[?؟]$/.test(name) ? '' : ':'} ${message}`;
}

/** The question; from another page with the name of the person it is about. @param {Field} field @param {HTMLElement} page */
function nameOf(field, page) {
  const there = /** @type {HTMLElement} */ (field.element.closest('[data-page]'));
  return there === page || !there.hasAttribute('data-item') ? field.fullLabel : `${there.querySelector('h1')?.textContent}, ${field.fullLabel}`;
}

/** The title of the page in the browser's tab. @param {HTMLElement} page @param {boolean} wrong */
export function entitle(page, wrong) {
  const heading = page.querySelector('h1')?.textContent?.trim();
  const title = [heading, say('title')].filter(Boolean).join(' – ');
  document.title = wrong ? say('error_title', { title }) : title;
}
