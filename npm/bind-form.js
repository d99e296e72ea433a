/** Binds a form whose controls' names are JSON Pointers: it tells what is wrong, when that helps. */
import { validate } from './check.js';
import { controlsOf, read, useOf } from './controls.js';
import { InvalidCall } from './errors.js';
import { message } from './names.js';
import { Telling } from './telling.js';

const ENGLISH = { problem: 'There is a problem', use: (suggestion) => `Use ${suggestion}` };

/**
 * Binds a form. Nothing is said while a person still types for the first time: a control is checked as it is left,
 * everything on submit. What was said goes as soon as it is right. While something blocks, no other listener hears of
 * the submit.
 *
 * @param {HTMLFormElement} form
 * @param {import('./bind-form.js').BindOptions} [options]
 * @returns {import('./bind-form.js').Binding}
 */
export function bindForm(form, options = {}) {
  if (form?.nodeName !== 'FORM') throw new InvalidCall('kyb-patch: bindForm takes a form');
  const { context, locale, summary, onIssue, words } = options;
  /** Controls that hold, or held, an answer of the person's own; those of them that were left since. */
  const touched = new WeakSet();
  const left = new WeakSet();
  /** What is known of the files that were chosen, by control. */
  const files = new Map();
  let submitted = false;
  /** Whether a pointer is down, and whether something is to be said when it is up. */
  let pressed = false;
  let waiting = false;
  const telling = new Telling(form, { ...ENGLISH, ...words }, use);
  const ended = new AbortController();
  const { noValidate } = form;
  // The browser's own bubbles would speak over the summary.
  form.noValidate = true;

  function look() {
    const groups = controlsOf(form);
    const { patch, nameOf } = read(groups, (control) => files.get(control)?.uri);
    // A place for what is said of a list or an object as a whole, which has no control of its own.
    for (const slot of form.querySelectorAll('[data-issues]')) {
      const name = /** @type {HTMLElement} */ (slot).dataset.issues ?? '';
      if (!groups.has(name)) groups.set(name, []);
    }
    return { groups, patch, nameOf };
  }

  /** Issues by the name at which they are told; '' for those that no control is about. */
  function judge() {
    const { groups, patch, nameOf } = look();
    const report = validate(patch, typeof context === 'function' ? context() : context);
    const found = new Map();
    const add = (name, issue) => {
      const list = found.get(name) ?? found.set(name, []).get(name);
      if (!list.some(({ issue: { code } }) => code === issue.code)) list.push({ issue, text: message(issue, locale) });
    };
    for (const issue of report.issues) add(nearest(nameOf(issue.path), groups), issue);
    for (const [name, [control]] of groups) files.get(control)?.issues.forEach((issue) => add(name, issue));
    return { groups, report, found };
  }

  /**
   * Tells what is to be told now.
   * @param {(name: string, controls: any[], groups: Map<string, any[]>) => boolean} shows whether issues of a name may appear
   */
  function tell(shows) {
    const { groups, report, found } = judge();
    const shown = new Set(telling.names);
    for (const name of shown) if (!groups.has(name)) telling.say(name, [], []);
    for (const [name, controls] of groups) {
      const issues = found.get(name) ?? [];
      const told = shown.has(name);
      if (!told && !(issues.length && shows(name, controls, groups))) continue;
      telling.say(name, controls, issues);
      if (!told) for (const { issue } of issues) onIssue?.(issue.path, issue.code);
    }
    const errors = (name) => (found.get(name) ?? []).filter(({ issue }) => issue.severity === 'error');
    if (submitted) {
      const names = ['', ...groups.keys()].filter((name) => !groups.has(name) || telling.names.includes(name));
      telling.summarise(names.flatMap((name) => errors(name).map(({ text }) => ({ text, control: lead(name, groups) }))), summary);
    }
    return { report, blocked: [...found.keys()].some((name) => errors(name).length > 0) };
  }

  /** A suggestion was taken: as if the person had typed it. */
  function use(name, suggestion) {
    const controls = controlsOf(form).get(name) ?? [];
    const choice = controls.find(({ type, value }) => /^(radio|checkbox)$/.test(type) && value === suggestion);
    const control = choice ?? controls[0];
    if (!control) return;
    if (choice) choice.checked = true;
    else control.value = suggestion;
    for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
    control.focus();
  }

  function edited({ target, type }) {
    if (!isBound(target)) return;
    touched.add(target);
    if (target.type === 'file' && type === 'change') return void choose(target);
    tell(() => false);
  }

  function leave({ target, relatedTarget }) {
    if (!isBound(target)) return;
    // From one choice of a group to the next nobody leaves it.
    if (relatedTarget?.form === form && relatedTarget.name === target.name) return;
    if (!controlsOf(form).get(target.name)?.some((control) => touched.has(control))) return;
    left.add(target);
    // A message that comes while a button is pressed would move it away from under the pointer.
    if (pressed) waiting = true;
    else tell(isLeft);
  }

  function release() {
    pressed = false;
    // The click comes first.
    setTimeout(() => {
      if (waiting && !ended.signal.aborted) tell(isLeft);
      waiting = false;
    });
  }

  /** Whether a person has answered here and gone on; of a place without a control, whether so inside of it. */
  function isLeft(name, controls, groups) {
    if (name === '') return submitted;
    if (controls.length) return controls.some((control) => left.has(control));
    return [...groups].some(([other, inside]) => other.startsWith(`${name}/`) && inside.some((control) => left.has(control)));
  }

  function submit(event) {
    submitted = true;
    const reading = [...files.values()].map(({ reading }) => reading).filter(Boolean);
    const { blocked } = tell(() => true);
    if (!blocked && reading.length === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (blocked) telling.focusSummary();
    else Promise.all(reading).then(() => !ended.signal.aborted && form.requestSubmit(event.submitter));
  }

  function isBound(target) {
    return target?.form === form && typeof target.name === 'string' && target.name[0] === '/';
  }

  /** Looks at a chosen file, and makes the text of it that is sent. */
  async function choose(control) {
    const [file] = control.files;
    if (!file) {
      files.delete(control);
      return void tell(() => false);
    }
    /** @type {{ uri?: string, issues: import('./index.js').Issue[], reading?: Promise<void> }} */
    const known = { issues: [] };
    files.set(control, known);
    known.reading = (async () => {
      try {
        const { encodeDocument, inspectDocument } = await import('./documents.js');
        const now = typeof context === 'function' ? context() : context;
        known.issues = (await inspectDocument(file, useOf(control.name), now)).issues;
        known.uri = await encodeDocument(file, { signal: ended.signal });
      } catch {
        // A file that is gone, or was changed since it was chosen, is no answer.
      }
      known.reading = undefined;
      if (ended.signal.aborted || files.get(control) !== known) return;
      left.add(control);
      tell((_, controls) => controls.includes(control));
    })();
  }

  const { signal } = ended;
  form.addEventListener('input', edited, { signal });
  form.addEventListener('change', edited, { signal });
  form.addEventListener('focusout', leave, { signal });
  form.addEventListener('submit', submit, { signal, capture: true });
  const { ownerDocument: page } = form;
  page.addEventListener('pointerdown', () => { pressed = true; }, { signal, capture: true });
  for (const type of ['pointerup', 'pointercancel']) page.addEventListener(type, release, { signal, capture: true });
  form.addEventListener('reset', () => {
    submitted = false;
    files.clear();
    telling.clear();
  }, { signal });

  return {
    patch: () => look().patch,
    check() {
      submitted = true;
      return tell(() => true).report;
    },
    unbind() {
      ended.abort();
      telling.clear();
      form.noValidate = noValidate;
    },
  };
}

/** The control to which a line of the summary leads. */
function lead(name, groups) {
  return groups.get(name)?.[0] ?? [...groups].find(([other, controls]) => other.startsWith(`${name}/`) && controls.length)?.[1][0];
}

/** The name at which an issue is told: its own, or that of what it stands in, or of the first control inside it. */
function nearest(name, groups) {
  for (let end = name.length; end > 0; end = name.lastIndexOf('/', end - 1)) {
    const own = name.slice(0, end);
    if (groups.has(own)) return own;
  }
  for (const other of groups.keys()) if (name !== '' && other.startsWith(`${name}/`) && groups.get(other).length) return other;
  return '';
}
