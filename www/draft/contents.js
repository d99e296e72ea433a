import { ON_FILE } from '../form/corrections.js';
import { at, parts, same, within } from '../pointer.js';

/**
 * What a draft holds: only what a person changed, and no file.
 * @typedef {object} Contents
 * @property {1} version
 * @property {string} saved instant
 * @property {Array<[string, unknown]>} fields pointer and state of each question that differs from what is on file
 * @property {Array<[string, number]>} lists pointer and length of each list
 * @property {Array<[string, boolean]>} same pointer of each address that can be a copy of another
 * @property {Record<string, any>} base what was on file of each changed field
 * @property {string[]} confirmed warnings answered with "it is right"
 * @property {string[]} seen pages left once
 * @property {any} [doubt] what may have arrived already: pointers, and no answer
 */

/**
 * What there is to keep; null when nothing was changed.
 * @param {import('../guide.js').Guide} guide
 * @returns {Contents|null}
 */
export function contentsOf(guide) {
  const { form, known } = guide;
  const fields = /** @type {Array<[string, unknown]>} */ ([]);
  for (const [pointer, field] of form.named()) if (field.changed()) fields.push([pointer, field.state()]);
  // A person or a document with nothing in it is none.
  const lists = form.lengths().filter(([list]) => fields.some(([pointer]) => within(pointer, list)));
  const copies = form.copyBoxes().filter(({ box, filled }) => box.checked !== filled);
  if (fields.length === 0 && copies.length === 0) return null;
  const names = new Set([...fields, ...copies.map(({ pointer }) => [pointer])].map(([pointer]) => String(pointer).split('/')[1]));
  const base = Object.fromEntries([...names].filter((name) => !form.isList(name))
    .map((name) => [name, guide.conflicts.has(name) ? guide.conflicts.get(name) : known.stored[name] ?? null]));
  const seen = guide.pages().filter((page) => guide.seen.has(page)).map((page) => page.dataset.page ?? '');
  return {
    version: 1, saved: new Date().toISOString(), fields, lists, base, seen, confirmed: [...known.confirmed], doubt: guide.doubt,
    same: copies.map(({ pointer, box }) => [pointer, box.checked]),
  };
}

/** What stays of it when the answers are sent: corrections of people on file, which go out by calls of their own. @param {Contents|null} contents @returns {Contents|null} */
export function correctionsIn(contents) {
  const own = (/** @type {[string, any]} */ [pointer]) => within(pointer, ON_FILE);
  const fields = contents?.fields.filter(own) ?? [];
  return contents && fields.length > 0 ? { ...contents, fields, lists: contents.lists.filter(own), base: {}, same: [], seen: [] } : null;
}

/**
 * Puts a draft into the form. What changed on file since is noted as a conflict.
 * @param {import('../guide.js').Guide} guide
 * @param {Contents} contents
 */
export function putBack(guide, { fields, lists, same: copies, base, confirmed, seen, doubt = null }) {
  const { form, known } = guide;
  // The pages of people on file are made when they are asked for.
  for (const [pointer] of fields) if (pointer.startsWith(`${ON_FILE}/`)) guide.make(`people/${parts(pointer)[1]}`);
  for (const [pointer, length] of lists) form.grow(pointer, length);
  const named = new Map(form.named());
  for (const [pointer, state] of fields) named.get(pointer)?.restore(state);
  for (const { pointer, box } of form.copyBoxes()) {
    const kept = copies.find(([name]) => name === pointer);
    if (kept) box.checked = kept[1];
  }
  for (const sign of confirmed) known.confirmed.add(sign);
  guide.doubt = doubt;
  form.settle();
  for (const name of seen) {
    const page = guide.page(name);
    if (page) guide.see(page);
  }
  guide.restored();
  const answers = form.answers();
  for (const [name, before] of Object.entries(base)) noteConflict(guide, name, before, answers);
}

/**
 * Notes that a field changed on file under an answer that a person gave, unless they came to the same.
 * @param {import('../guide.js').Guide} guide
 * @param {string} name
 * @param {any} before what was on file when the answer was given
 * @param {any} answers
 */
export function noteConflict(guide, name, before, answers) {
  const now = guide.known.stored[name] ?? null;
  const mine = at(answers, `/${name}`) ?? null;
  if (guide.form.entry(`/${name}`).readable === false) return;
  if (guide.form.touched(name) && !same(before ?? null, now) && !same(mine, now) && mine !== null) guide.conflicts.set(name, before ?? null);
  else guide.conflicts.delete(name);
}
