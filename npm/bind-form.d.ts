import type { Code, Context, Patch, Report } from './index.js';

/** How a form is bound. */
export interface BindOptions {
  /** As of `validate`; a function gives it anew for each check. */
  context?: Context | null | (() => Context | null | undefined);
  /** The language of messages, loaded by `loadMessages`; English when not given. */
  locale?: string | undefined;
  /** Where the summary of errors is shown; else at the head of the form. */
  summary?: Element | undefined;
  /** Words beside those of issues. */
  words?: { problem?: string; use?: (suggestion: string) => string } | undefined;
  /**
   * Told of each issue as it is first shown: its path in the patch and its code, nothing of what was typed. What it
   * throws is reported to the page and changes nothing.
   */
  onIssue?: ((path: string, code: Code) => void) | undefined;
}

/** A form that is bound. */
export interface Binding {
  /**
   * What the form says now. Empty controls are left out; a chosen file is in it once it has been read, however it came
   * into its control, and one that is refused is not. Several controls of one list are joined; of another field, the
   * first that has an answer counts.
   */
  patch: () => Patch;
  /** Checks everything and shows it, as a submit does. A refused file is in the report too. */
  check: () => Report;
  /** Takes away every message, attribute and listener. */
  unbind: () => void;
}

/**
 * Binds a form whose controls' names are JSON Pointers, such as `/associated_persons/0/birth_date`. A control is
 * checked as it is left, everything on submit; what was said goes as soon as it is right. It sets `aria-invalid`,
 * `aria-describedby` and the custom validity, and shows messages behind the control, or in the element of the form
 * whose `data-issues` is its name. Errors stop a submit before any listener hears of it; warnings never do, and a
 * button with `formnovalidate` goes unchecked. A submit while a file is read waits, and goes on by itself once it is
 * right. It sets `novalidate`, so that the browser's bubbles do not speak over the messages; once nothing here blocks a
 * submit, what the page asks for by its own attributes (`required` of any control, `pattern`, a custom validity) still
 * stops it, unless the form had `novalidate` before. Whatever fails in a check, a `context` that throws among it, stops
 * the submit and is thrown to the page. What a control can't read, such as half a date, is an error, and so are several
 * files in one control. A suggestion is offered where the control of the answer, or a choice of its name, can take it.
 * A form that is bound already is unbound first.
 * @throws {InvalidCall} for what is no form; {NotReady} before `init` is done
 */
export function bindForm(form: HTMLFormElement, options?: BindOptions): Binding;
