// Made by cargo xtask generate from src, data/contract.toml, xtask/src/generate/calls.d.ts; do not edit.
// What the package takes, answers and throws.

/** A word of `business_type`. */
export type BusinessType =
  | 'corporation' | 'llc' | 'partnership' | 'sole_proprietorship' | 'investment_fund' | 'societies' | 'trust'
  | 'government' | 'dao';

/** A word of `account_purpose`. */
export type AccountPurpose =
  | 'charitable_donations' | 'ecommerce_retail_payments' | 'investment_purposes' | 'other'
  | 'payments_to_friends_or_family_abroad' | 'payroll' | 'personal_or_living_expenses' | 'protect_wealth'
  | 'purchase_goods_and_services' | 'receive_payments_for_goods_and_services' | 'tax_optimization'
  | 'third_party_money_transmission' | 'treasury_management';

/** A word of `source_of_funds`. */
export type SourceOfFunds =
  | 'business_loans' | 'grants' | 'inter_company_funds' | 'investment_proceeds' | 'legal_settlement' | 'owners_capital'
  | 'pension_retirement' | 'sale_of_assets' | 'sales_of_goods_and_services' | 'tax_refund' | 'third_party_funds'
  | 'treasury_reserves';

/** A word of `source_of_wealth`. */
export type SourceOfWealth =
  | 'business_dividends_or_profits' | 'investments' | 'asset_sales' | 'client_investor_contributions' | 'gambling'
  | 'charitable_contributions' | 'inheritance' | 'affiliate_or_royalty_income';

/** A word of `high_risk_activity`. */
export type HighRiskActivity =
  | 'adult_entertainment' | 'gambling' | 'hold_client_funds' | 'investment_services' | 'lending_banking'
  | 'marijuana_or_related_services' | 'money_services' | 'nicotine_tobacco_or_related_services'
  | 'operate_foreign_exchange_virtual_currencies_brokerage_otc' | 'pharmaceuticals'
  | 'precious_metals_precious_stones_jewelry' | 'safe_deposit_box_rentals' | 'third_party_payment_processing'
  | 'weapons_firearms_and_explosives' | 'none_of_the_above';

/** A word of `money_range`. */
export type MoneyRange =
  | '0_99999' | '100000_999999' | '1000000_9999999' | '10000000_49999999' | '50000000_249999999' | '2500000000_plus';

/** A word of `document_type`. */
export type DocumentType =
  | 'aml_comfort_letter' | 'constitutional_document' | 'directors_registry' | 'cert_of_incumbency'
  | 'e_signature_certificate' | 'evidence_of_good_standing' | 'flow_of_funds' | 'formation_document'
  | 'marketing_materials' | 'other' | 'ownership_chart' | 'ownership_information' | 'proof_of_account_purpose'
  | 'proof_of_address' | 'proof_of_entity_name_change' | 'proof_of_nature_of_business'
  | 'proof_of_nature_of_business_license' | 'proof_of_nature_of_business_aml_policy' | 'proof_of_signatory_authority'
  | 'proof_of_source_of_funds' | 'proof_of_source_of_wealth' | 'proof_of_tax_identification' | 'registration_document'
  | 'shareholder_register' | 'evidence_of_directors_and_controllers' | 'tax_exempt_entity_confirmation';

/** A word of `id_type`. */
export type IdType = 'drivers_license' | 'permanent_residency_id' | 'national_id' | 'passport' | 'other';

/** A word of `tax_type`. */
export type TaxType =
  | 'SSN' | 'EIN' | 'TFN' | 'ABN' | 'ACN' | 'UTR' | 'NINO' | 'NRIC' | 'FIN' | 'ASDG' | 'ITR' | 'OTHER' | 'NIF' | 'TIN'
  | 'VAT' | 'CUIL' | 'CUIT' | 'DNI' | 'BIN' | 'UNP' | 'RNPM' | 'NIT' | 'CPF' | 'CNPJ' | 'NIRE' | 'UCN' | 'UIC' | 'SIN'
  | 'BN' | 'RUT' | 'IIN' | 'USCC' | 'CNOC' | 'USCN' | 'ITIN' | 'CPJ' | 'OIB' | 'DIC' | 'CPR' | 'CVR' | 'CN' | 'RNC'
  | 'RUC' | 'TN' | 'HETU' | 'YT' | 'ALV' | 'SIREN' | 'IDNR' | 'STNR' | 'VTA' | 'HKID' | 'AJ' | 'EN' | 'KN' | 'VSK'
  | 'PAN' | 'GSTN' | 'NIK' | 'NPWP' | 'PPS' | 'TRN' | 'CRO' | 'CHY' | 'CF' | 'IVA' | 'IN' | 'JCT' | 'EDRPOU' | 'EID';

/** Where a customer stands in KYB. */
export type KybStatus =
  | 'init' | 'pending_response' | 'pending_review' | 'under_review' | 'escalated' | 'pending_approval' | 'rejected'
  | 'approved' | 'provisioning';

