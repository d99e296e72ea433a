/**
 * The patches that every peer is given, made by code so that no one is like another: each size comes in eight variants,
 * for a form never checks the same object twice and no engine should learn one by heart.
 */

/** How many variants of each patch there are. */
export const VARIANTS = 8;

const FIRST = ['Ada', 'Bruno', 'Chiara', 'David', 'Elena', 'Farid', 'Greta', 'Hugo'];
const LAST = ['Okafor', 'Lindqvist', 'Moreau', 'Petrenko', 'Tanaka', 'Fischer', 'Almeida', 'Novak'];
// Letters of two and of three bytes in UTF-8.
const FIRST_BEYOND = ['Zoë', 'Łukasz', 'İpek', 'Søren', 'Ελένη', 'Дмитро', '美咲', 'Thị'];
const LAST_BEYOND = ['Müller', 'Šimůnek', 'Yıldız', 'Åkesson', 'Παππά', 'Коваль', '佐藤', 'Nguyễn'];
const COUNTRIES = ['CYP', 'DEU', 'FRA', 'PRT', 'ESP', 'NLD', 'AUT', 'SWE'];
const POSTAL = ['3601', '97070', '75008', '1100-148', '28013', '1012 AB', '1010', '111 22'];

/** Bytes that are a file of their type at both ends, as its base64. */
function base64(type, bytes, seed) {
  const content = new Uint8Array(bytes);
  // A generator of Park and Miller's: the same bytes in every run.
  let state = seed * 7919 + 1;
  for (let at = 0; at < bytes; at++) content[at] = (state = (state * 48271) % 2147483647) & 255;
  const [head, tail] = type === 'image/png'
    ? ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\x1f\xf3\xff\x61', '\0\0\0\0IEND\xae\x42\x60\x82']
    : ['%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', '\nstartxref\n9\n%%EOF\n'];
  for (let at = 0; at < head.length; at++) content[at] = head.charCodeAt(at);
  for (let at = 0; at < tail.length; at++) content[bytes - tail.length + at] = tail.charCodeAt(at);
  let text = '';
  for (let at = 0; at < bytes; at += 3072) text += btoa(String.fromCharCode(...content.subarray(at, at + 3072)));
  return text;
}

/** A file of a type and a size as a data URI. @param {string} type @param {number} bytes @param {number} [seed] */
export const dataUri = (type, bytes, seed = 1) => `data:${type};base64,${base64(type, bytes, seed)}`;

function address(seed, beyond) {
  return {
    street_line_1: `${seed + 12} ${beyond ? 'Königsstraße' : 'Harbour Street'}`,
    street_line_2: `Floor ${(seed % 9) + 1}`,
    city: beyond ? 'Würzburg' : 'Limassol',
    state: beyond ? 'Bayern' : 'Limassol',
    postal_code: POSTAL[seed % POSTAL.length],
    country: COUNTRIES[seed % COUNTRIES.length],
  };
}

function person(seed, beyond) {
  const at = seed % VARIANTS;
  const round = Math.floor(seed / VARIANTS);
  const owns = seed < 2;
  return {
    first_name: (beyond ? FIRST_BEYOND : FIRST)[at],
    last_name: (beyond ? LAST_BEYOND : LAST)[(at + round) % VARIANTS],
    email: `${FIRST[at].toLowerCase()}.${seed}@example.com`,
    residential_address: address(seed, beyond),
    birth_date: `${1950 + (seed % 45)}-0${(seed % 9) + 1}-1${seed % 10}`,
    primary_nationality: COUNTRIES[(seed + 3) % COUNTRIES.length],
    has_ownership: owns,
    ...(owns && { ownership_percentage: 50 }),
    has_control: true,
    is_signer: seed % 2 === 0,
    is_director: true,
    identifying_information: [
      {
        type: 'passport',
        issuing_country: COUNTRIES[(seed + 3) % COUNTRIES.length],
        national_identity_number: `A${10_000_000 + seed}`,
        image_front: dataUri('image/png', 300, seed + 1),
        image_back: '',
      },
    ],
    poa: dataUri('application/pdf', 300, seed + 1),
    poa_type: 'utility_bill',
  };
}

