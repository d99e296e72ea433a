/** zod/mini, the part of zod 4 for bundles, with the same rules. */
import * as z from 'zod/mini';

import * as words from 'words';

const text = () => z.string().check(z.minLength(1));
const textOf = (max) => z.string().check(z.minLength(1), z.maxLength(max));
const file = (types) => z.string().check(z.regex(new RegExp(`^data:(?:${types.join('|')});base64,`)));
const country = z.enum(words.alpha3);
const moneyRange = z.enum(words.money_range);

const address = z.object({
  street_line_1: text(),
  street_line_2: z.nullish(z.string()),
  city: text(),
  state: text(),
  subdivision: z.nullish(z.string()),
  postal_code: z.nullish(z.string()),
  country,
});
const identity = z.object({
  type: z.enum(words.id_type),
  issuing_country: country,
  national_identity_number: textOf(128),
  image_front: file(words.idImage),
  image_back: z.string().check(z.regex(new RegExp(`^$|^data:(?:${words.idImage.join('|')});base64,`))),
});
const person = z.object({
  first_name: text(),
  middle_name: z.nullish(z.string()),
  last_name: text(),
  email: z.email(),
  residential_address: address,
  birth_date: z.iso.date(),
  primary_nationality: country,
  has_ownership: z.boolean(),
  ownership_percentage: z.nullish(z.number().check(z.minimum(0.01), z.maximum(100))),
  has_control: z.boolean(),
  is_signer: z.boolean(),
  is_director: z.boolean(),
  identifying_information: z.array(identity),
  dual_nationality: z.nullish(country),
  country_of_tax: z.nullish(country),
  tax_type: z.nullish(z.enum(words.tax_type)),
  tax_id: z.nullish(z.string()),
  poa: file(words.poa),
  poa_type: textOf(64),
});
const document = z.object({
  doc_type: z.enum(words.document_type),
  file: file(words.document),
  description: z.nullish(z.string()),
});
const patch = z.strictObject({
  business_legal_name: z.nullish(text()),
  business_description: z.nullish(text()),
  business_registration_number: z.nullish(z.string()),
  email: z.nullish(z.email()),
  business_type: z.nullish(z.enum(words.business_type)),
  business_industry: z.nullish(z.string().check(z.regex(/^[0-9]{2,6}$/))),
  registered_address: z.nullish(address),
  date_of_incorporation: z.nullish(z.iso.date()),
  physical_address: z.nullish(address),
  signed_agreement_id: z.nullish(z.uuid()),
  terms_signed_at: z.nullish(z.iso.datetime({ offset: true })),
  associated_persons: z.nullish(z.array(person)),
  account_purpose: z.nullish(z.enum(words.account_purpose)),
  source_of_funds: z.nullish(z.array(z.enum(words.source_of_funds))),
  source_of_wealth: z.nullish(z.array(z.enum(words.source_of_wealth))),
  documents: z.nullish(z.array(document)),
  primary_website: z.nullish(z.httpUrl()),
  publicly_traded: z.nullish(z.boolean()),
  estimated_annual_revenue_usd: z.nullish(moneyRange),
  expected_monthly_fiat_deposits: z.nullish(moneyRange),
  expected_monthly_fiat_withdrawals: z.nullish(moneyRange),
  account_purpose_other: z.nullish(z.string()),
  high_risk_activities: z.nullish(z.array(z.enum(words.high_risk_activity))),
  high_risk_activities_explanation: z.nullish(z.string()),
  tax_country: z.nullish(country),
  tax_id: z.nullish(text()),
  tax_type: z.nullish(z.enum(words.tax_type)),
});

export const check = (value) => patch.safeParse(value).error?.issues ?? [];
export const checkField = (name, value) => patch.shape[name].safeParse(value).error?.issues ?? [];