/** The body of Update Customer. What is left out, null or undefined stays as it is. */
export interface Patch {
  /** Legal name of the business. Needed to leave `init`. */
  business_legal_name?: string | null | undefined;
  /** What the business does. Needed to leave `init`. */
  business_description?: string | null | undefined;
  /** Number given by the government at incorporation. */
  business_registration_number?: string | null | undefined;
  /** Primary e-mail address of the business. Needed to leave `init`. */
  email?: string | null | undefined;
  /** Legal form. Needed to leave `init`. */
  business_type?: BusinessType | null | undefined;
  /** NAICS code of the main activity, such as 541519. Needed to leave `init`. */
  business_industry?: string | null | undefined;
  /** Registered address. Needed to leave `init`. */
  registered_address?: Address | null | undefined;
  /** Date of incorporation, `YYYY-MM-DD`. Needed to leave `init`. */
  date_of_incorporation?: string | null | undefined;
  /** Where the business works, if that is not the registered address. */
  physical_address?: Address | null | undefined;
  /**
   * UUID from the session in which the terms of service were signed. Needed to leave `init` under
   * `license_as_a_service`.
   */
  signed_agreement_id?: string | null | undefined;
  /** When the terms were signed, RFC 3339; for reliance alone. Needed to leave `init` under `reliance`. */
  terms_signed_at?: string | null | undefined;
  /** New persons: each call adds those it carries. Needed to leave `init`. */
  associated_persons?: Person[] | null | undefined;
  /** What the account is for. Needed to leave `init`. */
  account_purpose?: AccountPurpose | null | undefined;
  /** Where the money comes from. Needed to leave `init`. */
  source_of_funds?: SourceOfFunds[] | null | undefined;
  /** How the wealth behind the business was made. Advised: reviewers are likely to ask for it. */
  source_of_wealth?: SourceOfWealth[] | null | undefined;
  /** New documents: taken as added by each call. Needed to leave `init`. */
  documents?: Document[] | null | undefined;
  /** Website or web presence. */
  primary_website?: string | null | undefined;
  /** Whether shares of the business are publicly traded. Needed to leave `init`. */
  publicly_traded?: boolean | null | undefined;
  /** Estimated revenue a year, US dollars. Needed to leave `init`. */
  estimated_annual_revenue_usd?: MoneyRange | null | undefined;
  /** Fiat deposits expected a month, US dollars. Needed to leave `init`. */
  expected_monthly_fiat_deposits?: MoneyRange | null | undefined;
  /** Fiat withdrawals expected a month, US dollars. Needed to leave `init`. */
  expected_monthly_fiat_withdrawals?: MoneyRange | null | undefined;
  /** The purpose in words; required when `account_purpose` is `other`. */
  account_purpose_other?: string | null | undefined;
  /** High-risk activities, or `none_of_the_above` alone. */
  high_risk_activities?: HighRiskActivity[] | null | undefined;
  /** Required with any high-risk activity. */
  high_risk_activities_explanation?: string | null | undefined;
  /** Country of tax residence, alpha-3. Needed to leave `init`. */
  tax_country?: string | null | undefined;
  /** Tax number of the business. Needed to leave `init`. */
  tax_id?: string | null | undefined;
  /** What `tax_id` is. Needed to leave `init`. */
  tax_type?: TaxType | null | undefined;
}

/** An address. The API wants `state` even of countries that have none. */
export interface Address {
  /** Street and number. */
  street_line_1: string;
  /** Flat, floor, building. */
  street_line_2?: string | null | undefined;
  /** City or town. */
  city: string;
  /** State, province or region; any region where there is none. */
  state: string;
  /** ISO 3166-2 subdivision. */
  subdivision?: string | null | undefined;
  /** Postal code. */
  postal_code?: string | null | undefined;
  /** Country, alpha-3. */
  country: string;
}

/** A person who owns, controls, signs for or directs the business. */
export interface Person {
  /** Given name. */
  first_name: string;
  /** Middle name. */
  middle_name?: string | null | undefined;
  /** Family name. */
  last_name: string;
  /** E-mail address. */
  email: string;
  /** Home address. */
  residential_address: Address;
  /** Date of birth, `YYYY-MM-DD`. */
  birth_date: string;
  /** Nationality, alpha-3. */
  primary_nationality: string;
  /** Whether the person owns 25 % or more. */
  has_ownership: boolean;
  /** Share in percent, 0.01 to 100; needed when `has_ownership` is true. */
  ownership_percentage?: number | null | undefined;
  /** Whether the person has significant control. */
  has_control: boolean;
  /** Whether the person may sign for the business. */
  is_signer: boolean;
  /** Whether the person is a director. */
  is_director: boolean;
  /** Identity documents. */
  identifying_information: IdDocument[];
  /** Second nationality, alpha-3. */
  dual_nationality?: string | null | undefined;
  /** Country of tax residence, alpha-3. */
  country_of_tax?: string | null | undefined;
  /** What `tax_id` is. */
  tax_type?: TaxType | null | undefined;
  /** Tax number. */
  tax_id?: string | null | undefined;
  /**
   * Proof of address, a data URI. Taken: image/jpeg, image/png, application/pdf, text/csv, application/xls,
   * application/xlsx.
   */
  poa: string;
  /** What proves the address, such as utility_bill or bank_statement. At most 64 characters. */
  poa_type: string;
}

/** An identity document. */
export interface IdDocument {
  /** Kind of document. */
  type: IdType;
  /** Country that issued it, alpha-3. */
  issuing_country: string;
  /** Number of the document. At most 128 characters. */
  national_identity_number: string;
  /** Front, a data URI. Taken: image/jpeg, image/png, image/heic, image/tiff. */
  image_front: string;
  /**
   * Back, a data URI; an empty text for a document with one side. Taken: image/jpeg, image/png, image/heic, image/tiff.
   */
  image_back: string;
}

/** A document of the business. */
export interface Document {
  /** What the document is. */
  doc_type: DocumentType;
  /**
   * The document, a data URI. Taken: image/jpeg, image/png, image/heic, image/tiff, application/pdf, text/csv,
   * application/xls, application/xlsx.
   */
  file: string;
  /** What a reviewer should know about it. */
  description?: string | null | undefined;
}

