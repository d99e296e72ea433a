/** A resolver for React Hook Form. */
import { validate } from './check.js';
import { inForm, withoutBlanks } from './blanks.js';
import { keysOf } from './pointer.js';

/**
 * Errors land on the fields that they are about, each with its code, severity, params and suggestion. What the form
 * hands to its submit handler is the patch: controls without an answer are left out of it.
 * @param {import('./react-hook-form.js').PatchResolverOptions} [options]
 * @returns {import('./react-hook-form.js').PatchResolver}
 */
export function patchResolver({ context, message, onReport } = {}) {
  return (values, _, { fields = {} } = {}) => {
    const patch = withoutBlanks(values) ?? {};
    const report = inForm(validate(patch, typeof context === 'function' ? context() : context), patch);
    onReport?.(report);
    if (report.ok) return { values: patch, errors: {} };
    const errors = {};
    for (const issue of report.issues) {
      if (issue.severity === 'error') place(errors, keysOf(issue.path, values), issue, values, fields, message);
    }
    // React Hook Form before 7.88 takes `root` away before it asks whether there are errors: no field is called `patch`.
    if (errors.root) errors.patch ??= errors.root;
    return { values: {}, errors };
  };
}

/** Puts an error where React Hook Form looks for that of a field; the first of a field is kept. */
function place(errors, keys, issue, values, fields, message) {
  const { code, severity, params, suggestion } = issue;
  const error = { type: code, message: message?.(issue) ?? issue.message, severity, params, suggestion };
  const { ref } = keys.reduce(own, fields) ?? {};
  if (ref) error.ref = ref;
  // An error of the form as a whole, or of a list as a whole, has a place beside those of its fields.
  const whole = keys.length === 0 || holdsObjects(keys.reduce(own, values));
  let at = errors;
  for (const [step, key] of [...keys, ...(whole ? ['root'] : [])].entries()) {
    const last = step === keys.length - (whole ? 0 : 1);
    // What every object has is no error: a key may be called `constructor`, and `__proto__` can't be set by its name.
    if (!Object.hasOwn(at, key)) {
      const value = last ? error : typeof keys[step + 1] === 'number' ? [] : {};
      Object.defineProperty(at, key, { value, writable: true, enumerable: true, configurable: true });
    }
    at = at[key];
  }
}

/** A member that is a value's own. */
function own(value, key) {
  return value != null && Object.hasOwn(value, key) ? value[key] : undefined;
}

function holdsObjects(value) {
  return Array.isArray(value) && value.some((item) => typeof item === 'object' && item !== null);
}
