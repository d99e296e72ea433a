import { options, validate } from '/kyb-patch/index.js';
import { offered, dropZone } from '../controls/file.js';
import { drawn, h } from '../dom.js';
import { language, say } from '../language/index.js';
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

  // A card, its file, the focus: each when the one before is drawn, so that a phone stays quick to answer.
  const take = async (/** @type {File[]} */ files) => {
    /** @type {HTMLElement|undefined} */
    let first;
    for (const file of files) {
      const item = list.add();
      first ??= item;
      await drawn();
      /** @type {{ take: (file: File) => void }} */ (/** @type {unknown} */ (fileOf(item).control)).take(file);
      await drawn();
    }
    form.changed(null);
    first?.querySelector('select')?.focus();
  };
  input.accept = offered('document');
  input.addEventListener('change', (event) => {
    event.stopPropagation();
    take([...(input.files ?? [])]);
    input.value = '';
  });
  dropZone(/** @type {HTMLElement} */ (element.querySelector('[data-drop]')), take);

  const advice = h('div', { class: 'advice', 'aria-live': 'polite' });
  element.before(advice);
  const advise = () => {
    const kinds = advised(guide);
    const labels = new Map(options('document_type', language()).map(({ value, label }) => [value, label]));
    const list = kinds.map((kind) => h('li', {}, labels.get(kind) ?? kind));
    if (advice.querySelector('ul')?.textContent === list.map((item) => item.textContent).join('')) return;
    advice.replaceChildren(...(list.length > 0 ? [h('p', {}, say('documents.advised')), h('ul', { class: 'plain' }, ...list)] : []));
  };
  element.addEventListener('change', advise);
  element.addEventListener('click', advise);
  guide.draw.set('documents', advise);
}

/**
 * The kinds of document that are usually asked of a business of this type and are not among those given: what the
 * rules say of a patch with these documents. Without any they are asked about one that says nothing.
 * @param {import('../guide.js').Guide} guide
 * @returns {string[]}
 */
function advised({ form, known }) {
  const { business_type: type, documents: given = [] } = form.answers();
  const kinds = given.map((/** @type {any} */ document) => ({ doc_type: document.doc_type ?? 'other' }));
  const asked = { business_type: type || known.stored.business_type, documents: kinds.length > 0 ? kinds : [{ doc_type: 'other' }] };
  const issue = asked.business_type && validate(asked, known.context).issues.find(({ code }) => /** @type {string} */ (code) === 'documents_advised');
  return /** @type {any} */ (issue || undefined)?.params.documents ?? [];
}