/** A customer as a read of the API answers it; eleven of the fields it never shows. */
export interface Customer {
  /** The API's own `customer_id`. */
  customer_id: string;
  /** Primary e-mail address of the business. */
  email: string;
  /** Legal name of the business. */
  business_legal_name: string;
  /** The KYB status; the API answers it in upper case. */
  status: Uppercase<KybStatus>;
  /** The API's own `created_at`. */
  created_at: string;
  /** The API's own `updated_at`. */
  updated_at: string;
  /** Every person stored of the business. */
  associated_persons: StoredPerson[];
  /** What the business does. */
  business_description?: string | null | undefined;
  /** Legal form. */
  business_type?: BusinessType | null | undefined;
  /** NAICS code of the main activity, such as 541519. */
  business_industry?: string | null | undefined;
  /** Number given by the government at incorporation. */
  business_registration_number?: string | null | undefined;
  /** Date of incorporation, `YYYY-MM-DD`. */
  date_of_incorporation?: string | null | undefined;
  /** The API's own `incorporation_country`. */
  incorporation_country?: string | null | undefined;
  /** The API's own `incorporation_state`. */
  incorporation_state?: string | null | undefined;
  /** Registered address. */
  registered_address?: Address | null | undefined;
  /** Where the business works, if that is not the registered address. */
  physical_address?: Address | null | undefined;
  /** Website or web presence. */
  primary_website?: string | null | undefined;
  /** Whether shares of the business are publicly traded. */
  publicly_traded?: boolean | null | undefined;
  /** Tax number of the business. */
  tax_id?: string | null | undefined;
  /** What `tax_id` is. */
  tax_type?: TaxType | null | undefined;
  /** Country of tax residence, alpha-3. */
  tax_country?: string | null | undefined;
  /** What compliance asks for. */
  review_issues?: ReviewIssues | null | undefined;
  /** The API's own `submitted_at`. */
  submitted_at?: string | null | undefined;
  /** When the terms were signed, RFC 3339; for reliance alone. */
  terms_signed_at?: string | null | undefined;
}

/** A person as a read of the API answers it: no documents, no tax numbers. */
export interface StoredPerson {
  /** The API's own `associated_person_id`. */
  associated_person_id: string;
  /** E-mail address. */
  email: string;
  /** Given name. */
  first_name: string;
  /** Middle name. */
  middle_name?: string | null | undefined;
  /** Family name. */
  last_name: string;
  /** Date of birth, `YYYY-MM-DD`. */
  birth_date: string;
  /** Nationality, alpha-3. */
  primary_nationality: string;
  /** Home address. */
  residential_address: Address;
  /** The API's own `applicant_type`. */
  applicant_type: string;
  /** The API's own `title`. */
  title: string;
  /** Whether the person owns 25 % or more. */
  has_ownership: boolean;
  /** Share in percent, 0.01 to 100; needed when `has_ownership` is true. */
  ownership_percentage?: number | null | undefined;
  /** Whether the person has significant control. */
  has_control: boolean;
  /** Whether the person may sign for the business. */
  is_signer: boolean;
  /** Whether the person is a director. */
  is_director: boolean;
  /** The API's own `created_at`. */
  created_at: string;
  /** The API's own `updated_at`. */
  updated_at: string;
}

/**
 * What a host says beside a patch; without it a patch stands by itself. A context is kept between calls while its
 * members are the same: give it a new `stored` rather than change the one it has.
 */
export interface Context {
  /** The KYB status of the customer, in either letter case. */
  kybStatus?: KybStatus | Uppercase<KybStatus> | (string & {}) | null | undefined;
  /** On whose licence the customer is onboarded. */
  kycModel?: 'reliance' | 'license_as_a_service' | null | undefined;
  /** The instant: milliseconds since 1970, or RFC 3339. */
  now?: number | string | Date | null | undefined;
  /** The date; taken from `now` (UTC) when not given. */
  today?: string | null | undefined;
  /** What a read of the API answered for this customer. */
  stored?: object | null | undefined;
  /** How much of a data URI is looked at. */
  documents?: 'ends' | 'whole' | null | undefined;
  /** The most that a file may have, decoded, in bytes; messages tell it in MB, to a hundredth. */
  maxFileBytes?: number | null | undefined;
  /** What is taken although the table does not know it yet. */
  allow?: Allow | null | undefined;
  /** Codes that shall not block here. */
  severity?: Partial<Record<Code, 'warning'>> | null | undefined;
}

/** What is taken although the installed table does not know it yet. */
export interface Allow {
  /** Further options, by the name of the list or of a field that takes it. */
  options?: Readonly<Record<string, readonly string[]>> | null | undefined;
  /** Further fields at the top of the patch. */
  fields?: readonly string[] | null | undefined;
}

/** What a place holds, and with it how it is checked. */
export type FieldKind =
  | 'text' | 'email' | 'choice' | 'naics' | 'object' | 'country' | 'date' | 'uuid' | 'timestamp' | 'boolean'
  | 'percentage' | 'file' | 'website';

/** Under which KYC model a field is needed to leave `init`. */
export type Needed = 'always' | 'license_as_a_service' | 'reliance' | 'advised';

/** A list of words. */
export type OptionList =
  | 'business_type' | 'account_purpose' | 'source_of_funds' | 'source_of_wealth' | 'high_risk_activity' | 'money_range'
  | 'document_type' | 'id_type' | 'tax_type';

