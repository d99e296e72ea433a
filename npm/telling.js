/** Issues beside their controls, and in a summary. Elements and text alone, for any Content Security Policy. */
import { memberOf } from './form-members.js';

/** Ids that nothing else on the page has: it may have a second copy of the package, which counts for itself. */
const COPY = Math.random().toString(36).slice(2, 8);
let made = 0;

const newId = () => `kyb-patch-${COPY}-${++made}`;

/** @param {string} name @param {Record<string, string>} attributes @param {...(Node | string)} inside */
function element(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...inside);
  return made;
}

/**
 * What is told at one name: its message, and what that did to its controls, so that it can be undone.
 * @typedef {{ slot: Element, own: boolean, said: string, controls: any[], undo: (() => void)[] }} Told
 */

/** Everything told in a form. */
export class Telling {
  #form;
  #words;
  #onUse;
  /** @type {Map<string, Told>} */
  #told = new Map();
  /** @type {Element | undefined} */
  #summary;
  #ownSummary = false;
  /** Takes back what elements of the page were given, which their messages need and do not take along. @type {(() => void)[]} */
  #lent = [];

  /**
   * @param {HTMLFormElement} form
   * @param {{ problem: string, use: (suggestion: string) => string }} words
   * @param {(name: string, issue: import('./index.js').Issue) => void} onUse
   */
  constructor(form, words, onUse) {
    this.#form = form;
    this.#words = words;
    this.#onUse = onUse;
  }

