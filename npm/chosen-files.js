/** Files that are chosen in controls: what is known of each, and the text of it that is sent. */
import { nameOf, useOf } from './controls.js';

/**
 * @typedef {{ file: File, uri?: string, refused?: boolean, issues: import('./index.js').Issue[], reading?: Promise<void> }} Chosen
 */

/**
 * A control is asked what it holds each time, for no event tells all: files chosen before the form was bound, set by a
 * script, or kept where a reset was cancelled.
 */
export class ChosenFiles {
  /** @type {WeakMap<any, Chosen[]>} */
  #known = new WeakMap();
  #context;
  #onRead;
  #signal;

  /**
   * @param {() => any} context
   * @param {(control: any) => void} onRead told of a control once a file in it has been read
   * @param {AbortSignal} signal
   */
  constructor(context, onRead, signal) {
    this.#context = context;
    this.#onRead = onRead;
    this.#signal = signal;
  }

  /** The files in a control now; one that is new here begins to be read. @returns {Chosen[]} */
  of(control) {
    if (control.type !== 'file') return [];
    const before = this.#known.get(control) ?? [];
    const now = [...control.files].map((file) => before.find((known) => known.file === file) ?? this.#read(control, file));
    this.#known.set(control, now);
    return now;
  }

  /** What is still being read in a control. @returns {Promise<void>[]} */
  readingIn(control) {
    return this.of(control).flatMap(({ reading }) => reading ?? []);
  }

  /** @returns {Chosen} */
  #read(control, file) {
    const context = this.#context();
    /** @type {Chosen} */
    const chosen = { file, issues: [] };
    chosen.reading = (async () => {
      try {
        const { encodeDocument, inspectDocument } = await import('./documents.js');
        const { ok, issues } = await inspectDocument(file, useOf(nameOf(control)), context);
        chosen.issues = issues;
        // What is refused is not sent: as a text it may be larger than the page can hold.
        chosen.refused = !ok;
        if (ok) chosen.uri = await encodeDocument(file, { signal: this.#signal });
      } catch {
        // A file that is gone, or was changed since it was chosen, is no answer.
      }
      chosen.reading = undefined;
      // A reset may have taken it away, without an event that says so.
      if (!this.#signal.aborted && this.of(control).includes(chosen)) this.#onRead(control);
    })();
    return chosen;
  }
}