/** Every code that an issue can have: its own severity, and the parameters of its message. */
export interface Codes {
  /** The content is not base64 with padding. Source: RFC 4648, section 4; contract: data_uri. */
  base64_malformed: { severity: 'error'; params: NoParams };
  /** Required text is empty or only white space. Source: contract: needed fields and required members. */
  blank: { severity: 'error'; params: NoParams };
  /**
   * Optional text is empty: an empty text is stored as a value, leaving it out changes nothing. Source: contract: null
   * means unchanged.
   */
  blank_optional: { severity: 'warning'; params: NoParams };
  /**
   * The text has a replacement character: a letter was lost on its way. Source: Unicode, Specials; RFC 3629 section 3.
   */
  broken_character: { severity: 'warning'; params: NoParams };
  /**
   * The text has a control character: a slip of copying that databases refuse. Source: RFC 8259 section 7; C0 controls.
   */
  control_character: { severity: 'error'; params: NoParams };
  /** The code was withdrawn and no country has it now. Source: ISO 3166-3. */
  country_formerly_used: { severity: 'error'; params: { successors: string[] } };
  /**
   * The country is in ISO 3166-1 but not in the API's country list. Source: the API's country list: ISO 3166-1 without
   * ALA ATA ATF BES BVT HMD UMI.
   */
  country_not_served: { severity: 'warning'; params: NoParams };
  /** A file is sent as a data URI: data:{mime};base64,{base64}. Source: contract: data_uri; RFC 2397. */
  data_uri_malformed: { severity: 'error'; params: NoParams };
  /** A person born before 1900, or a business founded before 1500. Source: oldest living people; oldest banks. */
  date_implausible: { severity: 'warning'; params: { earliest: string } };
  /** The calendar has no such day. Source: proleptic Gregorian calendar, years 1 to 9999. */
  date_impossible: { severity: 'error'; params: NoParams };
  /** The date is in the future everywhere on earth. Source: time zones UTC-12 to UTC+14. */
  date_in_future: { severity: 'error'; params: { latest: string } };
  /** The date has begun in some time zones alone. Source: time zones UTC-12 to UTC+14. */
  date_may_be_in_future: { severity: 'warning'; params: { latest: string } };
  /** A date is written YYYY-MM-DD. Source: contract: dates; ISO 8601. */
  date_not_iso: { severity: 'error'; params: { format: string } };
  /**
   * The documents are not all that reviewers usually ask of a business of this type. Source: contract:
   * advised_documents.
   */
  documents_advised: { severity: 'warning'; params: { documents: string[]; count: number } };
  /** The same key stands in its object twice, and readers differ in which they take. Source: RFC 8259, section 4. */
  duplicate_key: { severity: 'error'; params: NoParams };
  /** The same word stands in the list twice. Source: a list of words is a set. */
  duplicate_option: { severity: 'warning'; params: NoParams };
  /** Not an e-mail address: what the e-mail control of a browser refuses. Source: HTML Living Standard, 4.10.5.1.5. */
  email_malformed: { severity: 'error'; params: NoParams };
  /** The address has characters beyond ASCII, which many mail systems refuse. Source: RFC 6531. */
  email_not_ascii: { severity: 'warning'; params: NoParams };
  /** The list has nothing in it, so it changes nothing. Source: contract: lists are added. */
  empty_list: { severity: 'warning'; params: NoParams };
  /** The explanation is the description of the business again. Source: what a reviewer sends back. */
  explanation_copied: { severity: 'warning'; params: NoParams };
  /**
   * The patch names a purpose of `other`, or a high-risk activity, and does not explain it. Source: contract:
   * account_purpose_other, high_risk_activities_explanation.
   */
  explanation_missing: { severity: 'error'; params: NoParams };
  /**
   * The patch explains a purpose that is not `other`, or activities that are not high-risk. Source: contract:
   * account_purpose_other, high_risk_activities_explanation.
   */
  explanation_not_asked: { severity: 'warning'; params: NoParams };
  /**
   * The explanation of high-risk activities has fewer than 3 words or 20 characters. Source: what a reviewer sends
   * back.
   */
  explanation_short: { severity: 'warning'; params: NoParams };
  /** The file has no content. Source: nothing to review. */
  file_empty: { severity: 'error'; params: NoParams };
  /**
   * The file is a document of Office that opens with a password alone. Source: MS-OFFCRYPTO, 2.3.4.4; a reviewer has no
   * password.
   */
  file_encrypted: { severity: 'error'; params: NoParams };
  /**
   * The file is a program: PE, ELF, Mach-O, a Java class or a script that names its interpreter. Source: nobody reviews
   * a program; data/documents.json.
   */
  file_executable: { severity: 'error'; params: NoParams };
  /**
   * The document is larger than is known to be taken: for documents the API names no limit. Source: contract:
   * data_uri.max_decoded_bytes.
   */
  file_large: { severity: 'warning'; params: { max_mib: number } };
  /**
   * The file is HTML, SVG or XML, whatever it is called. HTML and XML as XLS, which some programs write, are
   * `file_type_differs`. Source: contract: data_uri; data/documents.json.
   */
  file_markup: { severity: 'error'; params: { found: string } };
  /** The file of a person is larger than the API takes. Source: contract: data_uri.max_decoded_bytes. */
  file_too_large: { severity: 'error'; params: { max_mib: number } };
  /**
   * The end of the file is missing: a JPEG without EOI, a PNG without IEND, a PDF without %%EOF in its last 1,024
   * bytes, an XLSX without its directory. Source: data/documents.json; ITU-T T.81, ISO 32000-1, APPNOTE 6.3.
   */
  file_truncated: { severity: 'warning'; params: NoParams };
  /** The content is not of the type that the file is declared to be. Source: data/documents.json. */
  file_type_differs: { severity: 'warning'; params: { declared: string; found?: string } };
  /** The API does not take files of this type in this place. Source: contract: data_uri. */
  file_type_not_taken: { severity: 'error'; params: { taken: string[]; mime?: string } };
  /**
   * Gambling is a source of wealth, and high-risk activities are denied. Source: contract: source_of_wealth,
   * high_risk_activity.
   */
  gambling_denied: { severity: 'warning'; params: NoParams };
  /** The industry is a high-risk activity that is not named. Source: data/high_risk_naics.json: strong. */
  high_risk_activity_likely: { severity: 'warning'; params: { activities: string[] } };
  /**
   * Some businesses of the industry have a high-risk activity, and it is not said whether this one has. Source:
   * data/high_risk_naics.json: ask.
   */
  high_risk_activity_possible: { severity: 'warning'; params: { activities: string[] } };
  /**
   * A document that has two sides is sent without its back. Source: contract: image_back; cards of ISO/IEC 7810 ID-1.
   */
  id_back_missing: { severity: 'warning'; params: NoParams };
  /** The date of incorporation is the day of the patch. Source: a business has documents before it has customers. */
  incorporated_today: { severity: 'warning'; params: NoParams };
  /** A name has a character that nobody sees. Source: Unicode, 23.2; UTS 39. */
  invisible_character: { severity: 'warning'; params: NoParams };
  /** The text is not JSON. Source: RFC 8259. */
  json_malformed: { severity: 'error'; params: NoParams };
  /** Text of one line has a line break in it. Source: how such a text is shown and printed. */
  line_break: { severity: 'warning'; params: NoParams };
  /** A name has a tag or a character reference of HTML. Source: HTML, 13.1.2 and 13.1.4. */
  markup: { severity: 'warning'; params: NoParams };
  /** A word of a name has letters of two scripts that look alike. Source: UTS 39, mixed-script confusables. */
  mixed_scripts: { severity: 'warning'; params: NoParams };
  /** NAICS 2022 does not have the code; an older edition may. Source: NAICS 2022. */
  naics_not_in_2022: { severity: 'warning'; params: { edition: string } };
  /**
   * The code names a group of industries: the exact one has six digits. Source: NAICS 2022; the API's examples have six
   * digits.
   */
  naics_too_short: { severity: 'warning'; params: NoParams };
  /**
   * Not a NAICS code: other than digits, not two to six of them, or no such sector. Source: contract:
   * business_industry; NAICS 2022.
   */
  naics_unknown: { severity: 'error'; params: NoParams };
  /**
   * More than 64 objects and lists stand inside one another, or one stands inside itself. Source: no value of the
   * contract is deeper than 6.
   */
  nested_too_deeply: { severity: 'error'; params: { max: number } };
  /** Nobody, stored or in the patch, may sign for the business. Source: contract: is_signer. */
  nobody_signs: { severity: 'warning'; params: NoParams };
  /**
   * Nobody, stored or in the patch, has significant control of the business. Source: contract: has_control; FATF
   * recommendation 24.
   */
  nobody_with_control: { severity: 'warning'; params: NoParams };
  /** `none_of_the_above` stands beside an activity. Source: contract: high_risk_activity. */
  none_excludes_others: { severity: 'error'; params: NoParams };
  /** The value is not one of those that the API takes. Source: contract: enums. */
  not_an_option: { severity: 'error'; params: NoParams };
  /**
   * A country is written as its ISO 3166-1 alpha-3 code, in capitals. Source: contract: alpha3; ISO 3166-1; XKX as in
   * the API's country list.
   */
  not_iso_3166_alpha3: { severity: 'error'; params: NoParams };
  /**
   * The shares of the persons in the patch add up to more than 100 %. Source: arithmetic; contract:
   * ownership_percentage.
   */
  ownership_above_100: { severity: 'error'; params: { total: number } };
  /**
   * The shares of the persons in the patch and of those stored add up to more than 100 %. Source: arithmetic; contract:
   * associated_persons are added.
   */
  ownership_above_100_with_stored: { severity: 'warning'; params: { total: number } };
  /** The person is said to own 25 % or more, and the share is smaller. Source: contract: has_ownership. */
  ownership_below_25: { severity: 'warning'; params: NoParams };
  /** The person owns 25 % or more, and the share is not given. Source: contract: ownership_percentage. */
  ownership_missing: { severity: 'error'; params: NoParams };
  /** The share is 25 % or more, and the person is said to own less. Source: contract: has_ownership. */
  ownership_not_declared: { severity: 'warning'; params: NoParams };
  /** A share is at least 0.01 and at most 100 percent. Source: contract: ownership_percentage. */
  ownership_out_of_range: { severity: 'error'; params: { min: number; max: number } };
  /**
   * More than 25 % of the business belongs to nobody who is stored or in the patch. Source: contract: has_ownership.
   */
  ownership_unexplained: { severity: 'warning'; params: { unexplained: number } };
  /** The PDF has a script, launches a program or has a file attached. Source: ISO 32000-1, 7.11.4 and 12.6.4. */
  pdf_active_content: { severity: 'warning'; params: NoParams };
  /** The PDF is encrypted: a reviewer may not be able to open it. Source: ISO 32000-1, 7.6. */
  pdf_encrypted: { severity: 'warning'; params: NoParams };
  /**
   * The same person is stored already: the API would add a second one. Source: contract: associated_persons are added.
   */
  person_already_stored: { severity: 'warning'; params: NoParams };
  /**
   * The same person stands in the patch before: both would be added. Source: contract: associated_persons are added.
   */
  person_twice: { severity: 'warning'; params: NoParams };
  /** The registered or physical address names a PO box. Source: contract: a proof of address shows no PO box. */
  po_box: { severity: 'warning'; params: NoParams };
  /** The address has no postal code, and every address of its country has one. Source: libaddressinput: require. */
  postal_code_missing: { severity: 'warning'; params: NoParams };
  /** The address has a postal code, and its country has none. Source: libaddressinput: zip, fmt. */
  postal_code_not_used: { severity: 'warning'; params: NoParams };
  /** The postal code is not written as those of its country are. Source: libaddressinput: zip. */
  postal_code_unusual: { severity: 'warning'; params: NoParams };
  /** A name has two or more blanks in a row. Source: how names are compared. */
  repeated_blanks: { severity: 'warning'; params: NoParams };
  /** The object can't be sent without this member. Source: contract: nested objects. */
  required: { severity: 'error'; params: NoParams };
  /** A sole proprietorship has two people or more with ownership. Source: contract: business_type, has_ownership. */
  sole_proprietorship_shared: { severity: 'warning'; params: NoParams };
  /** A sole proprietorship is said to be publicly traded. Source: contract: publicly_traded. */
  sole_proprietorship_traded: { severity: 'warning'; params: NoParams };
  /** The workbook has macros. Source: ECMA-376, part 4; MS-OVBA, 2.2.1. */
  spreadsheet_macros: { severity: 'warning'; params: NoParams };
  /**
   * The state is as short as a code, and its country has no such code. Source: ISO 3166-2; abbreviations of the
   * national posts.
   */
  state_unknown: { severity: 'warning'; params: NoParams };
  /** The API takes no patch while the customer is in this status. Source: contract: kyb_status. */
  status_not_editable: { severity: 'error'; params: { status: string } };
  /** The status is none of the nine that are known. Source: contract: kyb_status. */
  status_unknown: { severity: 'error'; params: NoParams };
  /**
   * The patch gives part of a tax number and not its country, which is not known to be stored. Source: contract:
   * tax_country, tax_id, tax_type.
   */
  tax_country_missing: { severity: 'warning'; params: NoParams };
  /**
   * The check digit of the tax number is not the one that its other digits give. Source: the issuing authorities'
   * descriptions, see data/tax_types.toml.
   */
  tax_id_check_digit: { severity: 'warning'; params: { format?: string } };
  /**
   * The patch gives part of a tax number and not the number itself, which is not known to be stored. Source: contract:
   * tax_country, tax_id, tax_type.
   */
  tax_id_missing: { severity: 'warning'; params: NoParams };
  /**
   * The tax number has not the length or the characters that every number of its type in its country has. Source: the
   * issuing authorities' descriptions, see data/tax_types.toml.
   */
  tax_id_shape: { severity: 'error'; params: { format: string } };
  /**
   * The tax number is one that is not issued, a person's where a company gives it, or its shape is not the one that its
   * type usually has. Source: the issuing authorities' descriptions, see data/tax_types.toml.
   */
  tax_id_unusual: { severity: 'warning'; params: { format?: string } };
  /**
   * The country is not known to have tax numbers of this type. Source: the issuing authorities' descriptions, see
   * data/tax_types.toml.
   */
  tax_type_foreign: { severity: 'warning'; params: { type: string; country: string } };
  /**
   * The patch gives part of a tax number and not its type, which is not known to be stored. Source: contract:
   * tax_country, tax_id, tax_type.
   */
  tax_type_missing: { severity: 'warning'; params: NoParams };
  /**
   * `terms_signed_at` is refused where the terms are signed in a session. Source: contract:
   * kyc_model.license_as_a_service.
   */
  terms_not_for_this_kyc_model: { severity: 'error'; params: NoParams };
  /** The time is more than a day ahead. Source: nothing is signed in the future. */
  timestamp_in_future: { severity: 'error'; params: { latest: string } };
  /**
   * The time is ahead of the clock by less than a day: a clock or an offset may be wrong. Source: nothing is signed in
   * the future.
   */
  timestamp_may_be_in_future: { severity: 'warning'; params: { latest: string } };
  /** A time is written as date, T, time and offset. Source: RFC 3339, section 5.6; contract: terms_signed_at. */
  timestamp_not_rfc3339: { severity: 'error'; params: NoParams };
  /** The text is longer than the API takes. Source: contract: lengths. */
  too_long: { severity: 'error'; params: { max: number; length: number } };
  /** The person is under 18 everywhere on earth. Source: age of majority; time zones UTC-12 to UTC+14. */
  under_18: { severity: 'warning'; params: NoParams };
  /** The API takes no field of this name. Source: contract: the body is closed at the top. */
  unknown_field: { severity: 'error'; params: NoParams };
  /**
   * The API knows no member of this name here, and may pass it over. Source: contract: the body is closed at the top
   * alone.
   */
  unknown_member: { severity: 'warning'; params: NoParams };
  /** Not a UUID: 8-4-4-4-12 hexadecimal digits. Source: RFC 9562, section 4; contract: signed_agreement_id. */
  uuid_malformed: { severity: 'error'; params: NoParams };
  /**
   * The registered or physical address names a virtual office or a mail service. Source: FATF, guidance on beneficial
   * ownership of legal persons.
   */
  virtual_office: { severity: 'warning'; params: NoParams };
  /** Not an absolute web address, so nobody can follow it. Source: WHATWG URL, 4.4. */
  website_malformed: { severity: 'warning'; params: NoParams };
  /**
   * The address would run code or open a file of the person who follows it. Source: WHATWG URL, 4.3; HTML, javascript:
   * URLs.
   */
  website_scheme: { severity: 'error'; params: { scheme: string } };
  /** The value is of another type than the API takes. Source: contract: types. */
  wrong_type: { severity: 'error'; params: { expected: string; found: string } };
}

