import { announce, clone, drawn, idOf } from '../dom.js';
import { read } from '../files/reader.js';
import { digits, say, worded } from '../language/index.js';
import { forget, forgetAll, noteStandIn } from './standin.js';

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

/** What was dropped and is no file. @type {WeakSet<File>} */
const folders = new WeakSet();

/** Bytes of the files chosen, by the field they are in. @type {Map<HTMLElement, number>} */
const chosenBytes = new Map();

/** Bytes of the files in all other fields that are in the form. @param {HTMLElement} element */
function bytesBeside(element) {
  let sum = 0;
  for (const [other, bytes] of chosenBytes) if (other !== element && other.isConnected) sum += bytes;
  return sum;
}

/** Forgets the files of a form that is no more. */
export function forgetFiles() {
  chosenBytes.clear();
  forgetAll();
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
  const [amount, unit] = bytes >= 1e6 ? [bytes / 1048576, 'mega'] : bytes >= 1e3 ? [bytes / 1024, 'kilo'] : [bytes, 'one'];
  return say(`file.size.${unit}`, { count: bytes, size: inDigits(amount) });
}

/** @param {number} amount */
function inDigits(amount) {
  // Without Intl's own units, which take tens of milliseconds to load on a phone.
  const rounded = amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount);
  return digits(rounded);
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
  const view = viewOf(field, offered(use));
  (element.querySelector(':scope > .tick') ?? { before: (/** @type {Node} */ node) => element.append(node) }).before(view.drop);

  /** @type {File|null} */
  let chosen = null;
  /** @type {import('../files/reading.js').Ready|null} */
  let ready = null;
  /** What the form itself finds wrong with the file. @type {'files_too_large_together'|'file_too_large'|'file_folder'|'file_unreadable'|'file_stopped'|null} */
  let fault = null;
  /** @type {{ done: Promise<void>, controller: AbortController }|null} */
  let reading = null;
  /** Whether several were dropped where one belongs. */
  let several = false;
  /** The name of a file that was chosen in an earlier visit, and not kept. */
  let lost = '';
  /** Tells that the answer is another (`input`), or finished (`change`), which has all answers checked. @param {'input'|'change'} [what] */
  const told = (what = 'change') => element.dispatchEvent(new Event(what, { bubbles: true }));
  const show = () => view.show({ chosen, lost, busy: Boolean(reading), ready, again: fault === 'file_unreadable' || fault === 'file_stopped' });

  const reset = () => {
    reading?.controller.abort();
    chosenBytes.delete(element);
    forget(ready?.uri);
    [chosen, ready, fault, reading, lost, several] = [null, null, null, null, '', false];
  };

  /** @param {File} file */
  const take = (file) => {
    reset();
    chosen = file;
    if (none) none.checked = false;
    chosenBytes.set(element, file.size);
    const controller = new AbortController();
    reading = { controller, done: Promise.resolve() };
    reading.done = look(file, controller);
    show();
    told('input');
  };

  /** @param {File} file @param {AbortController} controller */
  const look = async (file, controller) => {
    try {
      if (folders.has(file)) fault = 'file_folder';
      else if (file.size > TOGETHER) fault = 'file_too_large';
      else if (file.size + bytesBeside(element) > TOGETHER) fault = 'files_too_large_together';
      if (fault) {
        chosenBytes.delete(element);
        return;
      }
      const found = await read(file, use, { signal: controller.signal, onProgress: (part) => chosen === file && view.progress(part) });
      // Megabytes of text have just come from the worker: what is done with them is for tasks of their own.
      await drawn();
      if (chosen !== file) return;
      if (found.uri) noteStandIn(found.uri, found.digest);
      ready = found;
    } catch {
      if (chosen === file) fault = controller.signal.aborted ? 'file_stopped' : 'file_unreadable';
    } finally {
      if (chosen === file) {
        reading = null;
        show();
        const wrong = own().find(({ severity }) => severity === 'error')?.message;
        announce(wrong ? `${file.name}: ${wrong}` : say('file.ready', { name: file.name }));
        await drawn();
        if (chosen === file) told();
      }
    }
  };

  /** @returns {Array<{code: string, severity: 'error'|'warning'|'note', message: string}>} */
  const own = () => {
    if (several) return [{ code: 'one_file', severity: 'note', message: say('own.one_file') }, ...ofFile()];
    return ofFile();
  };

  /** @returns {Array<{code: string, severity: 'error'|'warning'|'note', message: string}>} */
  const ofFile = () => {
    if (fault === 'file_too_large') return [{ code: fault, severity: 'error', message: worded({ code: fault, path: field.pointer, params: { max_mib: TOGETHER / 1048576 } }) }];
    if (fault) return [{ code: fault, severity: 'error', message: say(`own.${fault}`) }];
    return (ready?.issues ?? []).map((issue) => ({ code: issue.code, severity: issue.severity, message: worded(issue) }));
  };

  const clear = () => {
    reset();
    show();
  };

  view.input.addEventListener('change', (event) => {
    event.stopPropagation();
    if (view.input.files?.[0]) take(view.input.files[0]);
    // Choosing the same file again, after mending it, must be a change too.
    view.input.value = '';
  });
  view.on('remove', () => { clear(); view.input.focus(); told(); });
  view.on('stop', () => { reading?.controller.abort(); view.input.focus(); });
  view.on('again', () => { if (chosen) take(chosen); view.input.focus(); });
  none?.addEventListener('change', () => { if (none.checked) clear(); });
  dropZone(view.drop, (files) => {
    if (files.length === 1) return take(files[0]);
    // Which of them is meant, nobody can tell.
    several = true;
    told();
    announce(say('own.one_file'));
  });
  show();

  return {
    read: () => (none?.checked ? '' : ready?.uri),
    write: () => {},
    inputs: () => [view.input],
    describe: () => (chosen ? `${chosen.name}, ${inWords(chosen, ready)}` : say('file.none')),
    own: () => (reading ? [] : own()),
    // The file itself is never kept: its name tells what to choose again.
    keep: () => (none?.checked ? { none: true } : chosen || lost ? { name: chosen?.name ?? lost } : undefined),
    resume: (kept) => {
      if (none && kept.none) none.checked = true;
      lost = kept.name ?? '';
      show();
    },
    get holds() { return chosen; },
    get busy() { return reading?.done; },
    take,
  };
}

