import { submit } from '/kyb-patch/index.js';
import { announce, h } from '../dom.js';
import { at, within } from '../pointer.js';
import { blocking, LISTS, placesOf, print, replaced } from '../form/check.js';
import { language, say } from '../language/index.js';
import { changesBySection } from './review.js';

/** @typedef {import('../form/check.js').Checked} Checked */

/** Milliseconds for an answer, before what the size of the files adds. */
const PATIENCE = 60_000;
/** The slowest line that a file is given time for, in bytes a millisecond. */
const SLOWEST = 30;

/**
 * Sends a patch once, and says what came of it. Nothing is ever sent again but by a press.
 * @param {import('../guide.js').Guide} guide
 * @param {object} on
 * @param {(receipt: HTMLElement[]) => Promise<void>} on.accepted what was sent, as a list
 * @param {(signal: AbortSignal) => Promise<'same'|'closed'|'conflict'>} on.before looks once more before anything is sent
 * @param {() => Promise<'same'|'closed'|null>} on.look reads the customer anew under the answers; null when it can't
 * @returns {{ send: () => Promise<void>, remind: (page: HTMLElement, checked: Checked) => void }}
 */
export function sender(guide, on) {
  const { known } = guide;
  /** @type {AbortController|null} */
  let underway = null;
  /** One key as long as the patch stays the same, so that no server applies it twice. */
  let last = { patch: '', key: '' };
  /** The key under which nobody could tell. */
  let doubtful = '';

  async function send() {
    if (underway) return;
    underway = new AbortController();
    const page = /** @type {HTMLElement} */ (guide.page('review'));
    /** @type {(how?: { still: boolean }) => void} */
    let stop = () => {};
    try {
      await guide.ready(page);
      if (page !== guide.current) return;
      // What no answer here can put right holds nothing up: whether it still stands, the server says.
      known.refused = known.refused.filter(({ path, value }) => value || within(guide.form.find(path)?.pointer ?? '', path));
      if (guide.conflicts.size > 0 || blocking(guide.check()).length > 0) return show(page, []);
      guide.sending = true;
      stop = waiting(page, underway);
      const { signal } = underway;
      const stopped = new Promise((resolve) => { signal.addEventListener('abort', () => resolve('stopped')); });
      const now = await Promise.race([on.before(signal), stopped]);
      const checked = guide.check();
      if (now === 'stopped') return await settle({ kind: now }, checked, page);
      if (now === 'closed') return await settle({ kind: 'not_editable' }, checked, page);
      if (now === 'conflict' || blocking(checked).length > 0) return show(page, []);
      // That this try is refused, or does not go out, says nothing of an earlier one.
      const earlier = guide.doubt?.safeToSendAgain ? null : guide.doubt;
      // Kept before it goes out: where this page ends before the answer is here, the next one knows.
      const notSeen = LISTS.filter((list) => at(checked.patch, list));
      if (notSeen.length > 0) guide.doubt = { notSeen };
      await guide.draft?.save();
      const outcome = await attempt(checked.patch, signal);
      // Nothing can be stopped any more; that it is being sent is said until it is known what came of it.
      stop({ still: true });
      if (outcome.kind === 'unknown') guide.doubt = outcome;
      else if (outcome.kind !== 'broken') guide.doubt = outcome.kind === 'accepted' ? null : earlier;
      guide.draft?.touch();
      await settle(outcome, checked, page);
    } finally {
      stop();
      underway = null;
      guide.sending = false;
    }
  }

  /**
   * One request at most.
   * @param {Record<string, any>} patch
   * @param {AbortSignal} signal
   */
  async function attempt(patch, signal) {
    try {
      const text = JSON.stringify(patch);
      const print = await digest(text);
      if (print !== last.patch) last = { patch: print, key: uuid() };
      return await submit(known.link.customer, patch, {
        baseUrl: location.origin,
        authorization: `Bearer ${known.link.token}`,
        idempotencyKey: last.key,
        signal,
        timeout: PATIENCE + Math.round(text.length / SLOWEST),
        context: known.context,
      });
    } catch (error) {
      if (signal.aborted) return { kind: 'stopped' };
      console.error(error);
      return { kind: 'broken' };
    }
  }

  /** @param {any} outcome @param {Checked} checked @param {HTMLElement} page */
  async function settle(outcome, checked, page) {
    // Beside what is in doubt, which has ways of its own to send, there is no other.
    const retry = () => (guide.doubt ? [] : [press(say('review.send', { count: Object.keys(checked.patch).length }), send)]);
    switch (outcome.kind) {
      case 'accepted':
        return on.accepted(changesBySection(guide, checked, { links: false }));
      case 'not_editable':
        return guide.closed();
      case 'invalid':
        refuse(outcome.report.issues.filter((/** @type {any} */ { severity }) => severity === 'error'), checked);
        return show(page, []);
      case 'rejected': {
        const errors = (outcome.errors ?? []).filter((/** @type {any} */ error) => typeof error?.pointer === 'string')
          .map((/** @type {any} */ { pointer, code, detail }) => ({ path: pointer, code: String(code), message: String(detail ?? '') }));
        refuse(errors, checked);
        const placed = guide.check().issues.some((issue) => issue.field && known.refused.some(({ path, code }) => path === issue.path && code === issue.code));
        const large = outcome.status === 413 && guide.form.present().some(({ control }) => control.holds);
        return show(page, placed ? [] : told('rejected', [large ? say('outcome.rejected.text_large') : outcome.detail ? say('outcome.rejected.text', { detail: outcome.detail }) : say('outcome.rejected.text_silent')], []));
      }
      case 'rate_limited':
        return show(page, told('rate_limited', [waitFor(outcome.retryAfter)], retry()));
      case 'unknown':
        // Twice in doubt under one key, and a server that keeps count has nothing more to say: who sends it all the
        // same sends it anew.
        if (doubtful === last.key) last = { patch: '', key: '' };
        doubtful = last.key;
        return show(page, []);
      default:
        return show(page, told(outcome.kind, [say(`outcome.${outcome.kind}.text`)], outcome.kind === 'offline' || outcome.kind === 'stopped' ? retry() : []));
    }
  }

  /** Keeps what was refused, each for as long as that answer stays. @param {Array<{path: string, code: string, message: string}>} errors @param {Checked} checked */
  function refuse(errors, checked) {
    const places = placesOf(checked);
    known.refused = errors.filter((error) => error.path && !ofCopy(error, errors, checked)).map((error) => {
      const path = replaced(error.path, places);
      return { ...error, path, value: print(at(checked.edited, path)) };
    });
  }

  /**
   * Whether a refusal of an address that is a copy is said of the one it copies as well. Said of the copy alone, it is
   * answered there: its questions are shown.
   * @param {{ path: string, code: string }} error
   * @param {Array<{ path: string, code: string }>} errors
   * @param {Checked} checked
   */
  function ofCopy({ path, code }, errors, { edited }) {
    const [target, source] = guide.form.copies().find(([copy]) => within(path, copy)) ?? [];
    if (!target) return false;
    if (errors.some((other) => other.code === code && other.path === source + path.slice(target.length))) return true;
    guide.form.part(target, edited);
    return false;
  }

  /** Draws the page anew with a panel at its head, or the summary of errors. @param {HTMLElement} page @param {HTMLElement[]} panel */
  function show(page, panel) {
    guide.draw.get('review')?.(page);
    if (panel.length > 0) lead(page, panel);
    // What holds it up stands before what is in doubt.
    const head = panel[0] ?? ['.conflict', '.summary:not(.outcome)', '.outcome'].map((part) => /** @type {HTMLElement|null} */ (page.querySelector(`:scope > ${part}`))).find(Boolean);
    head?.scrollIntoView({ block: 'start' });
    head?.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} page @param {HTMLElement[]} panel */
  function lead(page, panel) {
    page.prepend(...panel);
    // What to do next is said in the panel; a second way to send beside it would be one too many.
    if (panel[0].querySelector('button')) for (const other of page.querySelectorAll('[data-send], .declare')) other.toggleAttribute('hidden', true);
  }

  /** Says on the last look, as long as it is so, that part of this may have arrived already. @param {HTMLElement} page @param {Checked} checked */
  function remind(page, checked) {
    const open = (/** @type {string} */ pointer) => at(checked.patch, pointer) !== undefined;
    const { doubt } = guide;
    const notSeen = doubt?.notSeen.filter(open);
    if (!(doubt?.safeToSendAgain ? Object.keys(checked.patch) : notSeen)?.length) guide.doubt = null;
    if (guide.doubt) lead(page, unknown({ ...doubt, notSeen }, page));
  }

  /** @param {any} outcome @param {HTMLElement} page */
  function unknown(outcome, page) {
    const labels = (/** @type {string[]} */ pointers) => h('ul', {}, ...pointers.map((pointer) => h('li', {}, guide.form.find(pointer)?.fullLabel ?? pointer)));
    const look = press(say('outcome.unknown.look'), async () => {
      const looked = await on.look();
      if (!looked) return announce(say('outcome.unknown.no_look'));
      if (looked === 'closed') return guide.closed();
      const left = Object.keys(guide.check().patch).length;
      show(page, left === 0 ? told('unknown', [say('outcome.unknown.nothing_left')], []) : []);
      if (left > 0) announce(say('home.changes', { count: left }));
    });
    return told('unknown', [
      say('outcome.unknown.text'),
      ...(outcome.seen?.length ? [say('outcome.unknown.seen'), labels(outcome.seen)] : []),
      ...(outcome.notSeen?.length && !outcome.safeToSendAgain ? [say('outcome.unknown.not_seen'), labels(outcome.notSeen)] : []),
      say(outcome.safeToSendAgain ? 'outcome.unknown.safe' : 'outcome.unknown.unsafe'),
    ], outcome.safeToSendAgain
      ? [press(say('outcome.unknown.send_again'), send)]
      : [look, press(say('outcome.unknown.send_anyway'), send, 'quiet')]);
  }

  return { send, remind };
}

