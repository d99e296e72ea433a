/** Issues beside their controls, and in a summary. Elements and text alone, for any Content Security Policy. */
import { memberOf } from './form-members.js';

/** Ids that nothing else on the page has. */
let made = 0;

const idOf = (element) => (element.id ||= `kyb-patch-${++made}`);

/** @param {string} name @param {Record<string, string>} attributes @param {...(Node | string)} inside */
function element(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...inside);
  return made;
}

/**
 * What is told at one name: its message, and what that did to its controls, so that it can be undone.
 * @typedef {{ slot: Element, own: boolean, said: string, controls: any[], described: Element | undefined }} Told
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
    if (before?.said === said && before.controls.every((control, place) => control === controls[place])) return;
    if (before) this.#unsay(name, before);
    if (issues.length === 0) return;

    const fieldset = controls.length > 1 ? controls[0].closest('fieldset') : null;
    /** @type {Element | undefined} */
    const described = fieldset ?? controls[0];
    const given = memberOf(this.#form, 'querySelector')(`[data-issues="${CSS.escape(name)}"]`);
    const slot = given ?? element('div', { class: 'kyb-issues' });
    for (const one of issues) slot.append(this.#line(name, one));
    if (!given && described) place(slot, described);
    this.#told.set(name, { slot, own: !given, said, controls, described });

    if (!described) return;
    addToken(described, 'aria-describedby', idOf(slot));
    const error = issues.find(({ issue }) => issue.severity === 'error');
    if (!error) return;
    controls[0].setCustomValidity?.(error.text);
    // ARIA knows no radio button that is invalid, only their group.
    const radio = controls[0].type === 'radio';
    const invalid = radio ? [controls[0].closest('[role=radiogroup]')] : controls;
    for (const control of invalid) control?.setAttribute('aria-invalid', 'true');
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

  #unsay(name, { slot, own, controls, described }) {
    this.#told.delete(name);
    if (own) slot.remove();
    else slot.replaceChildren();
    if (!described) return;
    removeToken(described, 'aria-describedby', slot.id);
    controls[0].setCustomValidity?.('');
    for (const control of controls) control.removeAttribute('aria-invalid');
    controls[0].closest('[role=radiogroup]')?.removeAttribute('aria-invalid');
  }

  /**
   * The summary of what blocks: each line leads to its control.
   * @param {{ text: string, control: any }[]} problems
   * @param {Element | undefined} given where it is shown; else at the head of the form
   */
  summarise(problems, given) {
    if (problems.length === 0) return this.#unsummarise();
    this.#summary ??= given ?? element('div', { class: 'kyb-summary', tabindex: '-1', role: 'group' });
    const heading = element('h2', {}, this.#words.problem);
    const list = element('ul', {}, ...problems.map(({ text, control }) => element('li', {}, lead(text, control))));
    this.#summary.replaceChildren(heading, list);
    this.#summary.setAttribute('aria-labelledby', idOf(heading));
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
    if (summary && !summary.hasAttribute('tabindex')) summary.setAttribute('tabindex', '-1');
    summary?.focus();
  }

  /** Takes everything away. */
  clear() {
    for (const [name, told] of this.#told) this.#unsay(name, told);
    this.#unsummarise();
  }
}

function lead(text, control) {
  if (!control || control.type === 'hidden') return text;
  const link = element('a', { href: `#${idOf(control)}` }, text);
  link.addEventListener('click', (event) => {
    // The page's own address stays as it is.
    event.preventDefault();
    // Nothing in a closed one can have the focus.
    for (let at = control.closest('details'); at; at = at.parentElement?.closest('details')) at.open = true;
    control.focus();
  });
  return link;
}

/** A message stands behind its control or the label around it, and in a fieldset behind the legend. */
function place(slot, described) {
  const legend = described.nodeName === 'FIELDSET' && described.querySelector(':scope > legend');
  (legend || described.closest('label') || described).after(slot);
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
