/** The patch as form libraries and handlers take a schema: Standard Schema v1, Standard JSON Schema v1. */
import { inForm, withoutBlanks } from './blanks.js';
import { validate } from './check.js';
import { KybPatchError } from './errors.js';
import { keysOf } from './pointer.js';
import { schema } from './schema.js';

const DRAFTS = {
  'draft-2020-12': 'https://json-schema.org/draft/2020-12/schema',
  'draft-07': 'http://json-schema.org/draft-07/schema#',
};

/**
 * A schema whose context is given, or is asked for anew for each value.
 * @param {(value: any) => any} patchOf what of a value is the patch
 * @param {import('./index.js').Context | null | (() => import('./index.js').Context | null | undefined)} [context]
 * @returns {import('./standard-schema.js').CustomerPatch}
 */
function schemaOf(patchOf, context) {
  const reportOf = (value, patch) => {
    const report = validate(patch, typeof context === 'function' ? context() : context);
    return patch === value ? report : inForm(report, patch);
  };
  return {
    '~standard': {
      version: 1,
      vendor: 'kyb-patch',
      validate(value) {
        const patch = patchOf(value);
        const { ok, issues } = reportOf(value, patch);
        if (ok) return { value: patch };
        const errors = issues.filter(({ severity }) => severity === 'error');
        return { issues: errors.map((issue) => ({ ...issue, path: keysOf(issue.path, value) })) };
      },
      jsonSchema: { input: described, output: described },
    },
    check: (value) => reportOf(value, patchOf(value)),
    with: (other) => schemaOf(patchOf, other),
  };
}

/** @param {{ target: string }} options */
function described({ target }) {
  const draft = DRAFTS[target];
  if (!draft) throw new KybPatchError(`kyb-patch: there is no JSON Schema of the body for ${target}`);
  return { $schema: draft, ...structuredClone(schema) };
}

/** The body of Update Customer. Its errors alone are issues; `check` answers the whole report, warnings too. */
export const customerPatch = /* @__PURE__ */ schemaOf((value) => value);

/** The same, of values as a form holds them: what is empty is left out of the patch, which is its value. */
export const formPatch = /* @__PURE__ */ schemaOf((values) => withoutBlanks(values) ?? {});