/** How long to wait, in words; longer than a day or two is no time that anybody waits. @param {number|undefined} seconds */
function waitFor(seconds) {
  if (!seconds) return say('outcome.rate_limited.text_soon');
  if (seconds > 172_800) return say('outcome.rate_limited.text_later');
  const [size, unit] = /** @type {[number, Intl.RelativeTimeFormatUnit]} */ (seconds > 7200 ? [3600, 'hour'] : seconds > 90 ? [60, 'minute'] : [1, 'second']);
  return say('outcome.rate_limited.text', { when: new Intl.RelativeTimeFormat(language()).format(Math.ceil(seconds / size), unit) });
}

/** @param {string} kind @param {Array<string|HTMLElement>} texts @param {HTMLElement[]} presses */
function told(kind, texts, presses) {
  return [h('div', { class: 'summary outcome', role: 'alert', tabindex: '-1', 'data-outcome-kind': kind },
    h('h2', {}, say(`outcome.${kind}.title`)),
    ...texts.map((text) => (typeof text === 'string' ? h('p', {}, text) : text)),
    h('p', {}, say('outcome.kept')),
    presses.length > 0 ? h('p', { class: 'presses' }, ...presses) : null)];
}

/** @param {string} text @param {() => void} act @param {string} [look] */
function press(text, act, look = '') {
  return h('button', { type: 'button', class: look, onclick: act }, text);
}

