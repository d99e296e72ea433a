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
    const storedAt = identities(stored, edited);
    const { fields, persons, documents, notSent } = tape.read(wasm.changes(storedAt));
    const values = membersOf(edited);
    /** @type {Record<string, any>} */
    const patch = {};
    for (const name of fields) patch[name] = values[name];
    if (persons.length) patch.associated_persons = persons.map((at) => told(values.associated_persons)[at]);
    if (documents.length) patch.documents = documents.map((at) => told(values.documents)[at]);
    const known = (places ??= new Map(tape.read(wasm.fields()).map((field) => [field.path, field])));
    /** Edits that no field takes; what goes into the patch whole takes them along, and is checked with them. */
    const unknown = (edited, stored, path, place, sent = {}) => {
      const [now, before] = [membersOf(told(edited)), membersOf(told(stored))];
      for (const name of Object.keys(now)) {
        const [here, at] = [`${path}/${escape(name)}`, `${place}/${name}`];
        const was = () => (Object.hasOwn(before, name) ? before[name] : undefined);
        const field = known.get(at);
        if (field) {
          if (field.kind === 'object' && !field.list && !Object.hasOwn(sent, name)) unknown(now[name], was(), here, at);
          // What a read answers beside the fields (`customer_id`, `status`) comes back unchanged in a copy of it.
        } else if (now[name] !== undefined && !isSame(now[name], was())) notSent.push({ path: here, reason: 'unknown_field' });
      }
    };
    unknown(values, stored, '', '', patch);
    storedAt.forEach((person, at) => {
      if (person >= 0) unknown(personsOf(edited)[at], personsOf(stored)[person], `/associated_persons/${at}`, '/associated_persons/*');
    });
    return { patch, notSent };
  });
}

/** What a value says that speaks for itself, as it is read and sent: JSON asks for `toJSON`, too. @param {any} value */
function told(value) {
  return typeof value?.toJSON === 'function' ? value.toJSON('') : value;
}

/** The members of a value, none where it has none. @returns {Record<string, any>} */
function membersOf(value) {
  return (typeof value === 'object' && value) || {};
}

/** Whether two values say the same, in whatever order of keys; what can't be compared does not. */
function isSame(left, right) {
  if (Object.is(left ?? null, right ?? null)) return true;
  try {
    return right != null && inOrder(left) === inOrder(right);
  } catch {
    return false;
  }
}

function inOrder(value) {
  return JSON.stringify(value, (_, inner) => {
    const open = typeof inner === 'object' && inner && !Array.isArray(inner);
    return open ? Object.fromEntries(Object.entries(inner).sort()) : inner;
  });
}

/** @type {Map<string, import('./index.js').Field> | undefined} Every place of the body. */
let places;

/** For each edited person the place at which it is stored: -1 for a new one, -2 where its id is not among the stored. */
function identities(stored, edited) {
  const places = new Map();
  personsOf(stored).forEach((person, place) => places.set(person?.associated_person_id, place));
  return Int32Array.from(personsOf(edited), (person) => {
    const id = person?.associated_person_id ?? null;
    return id === null ? -1 : (places.get(id) ?? -2);
  });
}

function personsOf(customer) {
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
