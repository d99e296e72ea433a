/** Written by hand: what a careful programmer writes without a library. */
import * as words from 'words';

const set = (name) => new Set(words[name]);
const [countries, taxTypes, moneyRanges] = [set('alpha3'), set('tax_type'), set('money_range')];
const EMAIL = /^[A-Za-z0-9_'+-]+(?:\.[A-Za-z0-9_'+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const WEB = /^https?:\/\/[^\s/?#]+\.[^\s/?#]+/;
const NAICS = /^[0-9]{2,6}$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDate(text) {
  const match = DATE.exec(text);
  if (!match) return false;
  const [year, month, day] = [+match[1], +match[2], +match[3]];
  if (month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

// A rule takes a value, its path and the list of issues.
const rule = (code, holds) => (value, path, issues) => {
  if (!holds(value)) issues.push({ path, code });
};
const isString = (value) => typeof value === 'string';
const matches = (pattern) => (value) => isString(value) && pattern.test(value);
const anyText = rule('not_a_text', isString);
const text = rule('blank', (value) => isString(value) && value.length > 0);
const textOf = (max) => rule('length', (value) => isString(value) && value.length > 0 && value.length <= max);
const flag = rule('not_a_flag', (value) => typeof value === 'boolean');
const among = (options) => rule('not_an_option', (value) => options.has(value));
const country = rule('not_alpha3', (value) => countries.has(value));
const email = rule('email', matches(EMAIL));
const date = rule('date', (value) => isString(value) && isDate(value));
const share = rule('share', (value) => typeof value === 'number' && value >= 0.01 && value <= 100);
const file = (types) => rule('data_uri', matches(new RegExp(`^data:(?:${types.join('|')});base64,`)));

const optional = (inner) => {
  const checked = (value, path, issues) => {
    if (value !== undefined && value !== null) inner(value, path, issues);
  };
  checked.optional = true;
  return checked;
};

const list = (item) => (value, path, issues) => {
  if (!Array.isArray(value)) return void issues.push({ path, code: 'not_a_list' });
  for (let at = 0; at < value.length; at++) item(value[at], `${path}/${at}`, issues);
};

function object(members, strict = false) {
  const rules = new Map(Object.entries(members));
  const required = Object.keys(members).filter((name) => !members[name].optional);
  return (value, path, issues) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return void issues.push({ path, code: 'not_an_object' });
    for (const name of Object.keys(value)) {
      const own = rules.get(name);
      if (own) own(value[name], `${path}/${name}`, issues);
      else if (strict) issues.push({ path: `${path}/${name}`, code: 'unknown' });
    }
    for (const name of required) if (value[name] === undefined) issues.push({ path: `${path}/${name}`, code: 'required' });
  };
}

const address = object({
  street_line_1: text,
  street_line_2: optional(anyText),
  city: text,
  state: text,
  subdivision: optional(anyText),
  postal_code: optional(anyText),
  country,
});
const front = file(words.idImage);
const identity = object({
  type: among(set('id_type')),
  issuing_country: country,
  national_identity_number: textOf(128),
  image_front: front,
  image_back: (value, path, issues) => (value === '' ? undefined : front(value, path, issues)),
});
const person = object({
  first_name: text,
  middle_name: optional(anyText),
  last_name: text,
  email,
  residential_address: address,
  birth_date: date,
  primary_nationality: country,
  has_ownership: flag,
  ownership_percentage: optional(share),
  has_control: flag,
  is_signer: flag,
  is_director: flag,
  identifying_information: list(identity),
  dual_nationality: optional(country),
  country_of_tax: optional(country),
  tax_type: optional(among(taxTypes)),
  tax_id: optional(anyText),
  poa: file(words.poa),
  poa_type: textOf(64),
});
const document = object({
  doc_type: among(set('document_type')),
  file: file(words.document),
  description: optional(anyText),
});
const fields = {
  business_legal_name: text,
  business_description: text,
  business_registration_number: anyText,
  email,
  business_type: among(set('business_type')),
  business_industry: rule('naics', matches(NAICS)),
  registered_address: address,
  date_of_incorporation: date,
  physical_address: address,
  signed_agreement_id: rule('uuid', matches(UUID)),
  terms_signed_at: rule('timestamp', matches(TIME)),
  associated_persons: list(person),
  account_purpose: among(set('account_purpose')),
  source_of_funds: list(among(set('source_of_funds'))),
  source_of_wealth: list(among(set('source_of_wealth'))),
  documents: list(document),
  primary_website: rule('website', matches(WEB)),
  publicly_traded: flag,
  estimated_annual_revenue_usd: among(moneyRanges),
  expected_monthly_fiat_deposits: among(moneyRanges),
  expected_monthly_fiat_withdrawals: among(moneyRanges),
  account_purpose_other: anyText,
  high_risk_activities: list(among(set('high_risk_activity'))),
  high_risk_activities_explanation: anyText,
  tax_country: country,
  tax_id: text,
  tax_type: among(taxTypes),
};
for (const name of Object.keys(fields)) fields[name] = optional(fields[name]);
const patch = object(fields, true);

export const check = (value) => {
  const issues = [];
  patch(value, '', issues);
  return issues;
};
export const checkField = (name, value) => {
  const issues = [];
  fields[name](value, `/${name}`, issues);
  return issues;
};
