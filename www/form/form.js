import { clone } from '../dom.js';
import { at, parts, put, same, starred, within } from '../pointer.js';
import { kinds } from '../controls/kinds.js';
import { ON_FILE } from './corrections.js';
import { Field, pointerOf } from './field.js';
import { settle } from './conditions.js';
import { hintTaxNumbers } from './tax_hint.js';
import { say, worded } from '../language/index.js';

/** Objects at the top, which are sent whole. */
const GROUPS = ['registered_address', 'physical_address'];

/** Whether something is stored. @param {unknown} value */
function says(value) {
  return value !== undefined && value !== null && value !== '';
}

/**
 * Every question of the form. The controls hold the answers: there is no second copy of them.
 */
export class Form {
  /**
   * @param {Array<Record<string, any>>} catalogue what the package says of each field
   */
  constructor(catalogue) {
    this.catalogue = new Map(catalogue.map((entry) => [entry.path, entry]));
    /** @type {WeakMap<Element, Field>} */
    this.byElement = new WeakMap();
    /** What is on file, as it was read. @type {Record<string, any>} */
    this.stored = {};
    /** What `named` answers, until fields move. @type {Array<readonly [string, Field]>|null} */
    this.inOrder = null;
    /** The repeating groups by the element of their field. @type {Map<Element, { items: import('./items.js').Items, add: () => HTMLElement }>} */
    this.lists = new Map();
    /** Called after each change of an answer. @type {(field: Field|null) => void} */
    this.onChange = () => {};
    /** What else shows or hides questions by the answers. @type {Array<() => void>} */
    this.settling = [];
  }

  /** What the package says of a field. @param {string} pointer @returns {Record<string, any>} */
  entry(pointer) {
    // A person on file is asked the same as one to be added.
    return this.catalogue.get(starred(pointer.replace(/^\/stored_persons\/[^/]+/, '/associated_persons/0'))) ?? {};
  }

