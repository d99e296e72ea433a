import { h, idOf } from '../dom.js';
import { say } from '../language/index.js';

/**
 * What stands in a field and takes the answer.
 * @typedef {object} Control
 * @property {() => unknown} read the answer as the API takes it; undefined when there is none
 * @property {(value: any) => void} write shows a stored answer; undefined empties the control
 * @property {() => HTMLElement[]} inputs what takes focus and is called by the field's name
 * @property {(value: any) => string} [describe] an answer in words, for the list of changes
 * @property {() => Array<{code: string, message: string}>} [own] what the control alone can know to be wrong
 * @property {() => unknown} [keep] what a draft keeps of it, where that is not the answer: half a date, a word that is no number
 * @property {(kept: any) => void} [resume] shows what a draft kept
 * @property {File|null} [holds] what no draft keeps: a file
 * @property {(file: File) => void} [take] takes a file, as if it were chosen
 * @property {Promise<void>} [busy] settles when an answer that is being made (a file being read) is there
 * @property {boolean} [grouped] the error is said of the group, not of one input
 */

/**
 * An issue as a field shows it: one of the package's, with where it comes from.
 * @typedef {object} Shown
 * @property {string} path
 * @property {string} code
 * @property {'error'|'warning'|'note'} severity
 * @property {string} message
 * @property {string} [suggestion]
 */

/** One question: its label, hint, control and messages. */
export class Field {
  /**
   * @param {HTMLElement} element
   * @param {(field: Field) => Control} make
   * @param {Record<string, any>} entry what the package says of it
   */
  constructor(element, make, entry) {
    this.element = element;
    this.entry = entry;
    /** @type {Shown[]} */
    this.shown = [];
    /** @type {HTMLElement|undefined} */
    this.example = undefined;
    /** @type {HTMLElement|undefined} */
    this.assurance = undefined;
    /** What it showed when it was last filled with what is on file, as JSON. @type {string|undefined} */
    this.filled = undefined;
    /** What is on file, as it was read. @type {unknown} */
    this.given = undefined;
    this.kind = element.dataset.kind ?? 'text';
    this.control = make(this);
    this.messages = h('div', { class: 'messages' });
    const hint = /** @type {HTMLElement|null} */ (element.querySelector(':scope > .hint'));
    const title = this.title;
    const before = hint ?? title;
    if (before) before.after(this.messages);
    else element.prepend(this.messages);
    this.hint = hint;
    if (title instanceof HTMLLabelElement) title.htmlFor = idOf(this.control.inputs()[0]);
    this.mark(!entry.required && !entry.needed && !element.dataset.when && this.kind !== 'list');
    this.rename();
    this.describe();
  }

  /** Where the answer stands in the body of the request. */
  get pointer() {
    return pointerOf(this.element);
  }

  /** The label or legend. */
  get title() {
    return /** @type {HTMLElement|null} */ (this.element.querySelector(':scope > label:not(.tick), :scope > legend'));
  }

  /** The question in words, without what is added to it. */
  get label() {
    const text = this.title?.querySelector('.label-text') ?? this.title;
    return text?.textContent?.trim() ?? this.element.getAttribute('aria-label') ?? '';
  }

  /** The label after the heading of the group it is in: "Home address: Country". */
  get fullLabel() {
    const group = this.element.closest('[data-group]')?.querySelector(':scope > legend');
    return [group?.textContent?.trim(), this.label].filter(Boolean).join(': ');
  }

  /** The page on which it stands, as the address names it. */
  get page() {
    return this.element.closest('[data-page]')?.getAttribute('data-page') ?? '';
  }

  /** Whether the question is asked at all, as things stand. */
  get applies() {
    return !this.element.closest('[data-off]');
  }

  /** The answer; what is sent in its place when the question does not apply. */
  read() {
    // What is on file and left alone goes back as it is: a control may not hold it so (line ends, spaces around it).
    if (this.applies) return this.given !== undefined && !this.changed() ? this.given : this.control.read();
    return this.element.dataset.else;
  }

  /** @param {unknown} value */
  write(value) {
    this.control.write(value);
  }

  /** Shows what is on file. @param {unknown} value */
  fill(value) {
    this.write(value);
    // The answer of a list is that of its items.
    this.given = value === '' || this.kind === 'list' ? undefined : value;
    this.filled = JSON.stringify(this.state());
  }

  /** What a person sees in it, also where that is no answer yet. */
  state() {
    return this.control.keep ? this.control.keep() : this.control.read();
  }

  /** Whether it shows anything else than what is on file. */
  changed() {
    return JSON.stringify(this.state()) !== this.filled;
  }

  /** Shows what a draft kept. @param {unknown} state */
  restore(state) {
    if (this.control.resume) this.control.resume(state);
    else this.write(state);
  }

  /** Brings the question into sight, its label first: it matters more than the input. */
  reveal() {
    for (const part of document.querySelectorAll('[data-later]')) part.removeAttribute('data-later');
    (this.title ?? this.element).scrollIntoView({ block: 'start' });
  }

  /** Takes the person to the question. */
  focus() {
    const first = this.control.inputs().find((input) => /** @type {HTMLInputElement} */ (input).checked) ?? this.control.inputs()[0];
    this.reveal();
    first.focus({ preventScroll: true });
  }