/** Eight of the fields. @param {number} variant */
export const small = (variant) => ({
  business_legal_name: `Harbour Goods ${variant} Ltd`,
  email: `office${variant}@example.com`,
  business_type: 'llc',
  date_of_incorporation: `199${variant}-05-17`,
  primary_website: `https://goods${variant}.example.com`,
  tax_country: 'USA',
  tax_id: `12-345678${variant}`,
  tax_type: 'EIN',
});

/** What is asked of a trust, and one more. */
const PAPERS = ['proof_of_address', 'registration_document', 'other'];

/**
 * All 27 fields.
 * @param {number} variant
 * @param {{ persons?: number, beyond?: boolean, documents?: number[] }} [shape] how many persons, whether names go beyond
 *   ASCII, and the bytes of each document
 */
export function whole(variant, { persons = 2, beyond = false, documents = [300, 300] } = {}) {
  return {
    business_legal_name: beyond ? `Müller & Šimůnek ${variant} GmbH` : `Harbour Goods ${variant} Ltd`,
    business_description: beyond ? 'Verkauft Netze für die Küstenfischerei.' : 'Sells fishing nets to boats of the coast.',
    business_registration_number: `HE 12345${variant}`,
    email: `office${variant}@example.com`,
    business_type: 'trust',
    business_industry: '541519',
    registered_address: address(variant, beyond),
    date_of_incorporation: `199${variant}-05-17`,
    physical_address: address(variant + 40, beyond),
    signed_agreement_id: `123e4567-e89b-12d3-a456-42661417400${variant}`,
    terms_signed_at: '2026-04-01T10:00:00.000Z',
    associated_persons: Array.from({ length: persons }, (_, at) => person(at, beyond)),
    account_purpose: 'other',
    source_of_funds: ['sales_of_goods_and_services', 'grants'],
    source_of_wealth: ['investments'],
    documents: documents.map((bytes, at) => ({
      doc_type: PAPERS[at],
      file: dataUri('application/pdf', bytes, at + 1),
      description: `As registered, part ${at + 1}.`,
    })),
    primary_website: `https://goods${variant}.example.com`,
    publicly_traded: false,
    estimated_annual_revenue_usd: '100000_999999',
    expected_monthly_fiat_deposits: '0_99999',
    expected_monthly_fiat_withdrawals: '0_99999',
    account_purpose_other: beyond ? 'Löhne und Lieferanten.' : 'Paying suppliers abroad.',
    high_risk_activities: ['gambling'],
    high_risk_activities_explanation: 'A raffle for the sea rescuers, once a year.',
    tax_country: 'USA',
    tax_id: `12-345678${variant}`,
    tax_type: 'EIN',
  };
}

/** Six places of an otherwise right M that break a common rule, as pointers. */
export const SIX = [
  '/associated_persons/0/email',
  '/associated_persons/1/ownership_percentage',
  '/business_type',
  '/date_of_incorporation',
  '/registered_address/city',
  '/tax_country',
];

/** M with the six errors. @param {number} variant */
export function invalid(variant) {
  const patch = whole(variant);
  patch.associated_persons[0].email = 'ada.example.com';
  patch.associated_persons[1].ownership_percentage = 140;
  patch.business_type = 'LLC';
  patch.date_of_incorporation = '17/05/1998';
  delete patch.registered_address.city;
  patch.tax_country = 'US';
  return patch;
}

const MB = 1_000_000;

/** The patches by their name in the tables. */
export const PATCHES = {
  s: small,
  m: (variant) => whole(variant),
  m_beyond_ascii: (variant) => whole(variant, { beyond: true }),
  l: (variant) => whole(variant, { persons: 4, documents: [MB, MB, MB] }),
  m_invalid: invalid,
};

/** How many persons the growth is measured with. */
export const GROWTH = [1, 10, 100, 1000];

/** All variants of a patch, each with strings of its own, as they come out of JSON. */
export const variants = (make, count = VARIANTS) =>
  Array.from({ length: count }, (_, variant) => JSON.parse(JSON.stringify(make(variant))));
