/** Binds a form whose controls' names are JSON Pointers: it tells what is wrong, when that helps. */
import { validate } from './check.js';
import { ChosenFiles } from './chosen-files.js';
import { controlsOf, nameOf as ownName, read, wayOf } from './controls.js';
import { InvalidCall } from './errors.js';
import { run } from './module.js';
import { isForm, memberOf, requestSubmit, setNoValidate } from './form-members.js';
import { message } from './names.js';
import { Telling } from './telling.js';

/** Two at once would say all twice, and keep what the other one set. @type {WeakMap<HTMLFormElement, () => void>} */
const unbinds = new WeakMap();

const ENGLISH = { problem: 'There is a problem', use: (suggestion) => `Use ${suggestion}` };

/**
 * Binds a form. Nothing is said while a person still types for the first time: a control is checked as it is left,
 * everything on submit. What was said goes as soon as it is right. While something blocks, no other listener hears of
 * the submit: nor where a check fails, for a browser would send the form's answers as part of an address.
 *
 * @param {HTMLFormElement} form
 * @param {import('./bind-form.js').BindOptions} [options]
 * @returns {import('./bind-form.js').Binding}
 */
export function bindForm(form, options = {}) {
  if (!isForm(form)) throw new InvalidCall('kyb-patch: bindForm takes a form');
  // Without the module it would only tell at the first word typed.
  run(() => {});
  unbinds.get(form)?.();
  const { locale, summary, onIssue, words } = options;
  const context = () => (typeof options.context === 'function' ? options.context() : options.context);
  /** Controls that hold, or held, an answer of the person's own; those of them that were left since. */
  let touched = new WeakSet();
  let left = new WeakSet();
  let submitted = false;
  /** @type {{ submitter: any } | undefined} A submit that waits for files to be read. */
  let pending;
  /** A reset that some listener may still cancel. @type {Event | undefined} */
  let resetting;
  /** Whether a pointer is down, and whether something is to be said when it is up. */
  let pressed = false;
  let waiting = false;
  const offer = (suggestion) => hook(words?.use, suggestion) ?? ENGLISH.use(suggestion);
  const telling = new Telling(form, { problem: words?.problem ?? ENGLISH.problem, use: offer }, use);
  const ended = new AbortController();
  const files = new ChosenFiles(context, chosen, ended.signal);
  const noValidate = memberOf(form, 'noValidate');
  // The browser's own bubbles would speak over the summary.
  setNoValidate(form, true);

  function look() {
    const groups = controlsOf(form);
    const { patch, nameOf, pointerOf } = read(groups, textsOf);
    // A place for what is said of a list or an object as a whole, which has no control of its own.
    for (const slot of memberOf(form, 'querySelectorAll')('[data-issues]')) {
      const name = /** @type {HTMLElement} */ (slot).dataset.issues ?? '';
      if (!groups.has(name)) groups.set(name, []);
    }
    return { groups, patch, nameOf, pointerOf };
  }

  /** The files in a control as they are sent: all of them or, while one is not read, none. */
  function textsOf(control) {
    const texts = files.of(control).flatMap(({ uri }) => uri ?? []);
    return texts.length === files.of(control).length ? texts : [];
  }

  const isRead = (control) => files.readingIn(control).length > 0;

  /** Issues by the name at which they are told; '' for those that no control is about. */
  function judge() {
    const { groups, patch, nameOf, pointerOf } = look();
    const report = validate(patch, context());
    const held = [...groups].flatMap(([name, controls]) => controls.flatMap((control) => files.of(control)).map((file) => ({ name, ...file })));
    const refused = held.filter((file) => file.refused).map(({ name }) => name);
    // A file that is refused is no part of the patch, and still it is chosen: what is wrong with it blocks instead.
    report.issues = report.issues.filter(({ path, code }) => code !== 'required' || !refused.includes(nameOf(path)));
    const found = new Map();
    const add = (name, issue, full = '') => {
      const list = found.get(name) ?? found.set(name, []).get(name);
      if (list.some(({ issue: { code } }) => code === issue.code)) return;
      const { suggestion } = issue;
      const here = suggestion !== undefined && full.startsWith(name);
      const way = here ? wayOf(groups.get(name) ?? [], name, full.slice(name.length), suggestion) : undefined;
      list.push({ issue, text: message(issue, locale), way });
    };
    for (const issue of report.issues) {
      const full = nameOf(issue.path);
      add(nearest(full, groups), issue, full);
    }
    for (const { name, issues, refused } of held) {
      for (const told of issues) {
        const issue = { ...told, path: pointerOf(name) };
        add(name, issue);
        if (refused) report.issues.push(issue);
      }
    }
    report.ok = report.issues.every(({ severity }) => severity !== 'error');
    return { groups, report, found };
  }

  /**
   * Tells what is to be told now.
   * @param {(name: string, controls: any[], groups: Map<string, any[]>) => boolean} shows whether issues of a name may appear
   */
  function tell(shows) {
    settleReset();
    const { groups, report, found } = judge();
    const shown = new Set(telling.names);
    for (const name of shown) if (!groups.has(name)) telling.say(name, [], []);
    for (const [name, controls] of groups) {
      // Nothing is said of a file while it is still being read.
      const issues = controls.some(isRead) ? [] : (found.get(name) ?? []);
      const told = shown.has(name);
      if (!told && !(issues.length && shows(name, controls, groups))) continue;
      telling.say(name, controls, issues);
      if (!told) for (const { issue } of issues) hook(onIssue, issue.path, issue.code);
    }
    const errors = (name) => (found.get(name) ?? []).filter(({ issue }) => issue.severity === 'error');
    if (submitted) {
      const names = ['', ...groups.keys()].filter((name) => !groups.has(name) || telling.names.includes(name));
      telling.summarise(names.flatMap((name) => errors(name).map(({ text }) => ({ text, control: lead(name, groups) }))), summary);
    }
    return { report, blocked: [...found.keys()].some((name) => errors(name).length > 0) };
  }

  /** A suggestion was taken: as if the person had typed it. */
  function use(name, told) {
    // Where the answer stands is asked anew: one before it may have gone without an event.
    const found = judge().found.get(name)?.find(({ issue }) => issue.code === told.code && issue.suggestion === told.suggestion);
    const controls = found?.way?.() ?? [];
    for (const control of controls) {
      for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
    }
    controls.at(-1)?.focus();
  }

  function edited({ target }) {
    if (!isBound(target)) return;
    touched.add(target);
    tell(() => false);
  }

  function leave({ target, relatedTarget }) {
    if (!isBound(target)) return;
    // From one choice of a group to the next nobody leaves it.
    const name = ownName(target);
    if (isBound(relatedTarget) && ownName(relatedTarget) === name) return;
    // Half a date is an answer too, though it comes without an event.
    if (target.validity?.badInput) touched.add(target);
    if (!controlsOf(form).get(name)?.some((control) => touched.has(control))) return;
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
    // A form inside of this one, as a script may put it there, is not this one.
    if (event.target !== form) return;
    if (event.submitter?.formNoValidate) {
      // Who cancels waits for no file.
      pending = undefined;
      return;
    }
    let goes = false;
    try {
      goes = mayGo(event);
    } finally {
      // Whatever was thrown goes on to the page; the answers don't.
      if (!goes) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    }
  }

  function mayGo({ submitter }) {
    settleReset();
    submitted = true;
    const reading = [...controlsOf(form).values()].flat().flatMap((control) => files.readingIn(control));
    if (reading.length) {
      goOnAfter(reading, submitter);
      return false;
    }
    pending = undefined;
    const { blocked } = tell(() => true);
    if (blocked) telling.focusSummary();
    // What the page asks for by its own attributes is the browser's to say, once there is nothing else to be said.
    return !blocked && (noValidate || memberOf(form, 'reportValidity')());
  }

  /** Submits anew once files are read: once, however often the button was pressed meanwhile. */
  function goOnAfter(reading, submitter) {
    if (pending) {
      pending.submitter = submitter;
      return;
    }
    const own = { submitter };
    pending = own;
    Promise.allSettled(reading).then(() => {
      settleReset();
      if (pending !== own || ended.signal.aborted) return;
      pending = undefined;
      // A button that has left the form can't submit it any more.
      requestSubmit(form, own.submitter?.form === form ? own.submitter : null);
    });
  }

  /** Forgets what was said before a reset, unless it was cancelled: that is known once every listener has heard it. */
  function settleReset() {
    // It has no phase once it is over.
    if (!resetting || resetting.eventPhase) return;
    const { defaultPrevented } = resetting;
    resetting = undefined;
    if (defaultPrevented) return;
    submitted = false;
    pending = undefined;
    touched = new WeakSet();
    left = new WeakSet();
    telling.clear();
  }

  function isBound(target) {
    // An element of the page's own need not tell its form.
    return target && ownName(target)[0] === '/' && [...memberOf(form, 'elements')].includes(target);
  }

  /** A chosen file was read: what is wrong with it is said at once. */
  function chosen(control) {
    left.add(control);
    tell((_, controls) => controls.includes(control));
  }

  const { signal } = ended;
  const listen = memberOf(form, 'addEventListener');
  const page = memberOf(form, 'ownerDocument');
  const isInside = memberOf(form, 'contains');
  /** @type {[string, (event: any) => void][]} */
  const heeded = [['input', edited], ['change', edited], ['focusout', leave]];
  for (const [type, heard] of heeded) {
    listen(type, heard, { signal });
    // A control may stand elsewhere on the page, and name the form that it is of.
    page.addEventListener(type, (event) => isInside(/** @type {Node} */ (event.target)) || heard(event), { signal });
  }
  listen('submit', submit, { signal, capture: true });
  page.addEventListener('pointerdown', () => { pressed = true; }, { signal, capture: true });
  for (const type of ['pointerup', 'pointercancel']) page.addEventListener(type, release, { signal, capture: true });
  listen('reset', (event) => {
    settleReset();
    resetting = event;
    setTimeout(settleReset);
  }, { signal });

  const unbind = () => {
    if (ended.signal.aborted) return;
    ended.abort();
    telling.clear();
    setNoValidate(form, noValidate);
  };
  unbinds.set(form, unbind);

  return {
    patch: () => look().patch,
    check() {
      settleReset();
      submitted = true;
      return tell(() => true).report;
    },
    unbind,
  };
}

/** Calls what a host gave. That it fails is the host's to hear of, and changes nothing here. */
function hook(call, ...given) {
  try {
    return call?.(...given);
  } catch (error) {
    reportError(error);
  }
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
