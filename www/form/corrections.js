import { validate } from '/kyb-patch/index.js';
import { withStandIns } from '../controls/standin.js';
import { say, worded } from '../language/index.js';
import { same } from '../pointer.js';

/** Where the answers about people on file stand in the form: under the person's id. They are sent by calls of their own. */
export const ON_FILE = '/stored_persons';

/**
 * What would be corrected of one person on file.
 * @typedef {object} Correction
 * @property {string} id
 * @property {Record<string, any>} person as stored
 * @property {Record<string, any>} patch the members that differ; an address and the identity documents whole
 * @property {Array<import('./field.js').Shown>} issues with paths of the form
 */

/**
 * The corrections in the form, each judged as the person would be afterwards.
 * @param {import('./form.js').Form} form
 * @param {Record<string, Record<string, any>>|undefined} answers by id of the person
 * @param {import('./check.js').Known} known
 * @returns {Correction[]}
 */
export function corrections(form, answers, known) {
  return Object.entries(answers ?? {}).flatMap(([id, answered]) => {
    const person = known.stored.associated_persons.find((/** @type {any} */ one) => one.associated_person_id === id);
    if (!person) return [];
    const names = Object.keys(answered).filter((name) => differs(form, name, answered[name], person[name]));
    const patch = Object.fromEntries(names.map((name) => [name, answered[name]]));
    return [{ id, person, patch, issues: [...judge(form, id, person, patch, known), ...emptied(id, person, answered)] }];
  });
}

/**
 * Whether an answer is another than what is on file. Of an address the members that are asked for count: one that a
 * newer API adds is nobody's answer.
 * @param {import('./form.js').Form} form
 * @param {string} name
 * @param {any} answer
 * @param {any} stored
 */
function differs(form, name, answer, stored) {
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return !same(answer ?? null, stored ?? null);
  return !same(answer, Object.fromEntries(Object.entries(stored ?? {}).filter(([member]) => form.entry(`${ON_FILE}/*/${name}/${member}`).path)));
}

/**
 * @param {import('./form.js').Form} form
 * @param {string} id
 * @param {Record<string, any>} person
 * @param {Record<string, any>} patch
 * @param {import('./check.js').Known} known
 * @returns {Array<import('./field.js').Shown>}
 */
function judge(form, id, person, patch, { stored, context }) {
  if (Object.keys(patch).length === 0) return [];
  const { associated_person_id: _id, applicant_type: _type, title: _title, created_at: _made, updated_at: _changed, ...members } = person;
  const others = stored.associated_persons.filter((/** @type {any} */ one) => one !== person);
  const after = withStandIns({ ...members, ...patch });
  const { issues } = validate({ associated_persons: [after] }, { ...context, stored: { ...stored, associated_persons: others } });
  return issues.flatMap((issue) => {
    const [, member, rest] = /^\/associated_persons(?:\/0\/(\w+)(.*))?$/.exec(issue.path) ?? [];
    // What is said of all people together is said where this one's share is asked for.
    const path = `${ON_FILE}/${id}/${member ?? 'ownership_percentage'}${rest ?? ''}`;
    if (member === undefined) return 'ownership_percentage' in patch && issue.path === '/associated_persons' ? [{ ...issue, path, message: worded(issue) }] : [];
    // What no read shows is stored all the same: it is not missing.
    const own = member in patch;
    if (!own && (issue.severity === 'warning' || issue.code === 'required')) return [];
    return [{ ...issue, path, message: form.worded(issue, path) }];
  });
}

/**
 * Stored answers that were emptied.
 * @param {string} id
 * @param {Record<string, any>} person
 * @param {Record<string, any>} answered
 * @returns {Array<import('./field.js').Shown>}
 */
function emptied(id, person, answered) {
  // Who owns nothing has no share to give.
  const due = answered.has_ownership === false ? TEXTS : [...TEXTS, 'ownership_percentage'];
  return due.filter((name) => person[name] && answered[name] === undefined).map((name) => ({
    path: `${ON_FILE}/${id}/${name}`, code: 'cannot_be_removed', severity: 'note', message: say('own.cannot_be_removed'), suggestion: person[name],
  }));
}

/** Members of a person that a read shows and a person can empty. */
const TEXTS = ['first_name', 'middle_name', 'last_name', 'email', 'birth_date', 'primary_nationality'];
