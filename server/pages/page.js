/** What every part of the console uses: elements, questions to the sandbox, words for states and times. */

/** The nine states, and what each means (contract, `kyb_status`). @type {Record<string, string>} */
export const STATES = {
  init: 'Initial state, data not complete. The form is open.',
  pending_response: 'Compliance asked for more. The form is open and shows the review issues.',
  pending_review: 'Data complete, queued.',
  under_review: 'Being reviewed.',
  escalated: 'Escalated.',
  pending_approval: 'Pending final approval.',
  rejected: 'Rejected. The form shows the review issues.',
  approved: 'Approved, the customer is active.',
  provisioning: 'Approved, fiat accounts being set up.',
};

/**
 * Makes an element. A function under `on…` listens; `true` sets an empty attribute; null and false set none.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(.../** @type {(Node|string)[]} */ (children.filter((child) => child != null && child !== false)));
  return element;
}

/**
 * Asks the sandbox.
 * @param {string} path below the console
 * @param {string} [method]
 * @param {unknown} [body]
 * @returns {Promise<any>} its answer; a refusal is thrown, with its sentence as the message
 */
export async function ask(path, method = 'GET', body) {
  const sent = body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, { method, credentials: 'omit', ...sent }).catch(() => {
    throw new Error('The sandbox does not answer. Is it still running?');
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

/**
 * Runs what a button asks for; while it runs a second press does nothing. What went wrong is said beside the button.
 * @param {string} label
 * @param {() => Promise<unknown>} work
 * @param {string} [look] a class
 */
export function button(label, work, look) {
  const wrong = h('span', { class: 'over', role: 'alert' });
  const press = h('button', { type: 'button', class: look, onclick: async () => {
    if (press.getAttribute('aria-disabled') === 'true') return;
    press.setAttribute('aria-disabled', 'true');
    wrong.textContent = '';
    try {
      await work();
    } catch (error) {
      wrong.textContent = /** @type {Error} */ (error).message;
    } finally {
      press.removeAttribute('aria-disabled');
    }
  } }, label);
  return [press, wrong];
}

/** A state as a tag. @param {string} status in either letter case */
export function tag(status) {
  const name = status.toLowerCase();
  return h('span', { class: `tag status-${name}` }, name);
}

/** An instant in the reader's own time. @param {string} instant */
export function when(instant) {
  return h('time', { datetime: instant }, new Date(instant).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' }));
}

/** Says something to people who listen to the page. @param {string} text */
export function announce(text) {
  const announcer = /** @type {HTMLElement} */ (document.getElementById('announcer'));
  announcer.textContent = '';
  // A live region speaks when its text changes: the same sentence twice needs a moment between.
  setTimeout(() => { announcer.textContent = text; }, 60);
}

/** Copies a text, and says so. @param {() => string} text @returns {HTMLElement|null} null where the browser does not */
export function copier(text) {
  if (!navigator.clipboard) return null;
  return h('button', { type: 'button', class: 'small', onclick: async () => {
    await navigator.clipboard.writeText(text());
    announce('Copied');
  } }, 'Copy');
}
