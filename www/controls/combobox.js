import { clone, fold, h, idOf } from '../dom.js';
import { say } from '../language/index.js';

/**
 * An option of a combobox. `also` are other words by which it is found, such as codes.
 * @typedef {{ value: string, label: string, detail?: string, also?: string[] }} Option
 */

/**
 * An editable combobox with a list (the ARIA Authoring Practices' pattern, manual selection).
 * What is typed and not in the list stays as it was typed: the rules say what is wrong with it.
 */
export class Combobox {
  /**
   * @param {HTMLElement} place where it is put
   * @param {(query: string) => Option[]|Promise<Option[]>} search the options for what is typed; all of them for nothing
   * @param {{ token?: string, lead?: string }} [settings] an autocomplete token; what to say while there is nothing to list
   */
  constructor(place, search, { token, lead } = {}) {
    place.append(clone('combobox'));
    this.root = /** @type {HTMLElement} */ (place.querySelector('.combobox'));
    this.input = /** @type {HTMLInputElement} */ (this.root.querySelector('input'));
    this.list = /** @type {HTMLElement} */ (this.root.querySelector('ul'));
    this.status = h('p', { class: 'hidden-text', role: 'status' });
    this.root.append(this.status);
    this.search = search;
    this.lead = lead ?? '';
    /** @type {Option|null} */
    this.chosen = null;
    /** @type {Option[]} */
    this.options = [];
    this.active = -1;
    this.asked = 0;
    /** While what was typed is looked for. @type {Promise<void>|undefined} */
    this.busy = undefined;
    if (token) this.input.setAttribute('autocomplete', token);
    this.input.setAttribute('aria-controls', idOf(this.list));
    this.listen();
  }

  /** The value chosen, or what is typed when none is; undefined when it is empty. */
  get value() {
    return this.chosen?.value ?? (this.input.value.trim() || undefined);
  }

  /** @param {Option|null} option @param {string} [typed] */
  set(option, typed = '') {
    this.chosen = option;
    this.input.value = option ? option.label : typed;
  }

  /** Names the list after the question. @param {string} label */
  name(label) {
    this.list.setAttribute('aria-label', label);
  }

  listen() {
    const { input, list } = this;
    input.addEventListener('input', () => {
      this.chosen = null;
      this.open(input.value);
    });
    input.addEventListener('keydown', (event) => this.key(event));
    input.addEventListener('click', () => (list.hidden ? this.open('') : undefined));
    input.addEventListener('focus', () => input.select());
    input.addEventListener('blur', () => this.leave());
    // A browser that fills the form in for a person sets the text and takes no focus.
    input.addEventListener('change', () => this.leave());
    this.root.querySelector('button')?.addEventListener('click', () => {
      input.focus();
      if (list.hidden) this.open('');
      else this.close();
    });
    // Focus stays in the input while a finger or mouse is on the list.
    this.root.querySelector('button')?.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const item = /** @type {HTMLElement} */ (event.target).closest('[role=option]');
      if (item) this.choose(this.options[Number(item.getAttribute('data-at'))]);
    });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    // Enter and the arrows belong to an input method while it composes.
    if (event.isComposing) return;
    const open = !this.list.hidden;
    const move = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 })[event.key];
    if (event.key === 'ArrowUp' && event.altKey) this.close();
    else if (move !== undefined) {
      if (!open) this.open(this.chosen ? '' : this.input.value).then(() => this.activate(this.active < 0 && !event.altKey ? (move > 0 ? 0 : this.options.length - 1) : this.active));
      else this.activate(Math.max(0, Math.min(this.options.length - 1, this.active < 0 && move < 0 ? this.options.length - 1 : this.active + move)));
    } else if (event.key === 'Enter' && open && this.active >= 0) this.choose(this.options[this.active]);
    else if (event.key === 'Escape' && open) this.close();
    else {
      if (event.key === 'Enter') this.leave();
      return;
    }
    event.preventDefault();
  }

  /** The options for what is typed; null where they could not be loaded. @param {string} query */
  async look(query) {
    try {
      return await this.search(query);
    } catch {
      return null;
    }
  }

  /** @param {string} query */
  async open(query) {
    const asked = ++this.asked;
    const found = await this.look(query.trim());
    const options = found ?? [];
    // A slower answer to an earlier question, or one that comes when the person has left.
    if (asked !== this.asked || document.activeElement !== this.input) return;
    this.options = options;
    this.list.replaceChildren(...options.map((option, place) => h('li', {
      role: 'option', 'data-at': place, 'aria-selected': String(option.value === this.chosen?.value), id: `${this.list.id}-${place}`,
    }, h('span', {}, option.label), option.detail ? h('span', { class: 'option-detail' }, option.detail) : null)));
    const none = found ? (!query.trim() && this.lead) || say('combobox.none') : say('problem.offline.next');
    if (options.length === 0) this.list.append(h('li', { class: 'combobox-none', role: 'presentation' }, none));
    if (this.list.hidden) {
      this.list.hidden = false;
      // Near the foot of the window the list would open out of sight.
      this.list.scrollIntoView({ block: 'nearest' });
    }
    this.input.setAttribute('aria-expanded', 'true');
    this.status.textContent = options.length > 0 ? say('combobox.count', { count: options.length }) : none;
    this.activate(options.findIndex((option) => option.value === this.chosen?.value));
  }

  close() {
    this.asked += 1;
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.activate(-1);
  }

  /** @param {number} place */
  activate(place) {
    this.list.querySelector('.active')?.classList.remove('active');
    this.active = place;
    const item = this.list.querySelector(`[data-at="${place}"]`);
    if (!item) {
      this.input.removeAttribute('aria-activedescendant');
      return;
    }
    item.classList.add('active');
    this.input.setAttribute('aria-activedescendant', item.id);
    item.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Option} option */
  choose(option) {
    this.set(option);
    this.close();
    this.input.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** Takes what was typed in full, in whatever case and by whatever name, as chosen. */
  leave() {
    this.close();
    const typed = this.input.value.trim();
    if (!this.chosen && typed) this.busy = this.match(typed).finally(() => { this.busy = undefined; });
  }

  /** @param {string} typed */
  async match(typed) {
    const found = (await this.look(typed))?.find(({ label, value, also = [] }) => [label, value, ...also].some((name) => fold(name) === fold(typed)));
    if (!found || this.input.value.trim() !== typed) return;
    this.set(found);
    this.input.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

/**
 * A search in a list that is there: a code in full first, then labels that begin with the words, then the others.
 * @param {() => Option[]} all
 * @returns {(query: string) => Option[]}
 */
export function searchIn(all) {
  /** @type {Array<{ option: Option, text: string, also: string[] }>} */
  let index;
  /** @type {Option[]} */
  let indexed;
  return (query) => {
    const options = all();
    if (options !== indexed) index = options.map((option) => ({ option, text: fold(option.label), also: [option.value, ...(option.also ?? [])].map(fold) }));
    indexed = options;
    const wanted = fold(query);
    if (!wanted) return index.map(({ option }) => option);
    return index
      .map((row) => ({ option: row.option, rank: rankOf(row, wanted) }))
      .filter(({ rank }) => rank < 4)
      .sort((a, b) => a.rank - b.rank)
      .map(({ option }) => option);
  };
}

/** @param {{ text: string, also: string[] }} row @param {string} wanted */
function rankOf({ text, also }, wanted) {
  if (also.includes(wanted) || text === wanted) return 0;
  if (text.startsWith(wanted)) return 1;
  if (text.includes(` ${wanted}`)) return 2;
  return text.includes(wanted) || also.some((word) => word.startsWith(wanted)) ? 3 : 4;
}