/** The parameters of an issue that has none. */
export type NoParams = { [name: string]: never };

/** The name of a fault. Names and severities are public surface: changing one is a breaking change. */
export type Code = keyof Codes;

/**
 * One thing that is wrong, or that a reviewer would ask about. `switch (issue.code)` narrows `params`. It never carries
 * what a person typed, but for a `suggestion` that corrects something public: a country, a date, an option.
 */
export type Issue = {
  [Name in Code]: {
    /** A JSON Pointer (RFC 6901) into the patch; empty for the patch as a whole. */
    path: string;
    code: Name;
    /** An error blocks, a warning never does. The context may lower an error to a warning. */
    severity: Codes[Name]['severity'] | 'warning';
    /** What the message is filled with. */
    params: Codes[Name]['params'];
    /** A value that would be right in its place, where one is certain. */
    suggestion?: string;
    /** What to do, in English. `message` says it in other words and languages. */
    message: string;
  };
}[Code];

/** The answer to a patch. */
export interface Report {
  /** True when nothing blocks: there may be warnings. */
  ok: boolean;
  /** In the order of the fields; unknown fields last. */
  issues: Issue[];
  /** The version of the rules. */
  rules: string;
}

/** What came of sending a patch. Switch on `kind`. */
export type Outcome =
  /** The API took it, or a read shows that it did. */
  | { kind: 'accepted'; customer: Customer }
  /** The rules refused it: nothing was sent. */
  | { kind: 'invalid'; report: Report }
  /** The customer's status takes no change now. */
  | { kind: 'not_editable'; status?: KybStatus; detail?: string }
  /** The API refused it. */
  | { kind: 'rejected'; status: number; code?: string; detail?: string; errors: Refusal[] }
  /** The key or the link is not taken. */
  | { kind: 'unauthorized'; status: 401 | 403 }
  | { kind: 'not_found' }
  /** Too many requests; `retryAfter` is in seconds. */
  | { kind: 'rate_limited'; retryAfter?: number }
  /** The host says that it has no network: nothing was sent. */
  | { kind: 'offline' }
  /**
   * It was sent, no answer settled it, and a read does not show all of it. `seen` and `notSeen` are pointers into the
   * patch. `safeToSendAgain` is false for a patch that adds persons or documents: sent again it may add them twice.
   */
  | { kind: 'unknown'; safeToSendAgain: boolean; seen: string[]; notSeen: string[] };

