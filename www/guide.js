import { announce, clone, drawn, focusOn, h } from './dom.js';
import { at } from './pointer.js';
import { check, print, sign } from './form/check.js';
import { entitle, summarise } from './form/summary.js';
import { address, go, place } from './router.js';
import { say } from './language/index.js';

/** The sections, in the order in which Continue goes through them. */
export const SECTIONS = ['business', 'addresses', 'people', 'activity', 'tax', 'documents', 'agreement'];

/** How long a file is waited for in silence, in milliseconds: most are read before a person has looked up. */
const SILENCE = 250;

/** How many parts of a page are laid out at first, and in each task after that: a phone's screen shows four questions. */
const IN_SIGHT = 5;
const AT_ONCE = 4;

/** The section that a page belongs to: a person's page belongs to the people. @param {string} page */
export function sectionOf(page) {
  return page.split('/')[0];
}

/**
 * Takes a person through the pages: shows one at a time, checks it as they leave it, and says what is wrong where it is.
 */
export class Guide {
  /**
   * @param {HTMLElement} root holds the pages
   * @param {import('./form/form.js').Form} form
   * @param {import('./form/check.js').Known} known
   */
  constructor(root, form, known) {
    this.form = form;
    this.known = known;
    /** Elements of pages that a person has left once, and of the questions there: from then on they show what is wrong. @type {WeakSet<Element>} */
    this.seen = new WeakSet();
    /** What is drawn when a page is opened, by its name. @type {Map<string, (page: HTMLElement) => void>} */
    this.draw = new Map();
    /** Called as a page is left. @type {Array<(page: HTMLElement) => void>} */
    this.leaving = [];
    /** @type {HTMLElement|null} */
    this.current = null;
    /** Fields that changed on file under a changed answer, with what was on file before. @type {Map<string, unknown>} */
    this.conflicts = new Map();
    /** What went out and may have arrived: until it is settled, nothing of it is sent without a warning. @type {any} */
    this.doubt = null;
    /** Where unsent answers are kept. @type {import('./draft/draft.js').Draft|null} */
    this.draft = null;
    /** Makes a page that is not there until it is asked for; null where there is none of that name. @type {(name: string) => HTMLElement|null} */
    this.make = () => null;
    /** Called when the pages are there with the answers of a draft. */
    this.restored = () => {};
    /** Shows that nothing can be sent any more, with what came too late. @type {() => Promise<void>} */
    this.closed = async () => {};
    /** What is said at the head of the page that comes next. @type {string|null} */
    this.told = null;
    this.underway = false;
    /** Whether the person changed anything in this visit. */
    this.worked = false;
    /** Where nothing can be changed any more: whether answers that came too late are lost with the page. @type {(() => boolean)|null} */
    this.late = null;
    form.onChange = (field) => this.changed(field);
    root.addEventListener('change', (event) => this.afterPress(() => this.committed(event)));
    /** While a finger or button is down: settles when the press is over. @type {Promise<void>|null} */
    this.pressing = null;
    root.addEventListener('pointerdown', () => {
      this.pressing = new Promise((resolve) => {
        const ends = ['pointerup', 'pointercancel'];
        const over = () => {
          // Both: the window would hold this form, its files too, after another has taken its place.
          for (const end of ends) removeEventListener(end, over);
          setTimeout(() => { this.pressing = null; resolve(); });
        };
        for (const end of ends) addEventListener(end, over);
      });
    });
  }

  /** Puts the actions at the foot of each page of questions. @param {HTMLElement} page @param {string} [label] */
  equip(page, label) {
    const actions = clone('actions');
    const button = /** @type {HTMLButtonElement} */ (actions.querySelector('button'));
    if (label) button.textContent = label;
    page.append(actions);
    page.addEventListener('submit', (event) => {
      event.preventDefault();
      this.proceed(page);
    });
  }

  /** @param {string} name @returns {HTMLElement|null} */
  page(name) {
    return document.querySelector(`[data-page="${CSS.escape(name)}"]`);
  }

  /** Every page, in the order of the document. @returns {HTMLElement[]} */
  pages() {
    return [...document.querySelectorAll('[data-page]')].map((page) => /** @type {HTMLElement} */ (page));
  }

  /** Shows the page that the address names. @param {{ focus?: boolean }} [how] */
  show({ focus = true } = {}) {
    const { page: name, to } = place();
    // What is on its way is waited for where it went out: there it is told what became of it.
    if (this.sending && this.current) {
      if (name === this.current.dataset.page) return;
      this.hold(this.current, say('review.stay'));
      return go(address(this.current.dataset.page ?? ''), { replace: true });
    }
    const page = this.page(name) ?? this.make(name) ?? this.page('');
    if (!page) return;
    const fresh = page !== this.current;
    if (fresh) this.leave();
    // A page may have gone as the last one was left (a person with nothing filled in).
    if (!page.isConnected || page.dataset.page !== name) return go(address(sectionOf(name) === 'people' ? 'people' : ''), { replace: true });
    // Before anything moves: afterwards the browser would have to lay the page out to know where its head is.
    if (focus && !to) scrollTo(0, 0);
    for (const other of this.pages()) other.hidden = other !== page;
    // Pages just made come into sight with one of them, and not all at once before it is known which.
    /** @type {HTMLElement} */ (page.parentElement).hidden = false;
    this.current = page;
    this.draw.get(sectionOf(name) === name ? name : `${sectionOf(name)}/*`)?.(page);
    this.pass(page);
    if (page.tagName === 'FORM') this.report(page);
    else entitle(page, Boolean(page.querySelector(':scope > .summary')));
    if (to || focus) this.arrive(page, { to, fresh });
  }