  /** Adds what the catalogue knows to the label. @param {boolean} optional */
  mark(optional) {
    if (!optional || !this.title || this.title.querySelector('.optional')) return;
    const text = h('span', { class: 'label-text' }, ...this.title.childNodes);
    this.title.append(text, ' ', h('span', { class: 'optional' }, say('optional')));
  }

  /** Names its inputs anew: a field's pointer changes with its place in a list. @param {string} [prefix] */
  rename(prefix = '') {
    const pointer = this.pointer;
    const section = pointer.includes('/', 1) ? `section-${pointer.slice(1, pointer.lastIndexOf('/')).replace(/\//g, '-')} ` : '';
    for (const input of this.control.inputs()) {
      input.setAttribute('name', prefix + pointer);
      const token = input.dataset.token ?? input.getAttribute('autocomplete');
      if (!token || token === 'off') continue;
      input.dataset.token = token;
      input.setAttribute('autocomplete', section + token);
    }
  }

  /**
   * Shows these issues in place of those shown.
   * @param {Shown[]} issues
   * @param {{ take: (field: Field, issue: Shown) => void, confirm: (field: Field, issue: Shown) => void }} [answer]
   */
  show(issues, answer) {
    if (issues.length === 0 && this.shown.length === 0) return;
    for (const { path, code } of issues) if (!this.shown.some((before) => before.code === code)) tellHost(path, code);
    this.shown = issues;
    this.messages.replaceChildren(...issues.map((issue) => messageOf(this, issue, answer)));
    this.element.classList.toggle('has-error', issues.some(({ severity }) => severity === 'error'));
    this.describe();
  }

  /** Adds an example to the hint, or takes it away. @param {string} text */
  setExample(text) {
    if (text === (this.example?.textContent ?? '')) return;
    this.example ??= h('p', { class: 'hint' });
    this.example.textContent = text;
    if (text) (this.hint ?? this.title)?.after(this.example);
    else this.example.remove();
    this.describe();
  }

  /** A quiet sign that a long answer is right, until it changes. @param {boolean} on */
  assure(on) {
    if (!('assure' in this.element.dataset)) return;
    if (on) this.element.append(this.assurance ??= h('p', { class: 'right', role: 'status' }, say('looks_right')));
    else this.assurance?.remove();
  }

  /** Ties hint and messages to the inputs, for people who listen. */
  describe() {
    const wrong = this.shown.some(({ severity }) => severity === 'error');
    const texts = [...this.messages.querySelectorAll('.message-text')].map(idOf);
    const hints = [this.hint, this.example].filter((hint) => hint?.isConnected).map((hint) => idOf(/** @type {Element} */ (hint)));
    const ids = [...hints, ...texts].join(' ');
    const group = this.element.tagName === 'FIELDSET' ? this.element : null;
    const described = group ? [group] : this.control.inputs();
    for (const element of described) set(element, 'aria-describedby', ids);
    if (group?.getAttribute('role') === 'radiogroup') set(group, 'aria-invalid', wrong ? 'true' : '');
    else for (const input of this.control.inputs()) set(input, 'aria-invalid', wrong ? 'true' : '');
  }
}

/**
 * Tells the page's own script which question gave trouble: `kybForm.onIssue(path, code)`. No answer is told, nor who a
 * person on file is. A fault in the host's script is the host's.
 * @param {string} path
 * @param {string} code
 */
function tellHost(path, code) {
  try {
    /** @type {any} */ (globalThis).kybForm?.onIssue?.(path.replace(/^\/stored_persons\/[^/]+/, '/associated_persons/*'), code);
  } catch (error) {
    reportError(error);
  }
}

/** @param {Element} element @param {string} name @param {string} value */
function set(element, name, value) {
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}

/**
 * @param {Field} field
 * @param {Shown} issue
 * @param {{ take: Function, confirm: Function }} [answer]
 */
function messageOf(field, issue, answer) {
  const words = h('span', { class: 'message-text' },
    h('span', { class: 'hidden-text' }, say(`severity.${issue.severity}`)), ' ', issue.message);
  const presses = h('span', { class: 'message-actions' });
  if (answer && issue.suggestion !== undefined) {
    presses.append(h('button', { type: 'button', class: 'small', onclick: () => answer.take(field, issue) },
      issue.severity === 'note' ? say('put_back') : say('use', { suggestion: issue.suggestion })));
  }
  if (answer && issue.severity === 'warning') {
    presses.append(h('button', { type: 'button', class: 'small', onclick: () => answer.confirm(field, issue) }, say('it_is_right')));
  }
  return h('div', { class: `message ${issue.severity}`, 'data-code': issue.code }, words, presses.childNodes.length > 0 && presses);
}

/**
 * The JSON Pointer of a field or a group: its own name after those of the groups it is in.
 * @param {HTMLElement} element
 */
export function pointerOf(element) {
  let pointer = element.dataset.field ?? element.dataset.group ?? '';
  for (let outer = element.parentElement; outer && !pointer.startsWith('/'); outer = outer.parentElement) {
    if (outer.dataset.group !== undefined) pointer = `${outer.dataset.group}/${pointer}`;
  }
  return pointer;
}
