import { countries, industries } from '/kyb-patch/index.js';
import { language, say } from '../language/index.js';
import { Combobox, searchIn } from './combobox.js';
import { optionsOf } from './choices.js';

/** @typedef {import('../form/field.js').Field} Field */
/** @typedef {import('../form/field.js').Control} Control */
/** @typedef {import('./combobox.js').Option} Option */

/** @type {Option[]|undefined} */
let everyCountry;

/** Other names of countries, in any language, by code. @type {Record<string, string[]>} */
let otherNames = {};
/** @type {Promise<unknown>|undefined} */
let naming;

/** Fetches the other names when a country is first looked for. What is slow is not waited for: it is there for the next word. */
function nameCountries() {
  naming ??= Promise.race([
    fetch(new URL('language/countries.json', document.baseURI)).then((response) => response.json()).then((names) => {
      otherNames = names;
      everyCountry = undefined;
    }).catch(() => { naming = undefined; }),
    new Promise((resolve) => { setTimeout(resolve, 500); }),
  ]);
  return naming;
}

/** The countries by name, each with its codes. */
function allCountries() {
  everyCountry ??= countries(language()).map(({ value, alpha2, label }) => ({ value, label, detail: value, also: [alpha2, ...otherNames[value] ?? []] }));
  return everyCountry;
}

/** The name of a country; the code itself when there is none. @param {string} code */
export function countryName(code) {
  return allCountries().find(({ value }) => value === code)?.label ?? code;
}

/** A country, sent as ISO 3166-1 alpha-3. @param {Field} field @returns {Control} */
export function country(field) {
  return picker(field, allCountries, { token: field.element.dataset.autocomplete, before: nameCountries });
}

/** One of many options. @param {Field} field @returns {Control} */
export function choice(field) {
  return picker(field, () => optionsOf(field.element));
}

/** Words of one's own, with the usual ones to choose from. @param {Field} field @returns {Control} */
export function suggest(field) {
  const usual = say(`usual.${field.element.dataset.listOf}`);
  return picker(field, () => Object.entries(usual).map(([value, label]) => ({ value, label })));
}

/**
 * @param {Field} field
 * @param {() => Option[]} all
 * @param {{ token?: string, before?: () => Promise<unknown> }} [settings] what is waited for before a search
 * @returns {Control}
 */
function picker(field, all, { token, before } = {}) {
  const find = searchIn(all);
  const search = before ? async (/** @type {string} */ query) => { await before(); return find(query); } : find;
  const box = new Combobox(field.element, search, { token });
  box.name(field.label);
  const named = (/** @type {string} */ value) => all().find((option) => option.value === value) ?? null;
  return {
    read: () => box.value,
    write: (value) => box.set(named(value), value ?? ''),
    // Continue waits for it: a country that has not been found yet is not wrong.
    get busy() { return box.busy; },
    inputs: () => [box.input],
    describe: (value) => named(value)?.label ?? value,
  };
}

/** An industry by word or NAICS code; the titles are fetched when they are first asked for. @param {Field} field @returns {Control} */
export function industry(field) {
  const search = async (/** @type {string} */ query) =>
    (query ? await industries(query, language()) : []).map(({ code, title }) => ({ value: code, label: `${code}  ${title}` }));
  const box = new Combobox(field.element, search, { lead: say('industry.lead') });
  box.name(field.label);
  const titles = new Map();
  const told = async (/** @type {string} */ code) => (await search(code)).find(({ value }) => value === code) ?? null;
  /** @type {Promise<void>|undefined} */
  let busy;
  return {
    read: () => box.value,
    write: (value) => {
      box.set(null, value ?? '');
      if (!value) return;
      // A bare code is right already; its title is a courtesy, and its absence no fault.
      busy = told(value).then((option) => {
        titles.set(value, option?.label);
        if (option && box.input.value === value) box.set(option);
      }, () => {});
      // Its title is not waited for longer: the code is sent, with or without it.
      busy = Promise.race([busy, new Promise((resolve) => { setTimeout(resolve, 1000); })]);
    },
    get busy() { return busy; },
    inputs: () => [box.input],
    describe: (value) => (box.chosen?.value === value ? box.chosen?.label : titles.get(value)) ?? value,
  };
}