  /**
   * Takes the person to a page that has just been shown, in short tasks and not a long one: what is out of sight is laid
   * out after what is in sight, and focus and scrolling, which ask where everything stands, come once that is known.
   * @param {HTMLElement} page
   * @param {{ to: string|null, fresh: boolean }} where pointer of the question, without it the heading; whether the page was not shown before
   */
  async arrive(page, { to, fresh }) {
    const field = to ? this.form.find(to) : undefined;
    const later = field || !fresh ? [] : [...page.children].slice(IN_SIGHT);
    for (const part of later) part.toggleAttribute('data-later', true);
    await drawn(() => field?.reveal());
    for (let from = 0; from < later.length; from += AT_ONCE) {
      for (const part of later.slice(from, from + AT_ONCE)) part.removeAttribute('data-later');
      await drawn();
    }
    if (page !== this.current) return;
    if (field) field.focus();
    else if (!page.contains(document.activeElement)) focusOn(page.querySelector('h1'));
  }

  /** Whether answers are on their way. */
  get sending() {
    return this.underway;
  }

  set sending(on) {
    this.underway = on;
    if (!on && this.current) this.release(this.current);
  }

  /** Says at the foot of a page, where its buttons are, why it does not go on yet. @param {HTMLElement} page @param {string} text */
  hold(page, text) {
    this.release(page);
    const note = h('p', { class: 'quiet-text held' }, text);
    page.querySelector('.actions')?.append(note);
    note.scrollIntoView({ block: 'nearest' });
    announce(text);
  }

  /** @param {HTMLElement} page */
  release(page) {
    page.querySelector('.held')?.remove();
  }

  /** Waits for the files that are being read, and says so. @param {HTMLElement} page */
  async ready(page) {
    const wait = setTimeout(() => {
      const reading = this.form.present().some(({ kind, control }) => kind === 'file' && control.busy);
      if (reading && page === this.current) this.hold(page, say('file.waiting'));
    }, SILENCE);
    await this.form.ready();
    clearTimeout(wait);
    this.release(page);
  }

  /** Says on a page what the one before left to be said. @param {HTMLElement} page */
  pass(page) {
    if (!this.told) return;
    page.querySelector('h1')?.after(h('p', { class: 'inset told' }, this.told));
    announce(this.told);
    this.told = null;
  }

  /** An answer, short enough to be kept for comparison. @param {any} answers @param {string} pointer */
  printed(answers, pointer) {
    return print(at(answers, pointer));
  }

  /** Notes that the page has been worked on. */
  leave() {
    const page = this.current;
    // An answer in the midst of typing is finished here, and not when the next page is there.
    const active = /** @type {HTMLElement|null} */ (document.activeElement);
    if (page?.contains(active)) active?.blur();
    this.current = null;
    if (!page?.isConnected) return;
    if (page.tagName === 'FORM') this.see(page);
    for (const passing of document.querySelectorAll('.undo, .told')) passing.remove();
    for (const left of this.leaving) left(page);
    this.draft?.touch();
  }

  /** Checks a page and goes on, or stays where something is wrong. @param {HTMLElement} page */
  async proceed(page) {
    this.see(page);
    await this.ready(page);
    // Who went elsewhere meanwhile stays there.
    if (page !== this.current) return;
    if (this.report(page, { focus: true }).some(({ severity }) => severity === 'error')) return;
    const { back } = place();
    const name = page.dataset.page ?? '';
    if (back) return go(address(back));
    if (name !== sectionOf(name)) return go(address(sectionOf(name)));
    go(address(SECTIONS[SECTIONS.indexOf(name) + 1] ?? 'review'));
  }

  /** Whether something would be lost with the page: what is on its way, files, and answers that no draft keeps yet. */
  unsent() {
    if (this.late) return this.late();
    if (this.sending || this.form.present().some(({ control }) => control.holds)) return true;
    if (this.draft?.on && !this.draft.pending && !this.draft.expired) return false;
    const { patch, issues, corrections } = this.check();
    return Object.keys(patch).length > 0 || corrections.length > 0 || issues.some(({ severity }) => severity === 'error');
  }

  /** The answers as they stand. */
  check() {
    return check(this.form, this.known);
  }

