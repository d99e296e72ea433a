// What TypeScript makes of the declarations: holds when it compiles, and every line marked as an error is one.
import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import { init, message, submit, validate, validateField } from 'kyb-patch';
import type { Code, Context, Customer, Issue, Outcome, Patch, Report } from 'kyb-patch';
import { bindForm } from 'kyb-patch/bind-form';
import { patchResolver } from 'kyb-patch/react-hook-form';
import { customerPatch, formPatch } from 'kyb-patch/standard-schema';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => {};

// A code narrows what its issue carries.
export function narrowed(issue: Issue): number | string[] | string {
  switch (issue.code) {
    case 'too_long':
      holds<Same<typeof issue.params.max, number>>();
      return issue.params.max;
    case 'wrong_type':
      // @ts-expect-error no such parameter of this code
      return issue.params.max;
    case 'blank':
      // @ts-expect-error a code without parameters
      return issue.params.max as string;
    // @ts-expect-error not a code
    case 'no_such_code':
      return '';
    default:
      return issue.path;
  }
}
holds<Same<Issue['code'], Code>>();
holds<Same<Issue['severity'], 'error' | 'warning'>>();

// An outcome is told by its kind, and none is forgotten.
export function told(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'accepted': return outcome.customer.customer_id;
    case 'invalid': return outcome.report.rules;
    case 'not_editable': return outcome.status ?? outcome.detail ?? '';
    case 'rejected': return `${outcome.status} ${outcome.errors.length}`;
    case 'unauthorized': holds<Same<typeof outcome.status, 401 | 403>>(); return '';
    case 'not_found': return '';
    case 'rate_limited': return String(outcome.retryAfter?.toFixed());
    case 'offline': return '';
    case 'unknown': return outcome.safeToSendAgain ? '' : outcome.notSeen.join();
  }
}
// @ts-expect-error only an accepted patch has a customer
export const early = (outcome: Outcome) => outcome.customer;

// A patch changes what it names: each field may be left out, be null or undefined, and has its own words.
export const patches: Patch[] = [
  {},
  { email: null, tax_type: undefined, business_type: 'llc' },
  // @ts-expect-error not a word of the list
  { business_type: 'LLC' },
  // @ts-expect-error no field of this name
  { bussines_type: 'llc' },
  // @ts-expect-error an address can't be sent without its street
  { registered_address: { city: 'Limassol', state: 'Limassol', country: 'CYP' } },
  // @ts-expect-error a member that must be there is not null
  { registered_address: { street_line_1: null, city: 'Limassol', state: 'Limassol', country: 'CYP' } },
];
// A patch is built up: its lists take more. A context is often written as const.
export const built: Patch = { source_of_funds: [] };
built.source_of_funds?.push('grants');
export const fixedContext: Context = { allow: { fields: ['fax'], options: { id_type: ['visa'] } }, severity: { blank: 'warning' } } as const;
holds<Same<Customer['status'] extends Uppercase<string> ? true : false, true>>();
export const contexts: Context[] = [
  { kybStatus: 'INIT', now: new Date(), severity: { not_an_option: 'warning' }, allow: { fields: ['fax'] } },
  // @ts-expect-error nothing raises a severity
  { severity: { blank_optional: 'error' } },
  // @ts-expect-error not a model
  { kycModel: 'other' },
];

// The schemas are what the standards ask for.
export const standard: StandardSchemaV1<Patch> & StandardJSONSchemaV1<Patch> = customerPatch;
export const ofForms: StandardSchemaV1<Patch> = formPatch.with({ kybStatus: 'init' });
holds<Same<StandardSchemaV1.InferOutput<typeof customerPatch>, Patch>>();

export async function calls(file: File): Promise<void> {
  await init();
  holds<Same<ReturnType<typeof validate>, Report>>();
  // Anything may be checked, also what is no patch.
  validate(5);
  validateField('/email', file);
  // @ts-expect-error submit sends to somewhere
  await submit('c1', {}, {});
  message(validate({}).issues[0]!, 'en');
  const { issues } = customerPatch['~standard'].validate({});
  if (issues) message(issues[0]!, 'en');
  // @ts-expect-error no issue
  message({ path: '' });
  patchResolver({ context: () => ({ kybStatus: 'init' }), onReport: (report) => report.ok })({}, undefined, {});
}

export function bound(form: HTMLFormElement): void {
  const binding = bindForm(form, { context: () => null, onIssue: (path, code) => holds<Same<typeof code, Code>>() });
  holds<Same<ReturnType<typeof binding.patch>, Patch>>();
  // @ts-expect-error only a form can be bound
  bindForm(document.body);
}
