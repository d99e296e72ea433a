/** What the package exports, on every host. */
export { InvalidCall, InvalidContext, KybPatchError, LoadError, NotReady, TooLarge, Trapped, Unreadable } from './errors.js';
export { init, initSync } from './module.js';
export { changes, editability, missing, validate, validateField } from './check.js';
export { countries, fields, industries, loadMessages, message, options, taxFormat } from './names.js';
export { encodeDocument, inspectDocument } from './documents.js';
export { submit } from './submit.js';
