import type { Context, Issue, Patch, Report } from './index.js';

/**
 * A schema of the body of Update Customer: Standard Schema v1, synchronous, and Standard JSON Schema v1. `init` must be
 * done before it is asked.
 */
export interface CustomerPatch<Input = Patch> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'kyb-patch';
    readonly types?: { readonly input: Input; readonly output: Patch } | undefined;
    /** Errors alone are issues: a warning never blocks. */
    readonly validate: (value: unknown) => SchemaResult;
    /** @throws {KybPatchError} for a target other than `draft-2020-12` and `draft-07` */
    readonly jsonSchema: {
      readonly input: (options: { readonly target: string }) => Record<string, unknown>;
      readonly output: (options: { readonly target: string }) => Record<string, unknown>;
    };
  };
  /** The whole report of a value, warnings too. */
  check: (patch: unknown) => Report;
  /** The same schema under a context, which a function gives anew for each value. */
  with: (context: Context | null | (() => Context | null | undefined)) => CustomerPatch<Input>;
}

/** What the schema says of a value. */
export type SchemaResult =
  | { readonly value: Patch; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** An error, with its path as keys: numbers are places of a list. */
export type SchemaIssue = Issue extends infer One ? One extends Issue
  ? Omit<One, 'path'> & { readonly path: readonly (string | number)[] }
  : never : never;

/** The body of Update Customer. The value that it answers is the one that it was given. */
export const customerPatch: CustomerPatch;

/**
 * The same, of values as a form holds them: an empty text, an empty list and an object without a value are left out; of
 * a list its empty items, but for objects. The value that it answers is the patch; an issue has the path that its value
 * has in the form. A form may hold anything.
 */
export const formPatch: CustomerPatch<any>;
