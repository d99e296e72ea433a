/** Wrong calls, each a class of its own. Wrong data never throws: it comes back in a report. */

/** Something of the package can't be done as it was asked for. */
export class KybPatchError extends Error {
  // Written out in each class: what packs a page gives its classes other names.
  name = 'KybPatchError';
}

/** A call before `init` or `initSync` is done. */
export class NotReady extends KybPatchError {
  name = 'NotReady';
}

/** An argument is not what the call takes. */
export class InvalidCall extends KybPatchError {
  name = 'InvalidCall';
}

/** Something of the package could not be loaded: `reason` says what, `data` for words and titles, else of the module. */
export class LoadError extends KybPatchError {
  name = 'LoadError';

  /** @param {import('./index.js').LoadError['reason']} reason @param {string} message @param {ErrorOptions} [options] */
  constructor(reason, message, options) {
    super(message, options);
    this.reason = reason;
  }
}

/** The context is not one: a name it does not have, or a value of the wrong kind. */
export class InvalidContext extends KybPatchError {
  name = 'InvalidContext';
}

/** A value is larger than can cross into the module. */
export class TooLarge extends KybPatchError {
  name = 'TooLarge';
}

/** A value changed or threw while it was read. */
export class Unreadable extends KybPatchError {
  name = 'Unreadable';
}

/** The module failed, which it never should; a new one has taken its place, and the next call works. */
export class Trapped extends KybPatchError {
  name = 'Trapped';
}