/** One fault that the API names in a refusal. */
export interface Refusal {
  pointer?: string;
  code?: string;
  detail?: string;
}

/** What compliance asks for while a customer is in `pending_response`. */
export interface ReviewIssues {
  company_issues?: { company_name?: string | null; reject_reason: string; description: string } | null;
  associated_person_issues?: PersonIssue[] | null;
}

/** What compliance asks for about one person. */
export interface PersonIssue {
  associated_person_id: string;
  name?: string | null;
  reject_reason: string;
  description: string;
}

/** Whether a customer in a status can be changed, and if not, why. */
export type Editability =
  | { editable: true; code?: undefined; params?: undefined }
  | { editable: false; code: 'status_not_editable'; params: { status: KybStatus } }
  | { editable: false; code: 'status_unknown'; params?: undefined };

/** What to send of an edited customer, and what can't be sent. */
export interface Changes {
  patch: Patch;
  notSent: NotSent[];
}

/** Something that was edited and is not sent. */
export interface NotSent {
  /** Its pointer in the edited customer. */
  path: string;
  /**
   * `cannot_be_removed`: a stored value was cleared, and leaving it out keeps it; at `/documents` a stored document was
   * left out. `already_stored`: the same person or document is stored. `person_has_own_endpoint`: a stored person was
   * edited or, at `/associated_persons`, left out. `twice`: the same person or document stands before it.
   * `unknown_field`: no field of the API takes it, and it is not as it is stored; a member of an address or of a stored
   * person, too.
   */
  reason: 'cannot_be_removed' | 'already_stored' | 'person_has_own_endpoint' | 'twice' | 'unknown_field';
}

