/**
 * zod with what an integrator would add to come nearer to our verdicts: tax numbers by npm `stdnum`, countries with a
 * suggestion by `i18n-iso-countries`. Our rules across fields, the NAICS table, what files really are and the wording
 * are still not in it.
 */
import countries from 'i18n-iso-countries';
import { stdnum } from 'stdnum';
import * as z from 'zod';

import { commonRules } from './zod-rules.js';

const country = z.string().superRefine((code, context) => {
  // i18n-iso-countries knows Kosovo as XKX, as the API does.
  if (code.length === 3 && countries.alpha3ToAlpha2(code)) return;
  const suggestion = code.length === 2 ? countries.alpha2ToAlpha3(code.toUpperCase()) : undefined;
  context.addIssue({ code: 'custom', message: 'not an ISO 3166-1 alpha-3 code', params: { suggestion } });
});

const ANY = new Set(['TIN', 'VAT', 'OTHER']);

/** Whether a number is right for its country and type, as far as stdnum knows; null where it does not. */
function isRight(alpha3, type, number) {
  const validators = stdnum[countries.alpha3ToAlpha2(alpha3) ?? ''];
  if (!validators) return null;
  const own = validators[type.toLowerCase()];
  if (own) return own.validate(number).isValid;
  if (!ANY.has(type)) return null;
  return Object.values(validators).some((validator) => validator.validate(number).isValid);
}

const withTax = (name) => (schema) =>
  schema.superRefine((value, context) => {
    const { [name]: country, tax_type: type, tax_id: number } = value;
    if (!country || !type || !number) return;
    if (isRight(country, type, number) === false) {
      context.addIssue({ code: 'custom', path: ['tax_id'], message: `not a ${type} of ${country}` });
    }
  });

const rules = commonRules({ country, refinePerson: withTax('country_of_tax') });
const patch = withTax('tax_country')(rules);

export const check = (value) => patch.safeParse(value).error?.issues ?? [];
export const checkField = (name, value) => rules.shape[name].safeParse(value).error?.issues ?? [];
