import { announce } from '../dom.js';
import { describeInstant } from '../controls/date.js';
import { say } from '../language/index.js';
import { contentsOf } from './contents.js';
import { lockOf } from './seal.js';
import * as store from './store.js';

/** How long a draft is kept after the last change, in milliseconds. */
export const KEPT = 24 * 3600_000;
/** How long after a change it is written, in milliseconds. */
const CALM = 500;
/** Says in this browser that drafts are not wanted; nothing else is ever kept beside them. */
const OFF = 'kyb-patch.no-drafts';

/** Removes expired drafts. A browser that keeps nothing has none. */
export async function purge() {
  await store.purge(Date.now()).catch(() => {});
}

/** The unsent answers of one link, kept on this device. */
export class Draft {
  /** @param {import('./seal.js').Lock|null} lock null where the browser can't seal or store */
  constructor(lock) {
    this.lock = lock;
    /** The record of this link: also where the browser could not be asked for it, it may be there. */
    this.name = lock?.name;
    /** Whether it could not be read or written last: what is kept, if anything is, is older than the answers. */
    this.failed = false;
    /** The last that was to be written or removed: what waits before it is not done any more. */
    this.asked = 0;
    /** When what is kept expires; null while nothing is. @type {number|null} */
    this.expires = null;
    /** A change that is not written yet. @type {ReturnType<typeof setTimeout>|null} */
    this.timer = null;
    /** Writing happens in turn. @type {Promise<void>} */
    this.turn = Promise.resolve();
    /** @type {import('../guide.js').Guide|null} */
    this.guide = null;
    /** Told when what is kept, or whether, has changed. */
    this.onChange = () => {};
    /** What the switch was set to in this page, where the browser would not take note of it. @type {boolean|null} */
    this.wanted = null;
    /** Whether another tab has kept other answers since: then nothing is written until the person has chosen. */
    this.overtaken = false;
    /** The answers last kept, to tell the other tabs of others only. */
    this.told = '';
    /** @type {BroadcastChannel|null} */
    this.tabs = null;
    try {
      this.tabs = new BroadcastChannel('kyb-patch.drafts');
      this.tabs.addEventListener('message', ({ data }) => { if (data === this.name) this.overtake(); });
    } catch {
      // Storage is denied: no other tab shares it.
    }
  }

  /** @param {import('../session.js').Link} link */
  static async of(link) {
    return new Draft(await lockOf(link).catch(() => null));
  }

  /** Whether drafts are kept. */
  get on() {
    if (this.lock === null) return false;
    if (this.wanted !== null) return this.wanted;
    try {
      return localStorage.getItem(OFF) === null;
    } catch {
      return true;
    }
  }

  /** Whether a change is not safe yet. */
  get pending() {
    return this.timer !== null || this.overtaken || this.failed;
  }

  /** Whether what is kept is too old to come back: the page was open for longer. */
  get expired() {
    return this.expires !== null && this.expires <= Date.now();
  }

  /** Another tab under this link has kept other answers, or removed them. */
  overtake() {
    this.stop();
    this.overtaken = this.on && this.guide !== null;
    this.onChange();
  }

  /** Keeps the answers of this page in place of those of another tab, which is told. */
  insist() {
    this.overtaken = false;
    this.told = '';
    this.touch();
    this.onChange();
  }

  /** Tells the other tabs, if what is kept is another now. @param {string} answers */
  tell(answers) {
    if (answers !== this.told) this.tabs?.postMessage(this.name);
    this.told = answers;
  }

  /** Takes back that a change is to be written. */
  stop() {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  /** Turns keeping on or off; off removes what is kept at once. @param {boolean} on */
  async keep(on) {
    this.wanted = null;
    try {
      if (on) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, '');
    } catch {
      this.wanted = on;
    }
    if (on) this.touch();
    else {
      this.overtaken = false;
      // Also what another tab has kept, which is told of it.
      this.expires ??= 0;
      this.told = 'off';
      await this.drop();
    }
    this.onChange();
  }

  /** What is kept for this link. @returns {Promise<import('./contents.js').Contents|null>} */
  async load() {
    if (!this.lock) return null;
    this.failed = false;
    this.overtaken = false;
    this.told = '';
    this.expires = null;
    let sealed;
    try {
      // Asked also where drafts are off: a switch that can do nothing must not look as if it could.
      sealed = await store.get(this.lock.name);
    } catch {
      this.lock = null;
      this.failed = true;
    }
    if (!this.on || !this.lock || !sealed || sealed.expires <= Date.now()) return null;
    try {
      const contents = await this.lock.unseal(sealed);
      if (contents?.version !== 1) return null;
      this.told = print(contents);
      this.expires = sealed.expires;
      return contents;
    } catch {
      return null;
    }
  }

  /** Takes note of a change: it is written as soon as the person pauses. */
  touch() {
    if (!this.on || !this.guide || this.overtaken) return;
    this.stop();
    this.timer = setTimeout(() => this.save(), CALM);
  }

  /** Writes what there is now. */
  save() {
    this.stop();
    const { guide } = this;
    if (!guide || !this.on || this.overtaken) return this.turn;
    const contents = contentsOf(guide);
    return this.inTurn(() => (contents ? this.write(contents) : this.forget()));
  }

  /** One after another; where a disk is slow, the last alone. @param {() => Promise<void>} act */
  inTurn(act) {
    const mine = ++this.asked;
    this.turn = this.turn.then(() => (mine === this.asked ? act() : undefined));
    return this.turn;
  }

  /** @param {import('./contents.js').Contents} contents */
  async write(contents) {
    const { lock } = this;
    if (!lock) return;
    const expires = Date.now() + KEPT;
    try {
      const sealed = await lock.seal(contents);
      // Switched off meanwhile, here or in another tab.
      if (!this.on) return;
      await store.put({ name: lock.name, expires, ...sealed });
      if (this.expires === null) announce(say('draft.kept', { when: describeInstant(new Date(expires)) }));
      this.expires = expires;
      this.failed = false;
      this.tell(print(contents));
    } catch {
      // No room, or a disk that is slow: leaving the page warns, and the next change tries again.
      this.failed = true;
    }
    this.onChange();
  }

  async forget() {
    // What another tab has kept since is not this one's to remove.
    if (this.name && (this.expires !== null || this.failed) && !this.overtaken) {
      await store.remove(this.name).catch(() => {});
      this.tell('');
    }
    this.failed = this.lock === null;
    this.expires = null;
    this.onChange();
  }

  /** Removes what is kept: it was sent, or is not wanted. @param {import('./contents.js').Contents|null} [rest] what is kept on */
  async drop(rest) {
    this.stop();
    await this.inTurn(async () => {
      await this.forget();
      if (rest && this.on && !this.overtaken) await this.write(rest);
    });
  }

  /** Goes on under another link for the same customer. @param {import('../session.js').Link} link */
  async move(link) {
    await this.drop();
    this.lock = await lockOf(link).catch(() => null);
    this.name = this.lock?.name;
    this.touch();
  }
}

/** The answers in what is kept, without when and where they were looked at. @param {import('./contents.js').Contents} contents */
function print({ fields, lists, same }) {
  return JSON.stringify([fields, lists, same]);
}