/**
 * Says that it is being sent, and after a while offers to stop.
 * @param {HTMLElement} page
 * @param {AbortController} underway
 */
function waiting(page, underway) {
  const button = page.querySelector('[data-send]');
  for (const earlier of page.querySelectorAll(':scope > .summary')) earlier.remove();
  button?.removeAttribute('hidden');
  button?.setAttribute('aria-disabled', 'true');
  const text = button?.textContent ?? '';
  if (button) button.textContent = say('review.sending');
  if (document.activeElement === document.body) /** @type {HTMLElement|null} */ (button)?.focus();
  announce(say('review.sending'));
  const note = h('p', { class: 'quiet-text sending' }, say('review.sending_lead'));
  const patience = setTimeout(() => {
    note.append(' ', h('button', { type: 'button', class: 'link', onclick: () => underway.abort() }, say('review.stop')));
    button?.after(note);
  }, 3000);
  return ({ still } = { still: false }) => {
    clearTimeout(patience);
    note.remove();
    if (still) return;
    button?.removeAttribute('aria-disabled');
    if (button?.isConnected) button.textContent = text;
  };
}

/** A short stand-in for a patch, to tell whether it is still the same; the patch itself where the page is not served safely. @param {string} text */
async function digest(text) {
  return crypto.subtle ? hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))) : text;
}

/** A random UUID (RFC 9562, version 4); the browser's own is there on pages that are served safely alone. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
