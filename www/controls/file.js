import { encodeDocument, inspectDocument } from '/kyb-patch/index.js';
import { announce, clone, idOf } from '../dom.js';
import { language, say } from '../strings/index.js';
import { forget, makeStandIn } from './standin.js';

/** @typedef {import('../form/field.js').Field} Field */
/** @typedef {import('../form/field.js').Control} Control */

/** What the file dialog offers first; a drop may bring anything, and the rules look at what a file really is. */
const OFFERED = {
  id_image: 'image/jpeg,image/png,image/heic,image/tiff,.heic,.tif,.tiff',
  poa: 'image/jpeg,image/png,application/pdf,.csv,.xls,.xlsx',
  document: 'image/jpeg,image/png,image/heic,image/tiff,.heic,.tif,.tiff,application/pdf,.csv,.xls,.xlsx',
};

/** The most that one request carries in files, in bytes; encoded they are a third larger. The rest goes in a second one. */
const TOGETHER = 40 * 1048576;

/** Bytes of the files chosen, by the field they are in. @type {Map<HTMLElement, number>} */
const chosenBytes = new Map();

/** Bytes of the files in all other fields that are in the form. @param {HTMLElement} element */
function bytesBeside(element) {
  let sum = 0;
  for (const [other, bytes] of chosenBytes) if (other !== element && other.isConnected) sum += bytes;
  return sum;
}

/** What the dialog for a use of files offers. @param {string} use */
export function offered(use) {
  return OFFERED[/** @type {keyof typeof OFFERED} */ (use)];
}

/**
 * A size in words: 1.2 MB, 340 kB.
 * @param {number} bytes
 */
export function sizeInWords(bytes) {
  const [amount, unit] = bytes >= 1e6 ? [bytes / 1048576, 'megabyte'] : bytes >= 1e3 ? [bytes / 1024, 'kilobyte'] : [bytes, 'byte'];
  return new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount);
}

/**
 * A file, chosen or dropped. It is looked at at once, and made ready to send.
 * @param {Field} field
 * @returns {Control & { take: (file: File) => void }}
 */
export function file(field) {
  const { element } = field;
  const use = /** @type {'id_image'|'poa'|'document'} */ (element.dataset.useOfFile);
  const none = /** @type {HTMLInputElement|null} */ (element.querySelector('[data-no-file]'));
  const content = clone('file');
  const drop = /** @type {HTMLElement} */ (content.querySelector('.drop'));
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (drop.querySelector(selector));
  const input = /** @type {HTMLInputElement} */ (part('input'));
  const image = /** @type {HTMLImageElement} */ (part('img'));
  const button = part('.file-button span');
  // The name by which speech control finds the button: the question, then what the button says.
  input.setAttribute('aria-labelledby', [field.title && idOf(field.title), idOf(button)].filter(Boolean).join(' '));
  input.accept = offered(use);
  part('.drop-or').textContent = say('file.or_drop');
  (element.querySelector(':scope > .tick') ?? { before: (/** @type {Node} */ node) => element.append(node) }).before(drop);

  /** @type {File|null} */
  let chosen = null;
  /** @type {string|undefined} */
  let uri;
  /** @type {Array<{code: string, severity: 'error'|'warning', message: string}>} */
  let found = [];
  /** @type {Promise<void>|undefined} */
  let busy;
  const told = () => element.dispatchEvent(new Event('change', { bubbles: true }));

  const show = () => {
    part('.file').hidden = !chosen;
    drop.classList.toggle('busy', Boolean(busy));
    drop.classList.toggle('full', Boolean(chosen));
    button.textContent = say(chosen ? 'file.choose_another' : 'file.choose');
    if (image.src) URL.revokeObjectURL(image.src);
    image.removeAttribute('src');
    image.hidden = !chosen || !/^image\/(jpeg|png)$/.test(chosen.type);
    if (chosen && !image.hidden) image.src = URL.createObjectURL(chosen);
    part('.file-name').textContent = chosen?.name ?? '';
    part('.file-size').textContent = chosen ? (busy ? say('file.reading') : sizeInWords(chosen.size)) : '';
    // A document without its file is no document: there the item is removed, not the file.
    part('[data-remove-file]').hidden = element.hasAttribute('data-whole-item');
    part('[data-remove-file]').setAttribute('aria-label', say('file.remove', { name: chosen?.name ?? '' }));
  };

  /** @param {File} file */
  const take = (file) => {
    chosen = file;
    forget(uri);
    uri = undefined;
    found = [];
    if (none) none.checked = false;
    chosenBytes.set(element, file.size);
    const mine = (async () => {
      try {
        if (file.size + bytesBeside(element) > TOGETHER) {
          chosenBytes.delete(element);
          found = [{ code: 'files_too_large_together', severity: 'error', message: say('own.files_too_large_together') }];
          return;
        }
        const report = await inspectDocument(file, use);
        const made = report.ok ? await encodeDocument(file) : undefined;
        if (made) await makeStandIn(made, file);
        if (chosen !== file) return;
        found = report.issues.map(({ code, severity, message }) => ({ code, severity, message }));
        uri = made;
      } catch {
        if (chosen !== file) return;
        found = [{ code: 'file_unreadable', severity: 'error', message: say('own.file_unreadable') }];
      } finally {
        if (chosen === file) {
          busy = undefined;
          show();
          announce(found.find(({ severity }) => severity === 'error')?.message ?? say('file.ready', { name: file.name }));
          told();
        }
      }
    })();
    busy = mine;
    show();
    told();
  };

  const clear = () => {
    chosenBytes.delete(element);
    chosen = null;
    forget(uri);
    uri = undefined;
    found = [];
    busy = undefined;
    input.value = '';
    show();
  };

  input.addEventListener('change', (event) => {
    event.stopPropagation();
    if (input.files?.[0]) take(input.files[0]);
    // Choosing the same file again, after mending it, must be a change too.
    input.value = '';
  });
  part('[data-remove-file]').addEventListener('click', () => { clear(); input.focus(); told(); });
  part('[data-remove-file]').textContent = say('remove');
  none?.addEventListener('change', () => { if (none.checked) clear(); });
  dropZone(drop, (files) => take(files[0]));
  show();

  return {
    read: () => (none?.checked ? '' : uri),
    write: () => {},
    inputs: () => [input],
    describe: () => (chosen ? `${chosen.name}, ${sizeInWords(chosen.size)}` : say('file.none')),
    own: () => (busy ? [] : found.filter(({ code, severity }) => severity === 'error' || code !== 'file_large')),
    get busy() { return busy; },
    take,
  };
}

/**
 * Takes files that are dropped on an element.
 * @param {HTMLElement} element
 * @param {(files: File[]) => void} take
 */
export function dropZone(element, take) {
  const over = (/** @type {boolean} */ on) => element.classList.toggle('over', on);
  element.addEventListener('dragover', (event) => { event.preventDefault(); over(true); });
  element.addEventListener('dragleave', (event) => { if (!element.contains(/** @type {Node} */ (event.relatedTarget))) over(false); });
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    over(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) take(files);
  });
}
