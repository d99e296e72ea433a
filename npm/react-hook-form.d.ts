import type { Code, Context, Issue, Patch, Report } from './index.js';

/** An error on a field, as React Hook Form holds it, and what the issue says beside its words. */
export interface PatchFieldError {
  /** The code of the issue. */
  type: Code;
  message: string;
  severity: Issue['severity'];
  params: Issue['params'];
  suggestion?: string | undefined;
  ref?: any;
}

/** How values are checked. */
export interface PatchResolverOptions {
  /** As of `validate`; a function gives it anew for each check. */
  context?: Context | null | (() => Context | null | undefined);
  /** Other words for an issue, such as those of `message`. */
  message?: ((issue: Issue) => string | undefined) | undefined;
  /** Told of each report, warnings too: those never become errors of the form. */
  onReport?: ((report: Report) => void) | undefined;
}

/** A resolver: fits `useForm({ resolver })` of React Hook Form 7 for values of `Patch`, or of a part of it. */
export type PatchResolver = (
  values: any,
  context: any,
  options: any,
) => { values: any; errors: {} } | { values: {}; errors: any };

/**
 * A resolver for React Hook Form. `init` must be done before the form is first checked. The submit handler is given the
 * patch: controls that are empty are left out of it. What is wrong with the patch as a whole, such as a status that
 * takes no change, is told at `errors.root`, and again at `errors.patch`: React Hook Form before 7.88 takes `root` away
 * before it asks whether there are errors.
 */
export function patchResolver(options?: PatchResolverOptions): PatchResolver;

export type { Patch };
