import { changes, missing, validate } from '/kyb-patch/index.js';
import { withStandIns } from '../controls/standin.js';
import { corrections, ON_FILE } from './corrections.js';
import { at, within } from '../pointer.js';
import { say } from '../language/index.js';

/** @typedef {import('./field.js').Field} Field */
/** @typedef {import('./field.js').Shown} Shown */

/**
 * What the form knows beside the answers.
 * @typedef {object} Known
 * @property {import('../session.js').Link} link
 * @property {Record<string, any>} stored the customer as read, with its persons
 * @property {Record<string, any>} context what the rules are told
 * @property {Set<string>} confirmed warnings that the person has answered with "it is right"
 * @property {Array<{ path: string, code: string, message: string, value: string }>} refused what the server would not take
 */

/**
 * The state of all answers.
 * @typedef {object} Checked
 * @property {Record<string, any>} edited every answer in the form
 * @property {Record<string, any>} patch what would be sent
 * @property {Array<{ path: string, reason: string }>} notSent
 * @property {Array<Shown & { field?: Field }>} issues
 * @property {import('./corrections.js').Correction[]} corrections of people on file
 */

/** What a patch adds to, and does not set. */
export const LISTS = ['/associated_persons', '/documents'];

/**
 * Checks all answers: by the rules, by the controls, and by what the server said last.
 * @param {import('./form.js').Form} form
 * @param {Known} known
 * @returns {Checked}
 */
export function check(form, known) {
  const edited = form.answers();
  const { stored_persons: onFile, ...answers } = edited;
  const { patch: changed, notSent } = changes(known.stored, withStandIns(answers));
  const places = new Map(LISTS.map((list) => [list, kept(list, edited, notSent)]));
  const patch = Object.fromEntries(Object.keys(changed).map((name) => [name,
    places.get(`/${name}`)?.map((/** @type {number} */ place) => edited[name][place]) ?? edited[name]]));
  /** @type {Array<Shown & { field?: Field }>} */
  const issues = [];
  const add = (/** @type {Shown} */ issue) => issues.push({ ...issue, field: form.find(issue.path) });

  for (const field of form.present()) {
    if (!field.applies) continue;
    for (const own of field.control.own?.() ?? []) add({ severity: 'error', ...own, path: field.pointer });
  }
  const own = new Set(issues.filter(({ severity }) => severity === 'error').map(({ path }) => path));
  const said = new Set(issues.map(({ path, code }) => `${path} ${code}`));
  const copies = form.copies();
  for (const found of validate(patch, known.context).issues) {
    const path = replaced(found.path, places);
    // The page of documents says it before any is chosen, kind by kind.
    if (/** @type {string} */ (found.code) === 'documents_advised') continue;
    // The control has said it better, or it is said of the address that this one is a copy of.
    if (own.has(path) || said.has(`${path} ${found.code}`) || copies.some(([target]) => within(path, target))) continue;
    add({ ...found, path, message: form.worded(found, path) });
  }
  const corrected = corrections(form, onFile, known);
  for (const issue of corrected.flatMap((one) => one.issues)) if (!own.has(issue.path) && !said.has(`${issue.path} ${issue.code}`)) add(issue);
  for (const refusal of known.refused) {
    if (refusal.value === print(at(edited, refusal.path))) add({ ...refusal, severity: 'error' });
  }
  for (const { path, reason } of notSent) {
    if (reason !== 'cannot_be_removed' || own.has(path)) continue;
    const before = at(known.stored, path);
    add({ path, code: reason, severity: 'note', message: say('own.cannot_be_removed'), suggestion: typeof before === 'object' ? undefined : before });
  }
  const fields = form.present();
  const order = (/** @type {Shown & { field?: Field }} */ { field }) => (field ? fields.indexOf(field) : -1);
  return {
    edited, patch, notSent, corrections: corrected.filter((one) => Object.keys(one.patch).length > 0),
    issues: issues.sort((a, b) => order(a) - order(b)).filter((issue) => issue.severity !== 'warning' || !known.confirmed.has(sign(issue, edited))),
  };
}

/**
 * What the customer lacks to leave `init`, with this patch.
 * @param {Known} known
 * @param {Record<string, any>} patch
 */
export function lacking({ stored, context }, patch) {
  return missing(stored, withStandIns(patch), context);
}

/** The errors for which nothing is sent. Those of a correction hold up that correction alone. @param {Checked} checked */
export function blocking({ issues }) {
  return issues.filter(({ severity, path }) => severity === 'error' && !within(path, ON_FILE));
}

/** A warning about one answer: another answer is warned of anew. @param {Shown} issue @param {any} edited */
export function sign(issue, edited) {
  return `${issue.path} ${issue.code} ${print(at(edited, issue.path))}`;
}

/** An answer, short enough to be kept for comparison. @param {unknown} value */
export function print(value) {
  const text = JSON.stringify(withStandIns(value)) ?? '';
  return text.length > 400 ? `${text.length} ${text.slice(-200)}` : text;
}

/**
 * The place in the form's list of each item that is sent.
 * @param {string} list
 * @param {Record<string, any>} edited
 * @param {Array<{ path: string }>} notSent
 */
function kept(list, edited, notSent) {
  const left = new Set(notSent.map(({ path }) => path));
  return (edited[list.slice(1)] ?? []).map((/** @type {unknown} */ _, /** @type {number} */ place) => place)
    .filter((/** @type {number} */ place) => !left.has(`${list}/${place}`));
}

/**
 * A pointer into the patch as one into the form.
 * @param {string} path
 * @param {Map<string, number[]>} places
 */
export function replaced(path, places) {
  const [, list, number, rest = ''] = /^(\/[a-z_]+)\/(\d+)(\/.*)?$/.exec(path) ?? [];
  const place = places.get(list)?.[Number(number)];
  return place === undefined ? path : `${list}/${place}${rest}`;
}

/** The places of what is sent, for pointers that come back from the server. @param {Checked} checked */
export function placesOf(checked) {
  return new Map(LISTS.map((list) => [list, kept(list, checked.edited, checked.notSent)]));
}
