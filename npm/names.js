/** Words for people: of issues, options, countries and industries. */
import { InvalidCall, LoadError } from './errors.js';
import { host } from './host.js';
import { run } from './module.js';

/** Wording by language: `{ issues, fields, options }`. */
const loaded = new Map();

/** A locale as Intl takes it: hosts write `de_DE` too. Where it takes none of it, the language alone. */
function tagOf(locale) {
  const tag = String(locale).replaceAll('_', '-');
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return languageOf(tag) ?? 'en';
  }
}

function languageOf(locale) {
  return /^[a-z]{2,3}(?![a-z])/i.exec(String(locale))?.[0].toLowerCase();
}

/** A member of its own: a code may be called like one that every object has. */
const own = (members, name) => (members && Object.hasOwn(members, name) ? members[name] : undefined);

/**
 * Loads the wording of a locale's language; from then on `message` and `options` speak it.
 * @param {string} locale
 * @param {import('./index.js').OwnWords} [hosts] words that stand in for those of the package, code by code
 */
export async function loadMessages(locale, hosts) {
  const language = languageOf(locale) ?? '';
  if (!loaded.has(language)) {
    const words = await read(`messages/${language}.json`);
    // Another call may have been faster, and have brought words of a host's own.
    if (!loaded.has(language)) loaded.set(language, words);
  }
  if (hosts) loaded.set(tagOf(locale), joined(wordsOf(locale), hosts));
}

/** What was loaded for a locale; else for its language, of which a page may have another region. */
function wordsOf(locale) {
  if (locale === undefined) return undefined;
  const tag = tagOf(locale);
  return loaded.get(tag) ?? loaded.get(languageOf(tag));
}

/**
 * The package's words with a host's own in their place.
 * @param {any} words
 * @param {import('./index.js').OwnWords} own
 */
function joined(words, { issues, fields, options }) {
  const lists = { ...words.options };
  for (const [name, labels] of Object.entries(options ?? {})) lists[name] = { ...lists[name], ...labels };
  return { ...words, issues: { ...words.issues, ...issues }, fields: { ...words.fields, ...fields }, options: lists };
}

async function read(name) {
  try {
    return await host().json(name);
  } catch (cause) {
    throw new LoadError('data', `kyb-patch: ${name} could not be loaded`, { cause });
  }
}

/**
 * What an issue says. English needs no loading.
 * @param {import('./index.js').Worded} issue
 * @param {string} [locale]
 */
export function message(issue, locale) {
  if (typeof issue?.path !== 'string' && !Array.isArray(issue?.path)) throw new InvalidCall('kyb-patch: message takes an issue');
  const words = wordsOf(locale);
  const template = own(words?.issues, issue.code);
  if (!template) return issue.message;
  const tag = tagOf(locale);
  return template.replace(/\{(\w+)\}/g, (_, name, at) => {
    if (Object.hasOwn(issue.params ?? {}, name)) return written(name, issue.params[name], words, tag);
    return name === 'field' ? fieldName(issue.path, words, at > 0 && !/^(de|lb)\b/.test(tag)) : '';
  });
}

/** A parameter as the language writes it. */
function written(name, param, words, locale) {
  if (typeof param === 'number') return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(param);
  if (Array.isArray(param)) return new Intl.ListFormat(locale, { type: 'disjunction' }).format(param);
  if (/^\d{4}-\d\d-\d\d$/.test(param)) return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(param));
  return own(name === 'status' ? words.options.kyb_status : words.words, param) ?? param;
}

/** What a field is called. @param {string | readonly PropertyKey[]} path @param {boolean} lower inside a sentence */
function fieldName(path, words, lower) {
  const keys = typeof path === 'string' ? path.split('/') : path;
  const key = keys.findLast((token) => Object.hasOwn(words.fields, token));
  // What is said of the patch as a whole is about no field.
  const name = own(words.fields, key) ?? words.words.patch;
  // A label begins with a capital, a name inside a sentence does not, but for one like ID or LinkedIn.
  return lower && /^\p{Lu}\p{Ll}+(?!\p{L})/u.test(name) ? name[0].toLowerCase() + name.slice(1) : name;
}

/**
 * Every place of the body, in the order of the table; `*` in a path stands for an item of a list.
 * @returns {import('./index.js').Field[]}
 */
export function fields() {
  return run((wasm, tape) => tape.read(wasm.fields()));
}

/**
 * The words of a list, by its name or by that of a field that takes it, each with a label.
 * @param {string} name
 * @param {string} [locale]
 * @returns {import('./index.js').Option[]}
 */
export function options(name, locale) {
  if (typeof name !== 'string') return [];
  const values = run((wasm) => wasm.options(name))?.split('\n') ?? [];
  const lists = wordsOf(locale)?.options ?? {};
  const labels = own(lists, name) ?? Object.values(lists).find((list) => values.every((value) => value in list));
  return values.map((value) => ({ value, label: labels?.[value] ?? readable(value) }));
}

/**
 * How tax numbers of a type are written in a country, such as `###-##-####` for an SSN of the USA: `#` is a digit,
 * `A` a letter, `*` either, all else stands for itself. Undefined where that is not known.
 * @param {string} country alpha-3
 * @param {string} type a word of `tax_type`
 * @returns {string | undefined}
 */
export function taxFormat(country, type) {
  return run((wasm) => wasm.tax_format(String(country), String(type)));
}

function readable(value) {
  const words = value.replaceAll('_', ' ');
  return words[0].toUpperCase() + words.slice(1);
}

/**
 * Every country, with its name in a language, in the order of that language.
 * @param {string} [locale]
 * @returns {import('./index.js').Country[]}
 */
export function countries(locale = 'en') {
  const tag = tagOf(locale);
  const names = new Intl.DisplayNames([tag, 'en'], { type: 'region' });
  const [codes, unserved] = run((wasm) => wasm.countries()).split('\n');
  const closed = new Set(unserved.match(/.{3}/g));
  const list = (codes.match(/.{5}/g) ?? []).map((code) => {
    const [value, alpha2] = [code.slice(0, 3), code.slice(3)];
    return { value, alpha2, label: names.of(alpha2) ?? value, served: !closed.has(value) };
  });
  const { compare } = new Intl.Collator([tag, 'en']);
  return list.sort((left, right) => compare(left.label, right.label));
}

/**
 * Industries whose code begins with the query, or whose title has every word of it.
 * @param {string} query
 * @returns {Promise<import('./index.js').Industry[]>}
 */
export async function industries(query) {
  if (typeof query !== 'string') throw new InvalidCall('kyb-patch: industries takes a code or words');
  titles ??= read('data/naics-2022.json').catch((error) => {
    titles = undefined;
    throw error;
  });
  const words = query.trim().toLowerCase().split(/\s+/);
  const digits = /^\d+$/.test(words[0]) && words.length === 1;
  const found = [];
  for (const [code, title] of Object.entries(await titles)) {
    // The list has the titles of sectors too, which are no industries.
    if (code.length !== 6) continue;
    const text = title.toLowerCase();
    if (digits ? code.startsWith(words[0]) : words.every((word) => text.includes(word))) found.push({ code, title });
  }
  return found;
}

/** @type {Promise<Record<string, string>> | undefined} */
let titles;
