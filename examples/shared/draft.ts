import type { Person } from 'kyb-patch';

const file = (type: string, content: string) => `data:${type};base64,${content}`;

/** A person of whom everything is known. */
export function person(first_name: string, ownership_percentage: number): Person {
  return {
    first_name,
    last_name: 'Okafor',
    email: `${first_name.toLowerCase()}@example.com`,
    residential_address: { street_line_1: '12 Harbour Street', city: 'Limassol', state: 'Limassol', postal_code: '3601', country: 'CYP' },
    birth_date: '1984-02-29',
    primary_nationality: 'NGA',
    has_ownership: true,
    ownership_percentage,
    has_control: true,
    is_signer: true,
    is_director: true,
    identifying_information: [{
      type: 'passport', issuing_country: 'NGA', national_identity_number: `A0123456${ownership_percentage}`,
      image_front: file('image/png', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='), image_back: '',
    }],
    poa: file('application/pdf', 'JVBERi0xLjcKMSAwIG9iago8PD4+CmVuZG9iagp0cmFpbGVyCjw8Pj4KJSVFT0YK'),
    poa_type: 'utility_bill',
  };
}

/** What the form starts from; a control without an answer holds an empty text. */
export const draft = () => ({ tax_country: '', primary_website: '', associated_persons: [person('Ada', 60), person('Bo', 40)] });
export type Draft = ReturnType<typeof draft>;
