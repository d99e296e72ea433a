/** The common rules for zod 4. */
import * as z from 'zod';

import * as words from 'words';

/**
 * The schema of a patch.
 * @param {{ countries?: z.ZodType, person?: (schema: any) => any, patch?: (schema: any) => any }} [more] what is asked beyond
 *   the common rules
 */
export function commonRules({ country = z.enum(words.alpha3), refinePerson = (schema) => schema } = {}) {
  const text = z.string().min(1);
  const file = (types) => z.string().regex(new RegExp(`^data:(?:${types.join('|')});base64,`));
  const moneyRange = z.enum(words.money_range);
  const address = z.object({
    street_line_1: text,
    street_line_2: z.string().nullish(),
    city: text,
    state: text,
    subdivision: z.string().nullish(),
    postal_code: z.string().nullish(),
    country,
  });
  const identity = z.object({
    type: z.enum(words.id_type),
    issuing_country: country,
    national_identity_number: text.max(128),
    image_front: file(words.idImage),
    image_back: z.string().regex(new RegExp(`^$|^data:(?:${words.idImage.join('|')});base64,`)),
  });
  const person = z.object({
    first_name: text,
    middle_name: z.string().nullish(),
    last_name: text,
    email: z.email(),
    residential_address: address,
    birth_date: z.iso.date(),
    primary_nationality: country,
    has_ownership: z.boolean(),
    ownership_percentage: z.number().min(0.01).max(100).nullish(),
    has_control: z.boolean(),
    is_signer: z.boolean(),
    is_director: z.boolean(),
    identifying_information: z.array(identity),
    dual_nationality: country.nullish(),
    country_of_tax: country.nullish(),
    tax_type: z.enum(words.tax_type).nullish(),
    tax_id: z.string().nullish(),
    poa: file(words.poa),
    poa_type: text.max(64),
  });
  const document = z.object({
    doc_type: z.enum(words.document_type),
    file: file(words.document),
    description: z.string().nullish(),
  });
  return z.strictObject({
    business_legal_name: text.nullish(),
    business_description: text.nullish(),
    business_registration_number: z.string().nullish(),
    email: z.email().nullish(),
    business_type: z.enum(words.business_type).nullish(),
    business_industry: z.string().regex(/^[0-9]{2,6}$/).nullish(),
    registered_address: address.nullish(),
    date_of_incorporation: z.iso.date().nullish(),
    physical_address: address.nullish(),
    signed_agreement_id: z.uuid().nullish(),
    terms_signed_at: z.iso.datetime({ offset: true }).nullish(),
    associated_persons: z.array(refinePerson(person)).nullish(),
    account_purpose: z.enum(words.account_purpose).nullish(),
    source_of_funds: z.array(z.enum(words.source_of_funds)).nullish(),
    source_of_wealth: z.array(z.enum(words.source_of_wealth)).nullish(),
    documents: z.array(document).nullish(),
    primary_website: z.httpUrl().nullish(),
    publicly_traded: z.boolean().nullish(),
    estimated_annual_revenue_usd: moneyRange.nullish(),
    expected_monthly_fiat_deposits: moneyRange.nullish(),
    expected_monthly_fiat_withdrawals: moneyRange.nullish(),
    account_purpose_other: z.string().nullish(),
    high_risk_activities: z.array(z.enum(words.high_risk_activity)).nullish(),
    high_risk_activities_explanation: z.string().nullish(),
    tax_country: country.nullish(),
    tax_id: text.nullish(),
    tax_type: z.enum(words.tax_type).nullish(),
  });
}
