import { offered, dropZone } from '../controls/file.js';
import { say } from '../language/index.js';
import { listIn } from './lists.js';

/**
 * The documents of the business: each file chosen or dropped becomes one.
 * @param {import('../guide.js').Guide} guide
 */
export function documents(guide) {
  const { form } = guide;
  const page = /** @type {HTMLElement} */ (guide.page('documents'));
  const element = /** @type {HTMLElement} */ (page.querySelector('[data-kind="list"]'));
  const input = /** @type {HTMLInputElement} */ (element.querySelector('[data-add]'));
  const fileOf = (/** @type {HTMLElement} */ item) =>
    /** @type {import('../form/field.js').Field} */ (form.byElement.get(/** @type {Element} */ (item.querySelector('[data-kind="file"]'))));
  const list = listIn(guide, element, {
    title: (number) => say('documents.item', { number }),
    removed: (item) => {
      const name = item.querySelector('.file-name')?.textContent;
      return name ? say('documents.removed_name', { name }) : say('documents.removed');
    },
  });

  const take = (/** @type {File[]} */ files) => {
    const items = files.map((file) => {
      const item = list.add();
      /** @type {{ take: (file: File) => void }} */ (/** @type {unknown} */ (fileOf(item).control)).take(file);
      return item;
    });
    form.changed(null);
    items[0]?.querySelector('select')?.focus();
  };
  input.accept = offered('document');
  input.addEventListener('change', (event) => {
    event.stopPropagation();
    take([...(input.files ?? [])]);
    input.value = '';
  });
  dropZone(/** @type {HTMLElement} */ (element.querySelector('[data-drop]')), take);
}
