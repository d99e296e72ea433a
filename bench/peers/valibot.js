/** valibot. Countries are looked up in a set: its picklist walks a list, which takes long at 249. */
import * as v from 'valibot';

import * as words from 'words';

const countries = new Set(words.alpha3);

const text = v.pipe(v.string(), v.minLength(1));
const textOf = (max) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const email = v.pipe(v.string(), v.email());
const date = v.pipe(v.string(), v.isoDate());
const country = v.pipe(v.string(), v.check((value) => countries.has(value)));
const file = (types) => v.pipe(v.string(), v.regex(new RegExp(`^data:(?:${types.join('|')});base64,`)));
const moneyRange = v.picklist(words.money_range);

const address = v.object({
  street_line_1: text,
  street_line_2: v.nullish(v.string()),
  city: text,
  state: text,
  subdivision: v.nullish(v.string()),
  postal_code: v.nullish(v.string()),
  country,
});
const identity = v.object({
  type: v.picklist(words.id_type),
  issuing_country: country,
  national_identity_number: textOf(128),
  image_front: file(words.idImage),
  image_back: v.pipe(v.string(), v.regex(new RegExp(`^$|^data:(?:${words.idImage.join('|')});base64,`))),
});
const person = v.object({
  first_name: text,
  middle_name: v.nullish(v.string()),
  last_name: text,
  email,
  residential_address: address,
  birth_date: date,
  primary_nationality: country,
  has_ownership: v.boolean(),
  ownership_percentage: v.nullish(v.pipe(v.number(), v.minValue(0.01), v.maxValue(100))),
  has_control: v.boolean(),
  is_signer: v.boolean(),
  is_director: v.boolean(),
  identifying_information: v.array(identity),
  dual_nationality: v.nullish(country),
  country_of_tax: v.nullish(country),
  tax_type: v.nullish(v.picklist(words.tax_type)),
  tax_id: v.nullish(v.string()),
  poa: file(words.poa),
  poa_type: textOf(64),
});
const document = v.object({
  doc_type: v.picklist(words.document_type),
  file: file(words.document),
  description: v.nullish(v.string()),
});
const patch = v.strictObject({
  business_legal_name: v.nullish(text),
  business_description: v.nullish(text),
  business_registration_number: v.nullish(v.string()),
  email: v.nullish(email),
  business_type: v.nullish(v.picklist(words.business_type)),
  business_industry: v.nullish(v.pipe(v.string(), v.regex(/^[0-9]{2,6}$/))),
  registered_address: v.nullish(address),
  date_of_incorporation: v.nullish(date),
  physical_address: v.nullish(address),
  signed_agreement_id: v.nullish(v.pipe(v.string(), v.uuid())),
  terms_signed_at: v.nullish(v.pipe(v.string(), v.isoTimestamp())),
  associated_persons: v.nullish(v.array(person)),
  account_purpose: v.nullish(v.picklist(words.account_purpose)),
  source_of_funds: v.nullish(v.array(v.picklist(words.source_of_funds))),
  source_of_wealth: v.nullish(v.array(v.picklist(words.source_of_wealth))),
  documents: v.nullish(v.array(document)),
  primary_website: v.nullish(v.pipe(v.string(), v.url())),
  publicly_traded: v.nullish(v.boolean()),
  estimated_annual_revenue_usd: v.nullish(moneyRange),
  expected_monthly_fiat_deposits: v.nullish(moneyRange),
  expected_monthly_fiat_withdrawals: v.nullish(moneyRange),
  account_purpose_other: v.nullish(v.string()),
  high_risk_activities: v.nullish(v.array(v.picklist(words.high_risk_activity))),
  high_risk_activities_explanation: v.nullish(v.string()),
  tax_country: v.nullish(country),
  tax_id: v.nullish(text),
  tax_type: v.nullish(v.picklist(words.tax_type)),
});

export const check = (value) => v.safeParse(patch, value).issues ?? [];
export const checkField = (name, value) => v.safeParse(patch.entries[name], value).issues ?? [];