/** What a customer lacks to leave `init`, as pointers to top-level fields. */
export interface Missing {
  /** Without these it stays in `init`. */
  needed: string[];
  /** A reviewer is likely to ask for these. */
  advised: string[];
  /** Needed, and no read shows whether they are stored. */
  cannotTell: string[];
}

/** One place of the body. */
export interface Field {
  /** Its pointer, with `*` for an item of a list: `/associated_persons/*\/birth_date`. */
  path: string;
  /** The key. */
  name: string;
  kind: FieldKind;
  /** Whether it holds a list of that kind. */
  list: boolean;
  /** Whether its object can't be sent without it. */
  required: boolean;
  /** When a customer must have it to leave `init`. */
  needed?: Needed;
  /** Whether a read of the API answers it. */
  readable: boolean;
  /** The list of words that it takes. */
  options?: OptionList;
  /** The most characters (Unicode scalars). */
  maxLength?: number;
  /** Of text: whether line breaks are usual in it. */
  lines?: boolean;
  /** Of files: the MIME types that it takes. */
  files?: string[];
}

/** A word of a list, and what to call it. */
export interface Option {
  value: string;
  label: string;
}

/** A country of today. */
export interface Country {
  /** ISO 3166-1 alpha-3, as the API takes it. */
  value: string;
  alpha2: string;
  label: string;
  /** Whether the API's own country list has it. */
  served: boolean;
}

/** An industry of NAICS 2022. */
export interface Industry {
  /** Six digits. */
  code: string;
  title: string;
}

/** What a file is for: it decides which types are taken and whether its size is an error. */
export type FileUse = 'id_image' | 'poa' | 'document';

/** What can be told of a file. The paths of its issues are empty. */
export interface DocumentReport {
  ok: boolean;
  issues: Issue[];
  /** The MIME type that the API takes for it. */
  mime: string | undefined;
  /** Bytes. */
  size: number;
}

/** How a patch is sent. */
export interface SubmitOptions {
  /** Where the API or the relay is: `/v1/customers/…` is added to it. */
  baseUrl: string | URL;
  /** The Authorization header. No page should hold an access key: give it a token for one customer. */
  authorization?: string | null | undefined;
  /**
   * For servers that apply a key once: the same key as long as the patch is the same. Browsers, Deno and Bun may send a
   * request again where its connection ends without an answer: a key keeps it from being applied twice.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * Aborted before anything is sent it throws its reason; after that the outcome is `unknown` or what a read shows: two
   * reads of at most 15 seconds each follow before it is told.
   */
  signal?: AbortSignal | null | undefined;
  /** How long to wait for the answer, in milliseconds; 60,000 when not given. Reads that follow have their own time. */
  timeout?: number | undefined;
  /** As of `validate`, with documents looked at whole. With `stored`, a lost answer can be told from a lost patch. */
  context?: Context | null | undefined;
}

/**
 * Where the module comes from: a URL or its text, a Request, a Response, the bytes or a compiled `WebAssembly.Module`.
 */
export type InitSource = string | object;

/**
 * Loads the module, once; further calls wait for the first.
 * @param source else the module that lies beside the package
 * @throws {LoadError} and may be called again
 */
export function init(source?: InitSource | Promise<InitSource> | null): Promise<void>;

/**
 * Starts the module at once, where it may be compiled at once: in workers, or from a compiled module.
 * @param source the bytes or a compiled `WebAssembly.Module`
 * @throws {LoadError} for what is not the package's module, or can't be compiled here
 */
export function initSync(source: object): void;

/**
 * Checks a patch. What is wrong with it comes back in the report.
 * @param patch any value; read as `JSON.stringify` reads it
 * @throws {NotReady | InvalidContext | TooLarge}
 */
export function validate(patch: unknown, context?: Context | null): Report;

/**
 * Checks one value as if it stood at a pointer of a patch: its own checks, no rule across values.
 * @param pointer such as `/associated_persons/0/birth_date`
 * @throws {NotReady | InvalidCall | InvalidContext | TooLarge}
 */
export function validateField(pointer: string, value: unknown, context?: Context | null): Issue[];

/** Whether a customer in a KYB status can be changed; either letter case. An unknown status is not editable. */
export function editability(status: string): Editability;

