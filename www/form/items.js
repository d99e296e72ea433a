import { h, idOf } from '../dom.js';
import { say } from '../language/index.js';

/**
 * The items of a repeating group, in order. Their fields are named after their place; a removed one can come back.
 */
export class Items {
  /**
   * @param {import('./form.js').Form} form
   * @param {string} pointer of the list, relative to the group it is in
   * @param {(items: Items) => void} changed called after each change of the list
   */
  constructor(form, pointer, changed) {
    this.form = form;
    this.pointer = pointer;
    this.changed = changed;
    /** @type {HTMLElement[]} */
    this.elements = [];
  }

  /**
   * Adds an item that stands in the document already.
   * @param {HTMLElement} element
   * @param {number} [place]
   */
  add(element, place = this.elements.length) {
    element.dataset.item = '';
    this.elements.splice(place, 0, element);
    this.number();
    this.form.bind(element);
    this.changed(this);
  }

  /**
   * Takes an item out of the document, its answers with it.
   * @param {HTMLElement} element
   * @param {(element: HTMLElement, place: number) => void} insert puts it back into the document
   * @returns {() => void} undoes it
   */
  remove(element, insert) {
    const place = this.elements.indexOf(element);
    this.elements.splice(place, 1);
    // Under names of their own, so that its radios disturb nobody's when it comes back.
    for (const field of this.form.present()) if (element.contains(field.element)) field.rename('~');
    element.remove();
    delete element.dataset.group;
    this.number();
    this.changed(this);
    this.form.changed(null);
    return () => {
      const back = Math.min(place, this.elements.length);
      insert(element, back);
      this.add(element, back);
      this.form.changed(null);
    };
  }

  /** Names the fields of items that moved after their place. Twice: radios of two items must never share a name, not even for a moment. */
  number() {
    const moved = this.elements.filter((element, place) => element.dataset.group !== `${this.pointer}/${place}`);
    for (const element of moved) element.dataset.group = `${this.pointer}/${this.elements.indexOf(element)}`;
    this.form.moved();
    const fields = this.form.present().filter(({ element }) => moved.some((item) => item.contains(element)));
    for (const field of fields) field.rename('~');
    for (const field of fields) field.rename();
  }
}

/**
 * Says that something was removed, with a way back, and takes focus to it.
 * @param {HTMLElement} place before which it is said
 * @param {string} text
 * @param {() => void} undo
 */
export function offerUndo(place, text, undo) {
  const what = h('span', {}, text);
  // Who hears the button alone, of several, hears what it would bring back.
  const button = h('button', { type: 'button', class: 'small', 'aria-describedby': idOf(what), onclick: () => {
    note.remove();
    undo();
  } }, say('undo'));
  const note = h('p', { class: 'undo', role: 'status' }, what, ' ', button);
  place.before(note);
  button.focus();
}
