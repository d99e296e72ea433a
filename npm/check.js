/** Checking a patch, and comparing one with what is stored. */
import { InvalidCall } from './errors.js';
import { run, useContext } from './module.js';
import { issuesOf, reportOf } from './report.js';
import { tooDeep } from './tape.js';

/**
 * Checks a patch. Never throws for what is in it.
 * @param {unknown} patch
 * @param {import('./index.js').Context | null} [context]
 * @returns {import('./index.js').Report}
 */
export function validate(patch, context) {
  return run((wasm, tape) => {
    const whole = useContext(wasm, tape, context);
    try {
      tape.write(patch, whole);
      const found = tape.read(wasm.validate(tape.words, tape.bytes, tape.units, Date.now()));
      return reportOf(found, rulesOf(wasm));
    } catch (error) {
      if (error === tooDeep) return reportOf(tape.read(wasm.too_deep()), rulesOf(wasm));
      throw error;
    }
  });
}

/** The version of the rules, asked for once: a text costs as much to fetch as a small patch to check. */
function rulesOf(wasm) {
  return (rules ??= wasm.rules_version());
}

/** @type {string | undefined} */
let rules;

/**
 * Checks one value as if it stood at a pointer of a patch: its own checks, no rule across values.
 * @param {string} pointer
 * @param {unknown} value
 * @param {import('./index.js').Context | null} [context]
 * @returns {import('./index.js').Issue[]}
 */
export function validateField(pointer, value, context) {
  if (typeof pointer !== 'string' || pointer[0] !== '/') throw new InvalidCall('kyb-patch: not a JSON Pointer to a field');
  return run((wasm, tape) => {
    const whole = useContext(wasm, tape, context);
    const place = tape.place(pointer);
    if (place === undefined) throw new InvalidCall('kyb-patch: not a JSON Pointer to a field');
    try {
      tape.write(value, whole, place.key);
      // A clock takes longer to read than a country to check.
      const now = place.timed ? Date.now() : NaN;
      return issuesOf(tape.read(wasm.validate_field(place.number, tape.words, tape.bytes, tape.units, now)));
    } catch (error) {
      if (error === tooDeep) return issuesOf(tape.read(wasm.too_deep()));
      throw error;
    }
  });
}

/**
 * Whether a customer in a KYB status can be changed; either letter case.
 * @param {string} status
 * @returns {import('./index.js').Editability}
 */
export function editability(status) {
  return run((wasm, tape) => tape.read(wasm.editability(typeof status === 'string' ? status : '')));
}

/**
 * The smallest patch from what is stored to what was edited, and what it can't say.
 * @param {Record<string, any> | null | undefined} stored
 * @param {Record<string, any> | null | undefined} edited
 * @returns {import('./index.js').Changes}
 */
export function changes(stored, edited) {
  return run((wasm, tape) => {
    stored = told(stored);
    edited = told(edited);
    remember(wasm, tape, 0, stored);
    remember(wasm, tape, 1, edited);
    const { fields, persons, documents, notSent } = tape.read(wasm.changes(identities(stored, edited)));
    const values = typeof edited === 'object' && edited !== null ? edited : {};
    /** @type {Record<string, any>} */
    const patch = {};
    for (const name of fields) patch[name] = values[name];
    if (persons.length) patch.associated_persons = persons.map((at) => told(values.associated_persons)[at]);
    if (documents.length) patch.documents = documents.map((at) => told(values.documents)[at]);
    topNames ??= new Set(tape.read(wasm.fields()).filter(({ path }) => path.lastIndexOf('/') === 0).map(({ name }) => name));
    for (const name of Object.keys(values)) {
      // What a read answers beside the fields (`customer_id`, `status`) comes back unchanged in a copy of it.
      const added = !topNames.has(name) && !Object.hasOwn(stored ?? {}, name);
      if (added && (values[name] ?? null) !== null) notSent.push({ path: `/${escape(name)}`, reason: 'unknown_field' });
    }
    return { patch, notSent };
  });
}

/** What a value says that speaks for itself, as it is read and sent: JSON asks for `toJSON`, too. @param {any} value */
function told(value) {
  return typeof value?.toJSON === 'function' ? value.toJSON('') : value;
}

/** @type {Set<string> | undefined} The names of the 27 fields. */
let topNames;

/** For each edited person the place at which it is stored: -1 for a new one, -2 where its id is not among the stored. */
function identities(stored, edited) {
  const places = new Map();
  persons(stored).forEach((person, place) => places.set(person?.associated_person_id, place));
  return Int32Array.from(persons(edited), (person) => {
    const id = person?.associated_person_id ?? null;
    return id === null ? -1 : (places.get(id) ?? -2);
  });
}

function persons(customer) {
  const list = told(customer?.associated_persons);
  return Array.isArray(list) ? list : [];
}

function escape(key) {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * What a customer still lacks to leave `init`, by pointers.
 * @param {object | null | undefined} customer what a read answers
 * @param {object | null} [patch] what is about to be sent
 * @param {import('./index.js').Context | null} [context]
 * @returns {import('./index.js').Missing}
 */
export function missing(customer, patch, context) {
  return run((wasm, tape) => {
    useContext(wasm, tape, context);
    remember(wasm, tape, 0, customer);
    remember(wasm, tape, 1, patch);
    return tape.read(wasm.missing());
  });
}

/** Hands the module a customer for a call that compares: 0 stored, 1 edited, 2 read anew. */
export function remember(wasm, tape, place, customer) {
  tape.write(customer ?? null, true);
  tape.read(wasm.remember(place, tape.words, tape.bytes, tape.units));
}
