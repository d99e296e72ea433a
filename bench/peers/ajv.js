/** Ajv, compiled ahead of time to a module of its own (`standalone`), which needs no `eval` in the page. */
import { patch, email, tax_country, business_legal_name } from 'ajv-compiled';

const fields = { email, tax_country, business_legal_name };

export const check = (value) => (patch(value) ? [] : patch.errors);
export const checkField = (name, value) => (fields[name](value) ? [] : fields[name].errors);
