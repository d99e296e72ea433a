import { clone } from '../dom.js';
import { Items, offerUndo } from '../form/items.js';

/**
 * Makes a repeating group work whose items stand in it: the identity documents of a person, the documents of the business.
 * @param {import('../guide.js').Guide} guide
 * @param {HTMLElement} element the field of kind `list`
 * @param {object} words
 * @param {(number: number) => string} words.title of an item
 * @param {(item: HTMLElement) => string} words.removed said when it is gone
 */
export function listIn({ form }, element, { title, removed }) {
  const place = /** @type {HTMLElement} */ (element.querySelector('[data-items]'));
  const template = place.dataset.items ?? '';
  const items = new Items(form, element.dataset.field ?? '', (now) => now.elements.forEach((item, at) => {
    const legend = item.querySelector(':scope > legend');
    if (legend) legend.textContent = title(at + 1);
  }));
  const insert = (/** @type {HTMLElement} */ item, /** @type {number} */ at) => place.insertBefore(item, items.elements[at] ?? null);

  const add = () => {
    const item = /** @type {HTMLElement} */ (clone(template).firstElementChild);
    insert(item, items.elements.length);
    items.add(item);
    item.querySelector('[data-remove]')?.addEventListener('click', () => {
      const at = items.elements.indexOf(item);
      const text = removed(item);
      const undo = items.remove(item, insert);
      const next = /** @type {HTMLElement} */ (items.elements[at] ?? element.querySelector('[data-add]'));
      offerUndo(place.contains(next) ? next : /** @type {HTMLElement} */ (place.nextElementSibling), text, () => {
        undo();
        /** @type {HTMLElement|null} */ (item.querySelector('[data-remove]'))?.focus();
      });
    });
    return item;
  };

  form.lists.set(element, { items, add });
  const button = element.querySelector('button[data-add]');
  button?.addEventListener('click', () => {
    const item = add();
    form.changed(null);
    /** @type {HTMLElement|null} */ (item.querySelector('input, select, textarea'))?.focus();
  });
  return { add, items };
}