  /** The names at which something is told. */
  get names() {
    return [...this.#told.keys()];
  }

  /**
   * Says issues at a name, in place of what was said there; none takes it away.
   * @param {string} name
   * @param {any[]} controls of that name, or the nearest
   * @param {{ issue: import('./index.js').Issue, text: string, way?: unknown }[]} issues with a way, its suggestion is offered
   */
  say(name, controls, issues) {
    const said = issues.map(({ issue, text, way }) => `${issue.code} ${text} ${way && issue.suggestion}`).join('\n');
    const before = this.#told.get(name);
    // What renders a page anew may take the message away, and keep the control, or the place for it.
    const stands = before?.slot.lastChild?.isConnected && before.controls.every((control, place) => control === controls[place]);
    if (stands && before.said === said) return;
    if (before) this.#unsay(name, before);
    if (issues.length === 0) return;

    const fieldset = controls.length > 1 ? controls[0].closest('fieldset') : null;
    /** @type {Element | undefined} */
    const described = fieldset ?? controls[0];
    const slots = memberOf(this.#form, 'querySelectorAll')('[data-issues]');
    const given = [...slots].find((slot) => slot.getAttribute('data-issues') === name);
    const slot = given ?? element('div', { class: 'kyb-issues', id: newId() });
    for (const one of issues) slot.append(this.#line(name, one));
    if (!given && described) place(slot, described);
    /** @type {(() => void)[]} */
    const undo = [];
    this.#told.set(name, { slot, own: !given, said, controls, undo });

    if (!described) return;
    addToken(described, 'aria-describedby', this.#idOf(slot));
    undo.push(() => removeToken(described, 'aria-describedby', slot.id));
    const error = issues.find(({ issue }) => issue.severity === 'error');
    if (!error) return;
    undo.push(complain(controls[0], error.text));
    // ARIA knows no radio button that is invalid, only their group.
    const radio = controls[0].type === 'radio';
    for (const control of radio ? [controls[0].closest('[role=radiogroup]')] : controls) if (control) undo.push(mark(control));
  }

  #line(name, one) {
    const { issue, text, way } = one;
    const line = element('p', { class: `kyb-${issue.severity}`, 'data-code': issue.code }, text);
    if (way) {
      const button = element('button', { type: 'button', class: 'kyb-use' }, this.#words.use(issue.suggestion));
      button.addEventListener('click', () => this.#onUse(name, issue));
      line.append(' ', button);
    }
    return line;
  }

  #unsay(name, { slot, own, undo }) {
    this.#told.delete(name);
    if (own) slot.remove();
    else slot.replaceChildren();
    for (const step of undo) step();
  }

  /**
   * The summary of what blocks: each line leads to its control.
   * @param {{ text: string, control: any }[]} problems
   * @param {Element | undefined} given where it is shown; else at the head of the form
   */
  summarise(problems, given) {
    if (problems.length === 0) return this.#unsummarise();
    this.#summary ??= given ?? element('div', { class: 'kyb-summary', tabindex: '-1', role: 'group' });
    const heading = element('h2', { id: newId() }, this.#words.problem);
    const list = element('ul', {}, ...problems.map(({ text, control }) => element('li', {}, this.#lead(text, control))));
    this.#summary.replaceChildren(heading, list);
    this.#summary.setAttribute('aria-labelledby', heading.id);
    this.#ownSummary = !given;
    if (!given && !this.#summary.isConnected) memberOf(this.#form, 'prepend')(this.#summary);
  }

  #unsummarise() {
    if (this.#ownSummary) this.#summary?.remove();
    else this.#summary?.replaceChildren();
    this.#summary?.removeAttribute('aria-labelledby');
    this.#summary = undefined;
  }

  focusSummary() {
    const summary = /** @type {HTMLElement | undefined} */ (this.#summary);
    if (!summary) return;
    this.#lend(summary, 'tabindex', '-1');
    summary.focus();
  }

  #lead(text, control) {
    if (!control || control.type === 'hidden') return text;
    const link = element('a', { href: `#${this.#idOf(control)}` }, text);
    link.addEventListener('click', (event) => {
      // The page's own address stays as it is.
      event.preventDefault();
      // Nothing in a closed one can have the focus.
      for (let at = control.closest('details'); at; at = at.parentElement?.closest('details')) at.open = true;
      control.focus();
    });
    return link;
  }

  #idOf(element) {
    this.#lend(element, 'id', newId());
    return element.id;
  }

  /** Gives an element an attribute that it lacks. */
  #lend(element, name, value) {
    if (element.getAttribute(name)) return;
    element.setAttribute(name, value);
    this.#lent.push(() => {
      if (element.getAttribute(name) === value) element.removeAttribute(name);
    });
  }

  /** Takes everything away. */
  clear() {
    for (const [name, told] of this.#told) this.#unsay(name, told);
    this.#unsummarise();
    for (const take of this.#lent.splice(0)) take();
  }
}

/** A message stands behind its control or the label around it, and in a fieldset behind the legend. */
function place(slot, described) {
  const legend = described.nodeName === 'FIELDSET' && described.querySelector(':scope > legend');
  (legend || described.closest('label') || described).after(slot);
}

/** Marks a control as invalid. What the page had said there itself comes back at the end. */
function mark(control) {
  const before = control.getAttribute('aria-invalid');
  control.setAttribute('aria-invalid', 'true');
  return () => (before === null ? control.removeAttribute('aria-invalid') : control.setAttribute('aria-invalid', before));
}

/** The same for the custom validity, unless the page has said something else meanwhile. */
function complain(control, text) {
  const before = control.validity?.customError ? control.validationMessage : '';
  control.setCustomValidity?.(text);
  return () => {
    // One that can't be checked now says nothing, and of a long text an engine says the beginning.
    const own = control.validity?.customError && text.startsWith(control.validationMessage);
    if (own) control.setCustomValidity(before);
  };
}

function addToken(element, name, token) {
  const tokens = new Set((element.getAttribute(name) ?? '').split(/\s+/).filter(Boolean)).add(token);
  element.setAttribute(name, [...tokens].join(' '));
}

function removeToken(element, name, token) {
  const tokens = (element.getAttribute(name) ?? '').split(/\s+/).filter((other) => other && other !== token);
  if (tokens.length) element.setAttribute(name, tokens.join(' '));
  else element.removeAttribute(name);
}
