/** TypeBox, with its own compiler, which falls back to walking the schema where a page forbids `eval`. */
import Type from 'typebox';
import Format from 'typebox/format';
import { Compile } from 'typebox/compile';

import * as words from 'words';

const countries = new Set(words.alpha3);
Format.Set('alpha3', (value) => countries.has(value));

const text = Type.String({ minLength: 1 });
const textOf = (maxLength) => Type.String({ minLength: 1, maxLength });
const country = Type.String({ format: 'alpha3' });
const email = Type.String({ format: 'email' });
const date = Type.String({ format: 'date' });
const file = (types) => Type.String({ pattern: `^data:(?:${types.join('|')});base64,` });
const maybe = (schema) => Type.Optional(Type.Union([schema, Type.Null()]));
const moneyRange = Type.Enum(words.money_range);

const address = Type.Object({
  street_line_1: text,
  street_line_2: maybe(Type.String()),
  city: text,
  state: text,
  subdivision: maybe(Type.String()),
  postal_code: maybe(Type.String()),
  country,
});
const identity = Type.Object({
  type: Type.Enum(words.id_type),
  issuing_country: country,
  national_identity_number: textOf(128),
  image_front: file(words.idImage),
  image_back: Type.String({ pattern: `^$|^data:(?:${words.idImage.join('|')});base64,` }),
});
const person = Type.Object({
  first_name: text,
  middle_name: maybe(Type.String()),
  last_name: text,
  email,
  residential_address: address,
  birth_date: date,
  primary_nationality: country,
  has_ownership: Type.Boolean(),
  ownership_percentage: maybe(Type.Number({ minimum: 0.01, maximum: 100 })),
  has_control: Type.Boolean(),
  is_signer: Type.Boolean(),
  is_director: Type.Boolean(),
  identifying_information: Type.Array(identity),
  dual_nationality: maybe(country),
  country_of_tax: maybe(country),
  tax_type: maybe(Type.Enum(words.tax_type)),
  tax_id: maybe(Type.String()),
  poa: file(words.poa),
  poa_type: textOf(64),
});
const document = Type.Object({
  doc_type: Type.Enum(words.document_type),
  file: file(words.document),
  description: maybe(Type.String()),
});
const members = {
  business_legal_name: maybe(text),
  business_description: maybe(text),
  business_registration_number: maybe(Type.String()),
  email: maybe(email),
  business_type: maybe(Type.Enum(words.business_type)),
  business_industry: maybe(Type.String({ pattern: '^[0-9]{2,6}$' })),
  registered_address: maybe(address),
  date_of_incorporation: maybe(date),
  physical_address: maybe(address),
  signed_agreement_id: maybe(Type.String({ format: 'uuid' })),
  terms_signed_at: maybe(Type.String({ format: 'date-time' })),
  associated_persons: maybe(Type.Array(person)),
  account_purpose: maybe(Type.Enum(words.account_purpose)),
  source_of_funds: maybe(Type.Array(Type.Enum(words.source_of_funds))),
  source_of_wealth: maybe(Type.Array(Type.Enum(words.source_of_wealth))),
  documents: maybe(Type.Array(document)),
  primary_website: maybe(Type.String({ format: 'uri' })),
  publicly_traded: maybe(Type.Boolean()),
  estimated_annual_revenue_usd: maybe(moneyRange),
  expected_monthly_fiat_deposits: maybe(moneyRange),
  expected_monthly_fiat_withdrawals: maybe(moneyRange),
  account_purpose_other: maybe(Type.String()),
  high_risk_activities: maybe(Type.Array(Type.Enum(words.high_risk_activity))),
  high_risk_activities_explanation: maybe(Type.String()),
  tax_country: maybe(country),
  tax_id: maybe(text),
  tax_type: maybe(Type.Enum(words.tax_type)),
};
const patch = Compile(Type.Object(members, { additionalProperties: false }));
const fields = new Map(['email', 'tax_country', 'business_legal_name'].map((name) => [name, Compile(members[name])]));

// A right value needs no second walk for its errors.
const issues = (schema, value) => (schema.Check(value) ? [] : schema.Errors(value));

export const check = (value) => issues(patch, value);
export const checkField = (name, value) => issues(fields.get(name), value);
