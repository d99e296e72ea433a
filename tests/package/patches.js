/** A right data URI of a type. @param {string} mime */
const file = (mime) => `data:${mime};base64,QUJD`;

/** A right address. */
export const address = () => ({ street_line_1: '12 Harbour Street', city: 'Limassol', state: 'Limassol', postal_code: '3601', country: 'CYP' });

/** A right person. */
export const person = () => ({
  first_name: 'Ada',
  last_name: 'Okafor',
  email: 'ada@example.com',
  residential_address: address(),
  birth_date: '1984-02-29',
  primary_nationality: 'NGA',
  has_ownership: true,
  ownership_percentage: 60,
  has_control: true,
  is_signer: true,
  is_director: true,
  identifying_information: [
    { type: 'passport', issuing_country: 'NGA', national_identity_number: 'A01234567', image_front: file('image/png'), image_back: '' },
  ],
  poa: file('application/pdf'),
  poa_type: 'utility_bill',
});

/** A right patch with all 27 fields. */
export const whole = () => ({
  business_legal_name: 'Harbour Goods Ltd',
  business_description: 'Sells fishing nets.\nSince 1998.',
  business_registration_number: 'HE 123456',
  email: 'office@example.com',
  business_type: 'llc',
  business_industry: '541519',
  registered_address: address(),
  date_of_incorporation: '1998-05-17',
  physical_address: address(),
  signed_agreement_id: '123e4567-e89b-12d3-a456-426614174000',
  terms_signed_at: '2026-04-01T10:00:00.000Z',
  associated_persons: [person()],
  account_purpose: 'other',
  source_of_funds: ['sales_of_goods_and_services', 'grants'],
  source_of_wealth: ['investments'],
  documents: [{ doc_type: 'registration_document', file: file('application/pdf'), description: 'As registered.' }],
  primary_website: 'https://example.com',
  publicly_traded: false,
  estimated_annual_revenue_usd: '100000_999999',
  expected_monthly_fiat_deposits: '0_99999',
  expected_monthly_fiat_withdrawals: '0_99999',
  account_purpose_other: 'Paying suppliers.',
  high_risk_activities: ['gambling'],
  high_risk_activities_explanation: 'A raffle each year.',
  tax_country: 'CYP',
  tax_id: '10123456X',
  tax_type: 'TIN',
});