  /** Notes that a person had the chance to answer what a page asks; what unfolds there later is not meant. @param {HTMLElement} page */
  see(page) {
    this.seen.add(page);
    for (const { element, applies } of this.form.present()) if (applies && page.contains(element)) this.seen.add(element);
  }

  /** Whether an issue is told yet: errors where the person had the chance to answer; all else, and what is wrong with a file, at once. */
  due(/** @type {import('./form/field.js').Shown & { field?: import('./form/field.js').Field }} */ { severity, code, field }) {
    return severity !== 'error' || (field && (this.seen.has(field.element) || (field.kind === 'file' && code.startsWith('file'))));
  }

  /**
   * Shows on a page what is wrong with it, where it has been seen once.
   * @param {HTMLElement} page
   * @param {{ focus?: boolean, begun?: import('./form/field.js').Field|false }} [how] with the question in the midst of being answered
   */
  report(page, { focus = false, begun } = {}) {
    const { issues } = this.check();
    const here = issues.filter(({ field }) => field && page.contains(field.element));
    const due = here.filter((issue) => issue.field !== begun && this.due(issue));
    for (const field of this.form.present()) {
      if (page.contains(field.element)) field.show(due.filter((issue) => issue.field === field), this.answers);
    }
    summarise(page, this.seen.has(page) ? due : [], { focus, back: place().back });
    return here;
  }

  /** While a person types: what is right now is no longer called wrong; nothing new is said. @param {import('./form/field.js').Field|null} changed */
  changed(changed) {
    const page = this.current;
    this.worked = true;
    this.draft?.touch();
    // What is listed is what is sent: a file that is ready only now belongs on the list.
    if (page?.dataset.page === 'review') {
      if (this.sending) return;
      // It is drawn anew under who is on it: their place is kept.
      const held = page.contains(document.activeElement);
      this.draw.get('review')?.(page);
      if (held) /** @type {HTMLElement|null} */ (page.querySelector('[data-send]') ?? page.querySelector('a'))?.focus({ preventScroll: true });
      return;
    }
    changed?.assure(false);
    if (!page || !this.form.present().some((field) => field.shown.length > 0)) return;
    const { issues } = this.check();
    const still = [];
    for (const field of this.form.present()) {
      if (field.shown.length === 0 || !page.contains(field.element)) continue;
      const codes = new Set(field.shown.map(({ code }) => code));
      const left = issues.filter((issue) => issue.field === field && codes.has(issue.code));
      if (left.length !== field.shown.length || field === changed) field.show(left, this.answers);
      still.push(...left);
    }
    if (page.querySelector(':scope > .summary:not(.outcome)')) summarise(page, still, { back: place().back });
  }

  /**
   * Does something that moves the page, but not under a press: the button that a person is pressing must stay where it is.
   * @param {() => void} move
   */
  afterPress(move) {
    if (this.pressing) this.pressing.then(move);
    else move();
  }

  /** As an answer is finished: what is only a remark is said at once, and where the page was seen before all of it. @param {Event} event */
  committed(event) {
    const element = /** @type {HTMLElement} */ (event.target).closest('.field');
    const field = element && this.form.byElement.get(element);
    const page = this.current;
    if (!field || !page?.contains(element)) return;
    const own = this.check().issues.filter((issue) => issue.field === field);
    const before = new Set(field.shown.map(({ code }) => code));
    // Of a date that lacks its later parts nothing is said before the person has come to the last.
    const begun = event.target !== field.control.inputs().at(-1) && own.some(({ code }) => /_incomplete$/.test(code) && !before.has(code)) && field;
    field.show(begun ? [] : own.filter((issue) => this.due(issue)), this.answers);
    // Focus has left the field: who listens would not hear it. A file says itself how it is.
    const fresh = field.kind === 'file' ? [] : field.shown.filter(({ code }) => !before.has(code));
    if (fresh.length > 0) announce([`${field.label}:`, ...fresh.map(({ message }) => message)].join(' '));
    field.assure(own.length === 0 && field.control.read() !== undefined);
    // What was said of the answers as a whole stays: the press that sent them also finished this answer.
    if (page.querySelector(':scope > .summary:not(.outcome)')) this.report(page, { begun });
  }

  /** What the presses beside a message do. */
  answers = {
    take: (/** @type {import('./form/field.js').Field} */ field, /** @type {import('./form/field.js').Shown} */ issue) => {
      field.write(issue.suggestion);
      this.form.changed(field);
      field.control.inputs()[0].dispatchEvent(new Event('change', { bubbles: true }));
      field.control.inputs()[0].focus();
    },
    confirm: (/** @type {import('./form/field.js').Field} */ field, /** @type {import('./form/field.js').Shown} */ issue) => {
      this.known.confirmed.add(sign(issue, this.form.answers()));
      this.draft?.touch();
      field.show(field.shown.filter((shown) => shown !== issue), this.answers);
      field.control.inputs()[0].focus();
    },
  };
}
