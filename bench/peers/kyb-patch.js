/** Ours: all rules, always. There is no smaller set of them to choose. */
import { init, validate, validateField } from 'kyb-patch';

export { init };

// What every host knows when it asks.
const context = { kybStatus: 'init' };

export const check = (value) => validate(value, context).issues;
export const checkField = (name, value) => validateField(`/${name}`, value, context);