  /**
   * Makes the questions in `root` work, after putting in the templates that it names.
   * @param {HTMLElement} root
   */
  bind(root) {
    for (const group of root.querySelectorAll('[data-use]')) {
      group.append(clone(/** @type {HTMLElement} */ (group).dataset.use ?? ''));
      group.removeAttribute('data-use');
    }
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.field'))) {
      if (this.byElement.has(element)) continue;
      const make = kinds[element.dataset.kind ?? 'text'];
      if (!make) throw new Error(`no control "${element.dataset.kind}" for ${element.dataset.field}`);
      const field = new Field(element, make, this.entry(pointerOf(element)));
      this.byElement.set(element, field);
      element.addEventListener('input', () => this.changed(field));
      element.addEventListener('change', () => this.changed(field));
    }
    // No question of its own, so in no field.
    for (const box of root.querySelectorAll('[data-same-as]')) box.addEventListener('change', () => this.changed(null));
    this.moved();
    this.settle();
  }

  /** Takes note that an answer changed. @param {Field|null} field */
  changed(field) {
    this.settle();
    this.onChange(field);
  }

  /** Shows the questions that apply and hides the others. */
  settle() {
    settle(this);
    for (const own of this.settling) own();
    hintTaxNumbers(this);
  }

  /** The fields that stand in the document, in its order. A removed person's are kept, for undo, and not here. */
  present() {
    return this.named().map(([, field]) => field);
  }

  /** Those fields with their pointers. @returns {Array<readonly [string, Field]>} */
  named() {
    this.inOrder ??= [...document.querySelectorAll('.field')].flatMap((element) => {
      const field = this.byElement.get(element);
      return field ? [/** @type {const} */ ([field.pointer, field])] : [];
    });
    return this.inOrder;
  }

  /** Takes note that fields came, went or moved. */
  moved() {
    this.inOrder = null;
  }

  /** The field of a pointer, or the nearest one that contains it or lies in it. @param {string} pointer */
  find(pointer) {
    const named = this.named();
    const found = named.find(([name, field]) => name === pointer && field.applies)
      ?? named.find(([name, field]) => pointer !== '' && within(name, pointer) && field.applies)
      ?? named.filter(([name, field]) => within(pointer, name) && field.applies).sort(([a], [b]) => b.length - a.length)[0]
      ?? named.find(([name]) => pointer !== '' && within(name, pointer));
    return found?.[1];
  }

  /**
   * What is said of one of the package's issues: in the words of the question, where its kind has its own.
   * @param {any} issue
   * @param {string} path where it is shown
   */
  worded(issue, path) {
    const field = this.find(path);
    return (field?.pointer === path && say('instead')[field.kind]?.[issue.code]) || worded(issue);
  }

  /** A field or a group of fields in words. @param {string} pointer */
  labelOf(pointer) {
    const field = this.find(pointer);
    if (!field || field.pointer === pointer) return field?.label ?? '';
    return [...document.querySelectorAll('[data-group]')].find((group) => pointerOf(/** @type {HTMLElement} */ (group)) === pointer)
      ?.querySelector(':scope > legend')?.textContent?.trim() ?? field.label;
  }

  /**
   * All answers, as one body of Update Customer. A stored answer that was emptied is an empty text.
   * @returns {Record<string, any>}
   */
  answers() {
    /** @type {Record<string, any>} */
    const tree = {};
    // An item of a list is there even while nothing in it is answered, and so is the address of a person.
    for (const item of document.querySelectorAll('[data-item], [data-item] [data-group]')) put(tree, pointerOf(/** @type {HTMLElement} */ (item)), {});
    for (const [pointer, field] of this.named()) {
      const value = field.read();
      if (value !== undefined) put(tree, pointer, value);
      else if (field.applies && field.kind !== 'list' && pointer.lastIndexOf('/') === 0 && says(at(this.stored, pointer))) put(tree, pointer, '');
    }
    for (const [target, source] of this.copies()) {
      if (at(tree, source) === undefined) delete tree[target.slice(1)];
      else put(tree, target, structuredClone(at(tree, source)));
    }
    for (const name of GROUPS) if (tree[name] === undefined && says(this.stored[name])) tree[name] = { street_line_1: '' };
    return tree;
  }

  /** The addresses that are said to be the same as another: pairs of pointers. */
  copies() {
    return this.copyBoxes().filter(({ box }) => box.checked).map(({ pointer, box }) => /** @type {[string, string]} */ ([pointer, box.dataset.sameAs]));
  }

  /**
   * Asks an address that is a copy by itself, with the answers as they are: something is said of it that is not said of
   * the one it copies.
   * @param {string} target
   * @param {Record<string, any>} answers
   */
  part(target, answers) {
    for (const { pointer, box } of this.copyBoxes()) if (pointer === target) box.checked = false;
    for (const [pointer, field] of this.named()) if (within(pointer, target)) field.write(at(answers, pointer));
    this.settle();
  }

  /**
   * Shows stored answers, wherever the person has not changed the one before.
   * @param {Record<string, any>} stored
   * @param {Record<string, any>} [before] what was stored until now; without it every answer is shown anew
   * @param {Map<string, unknown>} [except] fields at the top that are left as they are
   */
  fill(stored, before, except) {
    this.stored = stored;
    for (const [pointer, field] of this.named()) {
      if (pointer.startsWith(ON_FILE) || this.isList(parts(pointer)[0]) || except?.has(parts(pointer)[0])) continue;
      if (before && field.changed()) continue;
      field.fill(at(stored, pointer) ?? undefined);
    }
    for (const { pointer, box, filled } of this.copyBoxes()) {
      // Left alone it says again how it is on file; ticked, it would send an address in place of one that is new there.
      if (before && (box.checked !== filled || except?.has(pointer.slice(1)))) continue;
      box.checked = Boolean(at(stored, pointer)) && same(at(stored, pointer), at(stored, box.dataset.sameAs ?? ''));
      box.defaultChecked = box.checked;
    }
    this.settle();
  }

  /** Whether the person changed anything of a field at the top; of an address, also by what it is a copy of. @param {string} name @returns {boolean} */
  touched(name) {
    return this.named().some(([pointer, field]) => within(pointer, `/${name}`) && field.changed())
      || this.copyBoxes().some(({ pointer, box, filled }) => pointer === `/${name}`
        && (box.checked !== filled || (box.checked && this.touched(String(box.dataset.sameAs).slice(1)))));
  }

  /** Shows what is stored of one field at the top, whatever the person answered. @param {string} name @param {Record<string, any>} stored */
  refill(name, stored) {
    for (const { pointer, box } of this.copyBoxes()) if (pointer === `/${name}`) box.checked = false;
    for (const [pointer, field] of this.named()) if (within(pointer, `/${name}`)) field.fill(at(stored, pointer) ?? undefined);
  }

  /** The boxes by which one address is said to be the same as another; `filled` is how they stood for what is on file. */
  copyBoxes() {
    return /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll('input[data-same-as]')])
      .map((box) => ({ pointer: pointerOf(/** @type {HTMLElement} */ (box.closest('[data-group]'))), box, filled: box.defaultChecked }));
  }

  /** Whether a field at the top is a repeating group. @param {string} name */
  isList(name) {
    return this.named().some(([pointer, { kind }]) => kind === 'list' && pointer === `/${name}`);
  }

  /** How many items each repeating group has, outer ones first. @returns {Array<[string, number]>} */
  lengths() {
    return this.named().filter(([, { element }]) => this.lists.has(element))
      .map(([pointer, { element }]) => [pointer, this.lists.get(element)?.items.elements.length ?? 0]);
  }

  /** Adds items to a repeating group until it has as many. @param {string} pointer @param {number} length */
  grow(pointer, length) {
    const element = this.named().find(([name, { kind }]) => kind === 'list' && name === pointer)?.[1].element;
    const list = element && this.lists.get(element);
    while (list && list.items.elements.length < length) list.add();
  }

  /** Waits for the files that are still being read. */
  async ready() {
    await Promise.all(this.present().map((field) => field.control.busy));
  }
}
