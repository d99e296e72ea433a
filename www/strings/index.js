import * as en from './en.js';

/** The languages that the form speaks. A further one is a file beside en.js and a line here. */
const languages = { en };

/** The language of the page, as far as the form speaks it. */
export function language() {
  const [wanted] = document.documentElement.lang.toLowerCase().split('-');
  return wanted in languages ? wanted : 'en';
}

/**
 * A sentence in the language of the page. `{name}` is filled in; a plural is chosen by `count`.
 * @param {string} key such as `outcome.offline.title`
 * @param {Record<string, string|number>} [values]
 * @returns {any} text, or the whole branch when the key names one
 */
export function say(key, values = {}) {
  /** @type {any} */
  let words = languages[/** @type {'en'} */ (language())].words;
  for (const part of key.split('.')) words = words?.[part];
  if (words === undefined) throw new Error(`no words for "${key}"`);
  if (words?.other !== undefined && values.count !== undefined) {
    words = words[new Intl.PluralRules(language()).select(Number(values.count))] ?? words.other;
  }
  return typeof words === 'string' ? words.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? '')) : words;
}
