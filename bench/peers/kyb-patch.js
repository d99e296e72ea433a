/** Ours: all rules, always. There is no smaller set of them to choose. */
import { init, validate, validateField } from 'kyb-patch';

export { init };

// What every host knows when it asks.
const context = { kybStatus: 'init' };

export const check = (value) => validate(value, context).issues;
// A form's controls have their pointers as names.
/** @type {Record<string, string>} */
const pointers = {};
export const checkField = (name, value) => validateField((pointers[name] ??= `/${name}`), value, context);