/**
 * The smallest patch from what is stored to what was edited. An address is sent whole; a person or a document that is
 * stored, or stands twice, is not sent. A list that is empty, or that names some of what is stored, is taken for all of
 * it, and what it leaves out is told in `notSent`; new persons or documents alone are added to what is stored.
 * Persons are one by their id or, where they are new, by names and day of birth, letter case and outer blanks aside: a
 * name in Unicode's form NFC and the same in NFD are two.
 * @param stored what a read of the API answered
 * @param edited a copy of it with changes, or the fields alone; its values go into the patch as they are
 * @throws {NotReady | Unreadable | TooLarge}
 */
export function changes(stored: object | null | undefined, edited: object | null | undefined): Changes;

/**
 * What a customer still lacks to leave `init`.
 * @param customer what a read of the API answered
 * @param patch what is about to be sent
 * @param context for `kycModel`
 * @throws {NotReady | Unreadable | InvalidContext | TooLarge}
 */
export function missing(
  customer: object | null | undefined,
  patch?: object | null,
  context?: Context | null,
): Missing;

/**
 * Checks a patch and sends it, by one call of `fetch`: what the host may do beneath it is told at `idempotencyKey`.
 * Resolves to what became of it.
 * @throws {NotReady | InvalidCall | InvalidContext | Unreadable | TooLarge} before anything is sent
 */
export function submit(customerId: string, patch: Patch, options: SubmitOptions): Promise<Outcome>;

/** Every place of the body, in the order of the table. */
export function fields(): Field[];

/**
 * The words of a list, each with a label; none for a name that is no list.
 * @param name of a list, or of a field that takes one
 */
export function options(name: OptionList | (string & {}), locale?: string): Option[];

/**
 * How tax numbers of a type are written in a country, such as `###-##-####` for an SSN of the USA: `#` is a digit,
 * `A` a letter, `*` either, all else stands for itself. Undefined where that is not known.
 */
export function taxFormat(country: string, type: string): string | undefined;

/** Every country of today, with its name in a language, in the order of that language; English when not given. */
export function countries(locale?: string): Country[];

/**
 * Industries whose code begins with the query, or whose title has every word of it.
 * @param locale of the titles, which are English so far
 * @throws {LoadError} when the titles can't be loaded; {InvalidCall} for a query that is no text
 */
export function industries(query: string, locale?: string): Promise<Industry[]>;

/** Words of a host's own, in place of those of the package. */
export interface OwnWords {
  /** By code; `{field}` and the names of the code's parameters in braces are filled in. */
  issues?: Partial<Record<Code, string>> | undefined;
  /** By the key of a field. */
  fields?: Record<string, string> | undefined;
  /** By list and word. */
  options?: Partial<Record<OptionList | 'kyb_status', Record<string, string>>> | undefined;
}

/**
 * Loads the words of a locale's language; from then on `message` and `options` speak it, for all its regions. English
 * messages need no loading, the labels of options do. There are English, German and Spanish.
 * @param own said in place of the package's own words: for this locale, and what is `de` for regions without their own
 * @throws {LoadError} when there are none
 */
export function loadMessages(locale: string, own?: OwnWords): Promise<void>;

/** An issue, or one of a Standard Schema, whose path has its keys one by one. */
export type Worded = Issue | (Omit<Issue, 'path'> & { readonly path: readonly PropertyKey[] });

/**
 * What an issue says, in a language that was loaded; else in English.
 * @throws {InvalidCall} for what is no issue
 */
export function message(issue: Worded, locale?: string): string;

/**
 * Checks a file for its use: its type, by its content before its name, its size, and what is in it. It is read in
 * pieces, of a picture the ends alone.
 * @throws {NotReady | InvalidCall | InvalidContext} or what the file throws as it is read
 */
export function inspectDocument(
  file: Blob & { readonly name?: string },
  use: FileUse,
  context?: Context | null,
): Promise<DocumentReport>;

/**
 * A file as a data URI, with the MIME type that the API takes for it.
 * @param options `onProgress` is told from 0 to 1
 * @throws {NotReady | InvalidCall} or the reason of `signal`, or what the file throws as it is read
 */
export function encodeDocument(
  file: Blob & { readonly name?: string },
  options?: { signal?: AbortSignal | undefined; onProgress?: ((done: number) => void) | undefined } | null,
): Promise<string>;

/** Something of the package can't be done as it was asked for. Wrong data never throws: it comes back in a report. */
export class KybPatchError extends Error {
  constructor(message: string, options?: { cause?: unknown });
}

/** A call before `init` or `initSync` is done. */
export class NotReady extends KybPatchError {}

/** An argument is not what the call takes. */
export class InvalidCall extends KybPatchError {}

/**
 * The context is not one: a name that it does not have, a value of the wrong kind, or members that JSON would pass
 * over, such as getters of a class and the entries of a Map.
 */
export class InvalidContext extends KybPatchError {}

/** Something of the package could not be loaded. */
export class LoadError extends KybPatchError {
  constructor(reason: LoadError['reason'], message: string, options?: { cause?: unknown });
  /**
   * `http`: a server answered an error. `network`: none answered, or the promise that `init` was given failed.
   * `not_wasm`: something else came, a page perhaps. `csp`: the page's policy lacks `'wasm-unsafe-eval'`.
   * `compile`: the module is broken or too new for the host, which may have no WebAssembly at all, as in a browser's
   * lockdown mode. `start`: it is another module, or of another version.
   * `missing`: the module is not beside the package's code, as in a bundle for Node: keep the package out of it, or
   * give `init` the bytes. `used`: the Response has been read before. `data`: words or titles could not be read.
   */
  readonly reason: 'http' | 'network' | 'not_wasm' | 'csp' | 'compile' | 'start' | 'missing' | 'used' | 'data';
}

/** A value is larger than can cross into the module: some million values, or 64 million characters of text. */
export class TooLarge extends KybPatchError {}

/** A value changed, threw or called back while it was read, or is nested too deeply to be compared. */
export class Unreadable extends KybPatchError {}

/** The module failed, which it never should. A new one has taken its place: the next call works. */
export class Trapped extends KybPatchError {}
