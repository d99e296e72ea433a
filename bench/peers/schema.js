/**
 * The common rules as a JSON Schema: types, formats, options, alpha-3, what is required. Ajv and the jsonschema crate
 * read it. `alpha3` is a format of ours, a look into a set, for a list of 249 words costs more in both.
 */
const text = { type: 'string', minLength: 1 };
const optional = (schema) => ({ ...schema, type: [schema.type, 'null'] });
const country = { type: 'string', format: 'alpha3' };
const flag = { type: 'boolean' };
const file = (types) => ({ type: 'string', pattern: `^data:(?:${types.join('|')});base64,` });
const list = (items) => ({ type: 'array', items });

const object = (members, optionals = {}) => ({
  type: 'object',
  required: Object.keys(members),
  properties: { ...members, ...Object.fromEntries(Object.entries(optionals).map(([name, schema]) => [name, optional(schema)])) },
});

/** The schema of a patch. @param {Record<string, string[]>} words the options by the name of their list */
export function schema(words, { idImage, poa, document }) {
  const word = (name) => ({ type: 'string', enum: words[name] });
  // Null is no option, so an optional list of words names it.
  const optionalWord = (name) => ({ type: ['string', 'null'], enum: [...words[name], null] });
  const address = object(
    { street_line_1: text, city: text, state: text, country },
    { street_line_2: { type: 'string' }, subdivision: { type: 'string' }, postal_code: { type: 'string' } },
  );
  const identity = object({
    type: word('id_type'),
    issuing_country: country,
    national_identity_number: { ...text, maxLength: 128 },
    image_front: file(idImage),
    image_back: { type: 'string', pattern: `^$|${file(idImage).pattern}` },
  });
  const person = object(
    {
      first_name: text,
      last_name: text,
      email: { type: 'string', format: 'email' },
      residential_address: address,
      birth_date: { type: 'string', format: 'date' },
      primary_nationality: country,
      has_ownership: flag,
      has_control: flag,
      is_signer: flag,
      is_director: flag,
      identifying_information: list(identity),
      poa: file(poa),
      poa_type: { ...text, maxLength: 64 },
    },
    {
      middle_name: { type: 'string' },
      ownership_percentage: { type: 'number', minimum: 0.01, maximum: 100 },
      dual_nationality: country,
      country_of_tax: country,
      tax_id: { type: 'string' },
    },
  );
  person.properties.tax_type = optionalWord('tax_type');
  const paper = object({ doc_type: word('document_type'), file: file(document) }, { description: { type: 'string' } });
  const patch = object(
    {},
    {
      business_legal_name: text,
      business_description: text,
      business_registration_number: { type: 'string' },
      email: { type: 'string', format: 'email' },
      business_industry: { type: 'string', pattern: '^[0-9]{2,6}$' },
      registered_address: address,
      date_of_incorporation: { type: 'string', format: 'date' },
      physical_address: address,
      signed_agreement_id: { type: 'string', format: 'uuid' },
      terms_signed_at: { type: 'string', format: 'date-time' },
      associated_persons: list(person),
      source_of_funds: list(word('source_of_funds')),
      source_of_wealth: list(word('source_of_wealth')),
      documents: list(paper),
      primary_website: { type: 'string', format: 'uri' },
      publicly_traded: flag,
      account_purpose_other: { type: 'string' },
      high_risk_activities: list(word('high_risk_activity')),
      high_risk_activities_explanation: { type: 'string' },
      tax_country: country,
      tax_id: text,
    },
  );
  // A patch of a field that there is not changes nothing; in what is sent whole a stranger does no harm.
  patch.additionalProperties = false;
  const choices = {
    business_type: 'business_type',
    account_purpose: 'account_purpose',
    estimated_annual_revenue_usd: 'money_range',
    expected_monthly_fiat_deposits: 'money_range',
    expected_monthly_fiat_withdrawals: 'money_range',
    tax_type: 'tax_type',
  };
  for (const [name, list] of Object.entries(choices)) patch.properties[name] = optionalWord(list);
  return patch;
}