/** Size and pages of a file in words. @param {File} file @param {import('../files/reading.js').Ready|null} ready */
function inWords(file, ready) {
  const size = sizeInWords(file.size);
  return ready?.pages ? say('file.pages', { count: ready.pages, size }) : size;
}

/**
 * What is seen of a file: its name and preview, how far it is, and what can be done with it.
 * @param {Field} field
 * @param {string} accept
 */
function viewOf({ element, title }, accept) {
  const content = clone('file');
  const drop = /** @type {HTMLElement} */ (content.querySelector('.drop'));
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (drop.querySelector(selector));
  const input = /** @type {HTMLInputElement} */ (part('input'));
  const image = /** @type {HTMLImageElement} */ (part('img'));
  const bar = /** @type {HTMLProgressElement} */ (part('progress'));
  const button = part('.file-button span');
  // The name by which speech control finds the button: the question, then what the button says.
  input.setAttribute('aria-labelledby', [title && idOf(title), idOf(button)].filter(Boolean).join(' '));
  input.accept = accept;
  part('.file-right').textContent = say('file.right');
  part('.drop-or').textContent = say('file.or_drop');
  for (const [press, word] of [['remove', 'remove'], ['stop', 'file.stop'], ['again', 'try_again']]) part(`[data-file-${press}]`).textContent = say(word);
  // A type that this browser can't show, or a picture that is damaged: the name has to do.
  image.addEventListener('error', () => { image.hidden = true; });
  // Drawn, it needs its address no more; the address would hold the file as long as the page is open.
  for (const over of ['load', 'error']) image.addEventListener(over, () => URL.revokeObjectURL(image.src));

  /** @param {{ chosen: File|null, lost: string, busy: boolean, ready: import('../files/reading.js').Ready|null, again: boolean }} now */
  const show = ({ chosen, lost, busy, ready, again }) => {
    const name = chosen?.name ?? '';
    const held = document.activeElement;
    part('.file').hidden = !chosen;
    drop.classList.toggle('busy', busy);
    drop.classList.toggle('full', Boolean(chosen));
    button.textContent = say(chosen ? 'file.choose_another' : 'file.choose');
    if (image.src) URL.revokeObjectURL(image.src);
    image.removeAttribute('src');
    // By what the file is, not by what its name says.
    image.hidden = !chosen || !/^image\/(jpeg|png|heic|tiff)$/.test(ready?.mime ?? '');
    if (chosen && !image.hidden) image.src = URL.createObjectURL(chosen);
    part('.file-name').textContent = name;
    part('.file-size').textContent = chosen ? (busy ? say('file.reading') : inWords(chosen, ready)) : '';
    part('.file-right').hidden = !ready?.uri;
    bar.hidden = !busy;
    bar.removeAttribute('value');
    bar.setAttribute('aria-label', say('file.reading_name', { name }));
    part('[data-file-stop]').hidden = !busy;
    part('[data-file-again]').hidden = !again;
    // A document without its file is no document: there the item is removed, not the file.
    part('[data-file-remove]').hidden = busy || element.hasAttribute('data-whole-item');
    part('[data-file-remove]').setAttribute('aria-label', say('file.remove', { name }));
    part('.file-lost').hidden = !lost || Boolean(chosen);
    part('.file-lost').textContent = lost && say('file.lost', { name: lost });
    // A press that goes away under who is on it leaves them at the question.
    if (held !== input && drop.contains(held) && held?.closest('[hidden]')) input.focus();
  };
  return {
    drop, input, show,
    progress: (/** @type {number} */ done) => { bar.value = done; },
    on: (/** @type {'remove'|'stop'|'again'} */ press, /** @type {() => void} */ act) => part(`[data-file-${press}]`).addEventListener('click', act),
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
    const files = [...(event.dataTransfer?.items ?? [])].flatMap((item) => {
      const file = item.getAsFile();
      if (file && item.webkitGetAsEntry()?.isDirectory) folders.add(file);
      return file ?? [];
    });
    if (files.length > 0) take(files);
  });
}
