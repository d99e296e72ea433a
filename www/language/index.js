import { message } from '/kyb-patch/index.js';
import { mirrored } from './mirror.js';

/** The languages that the form speaks. A further one is a file beside these and a line here. */
export const LANGUAGES = { en: 'English', es: 'Español', de: 'Deutsch' };

/** Stands for any language that is written from right to left: English, its words mirrored. For looking at the layout. */
const MIRRORED = 'ar-xb';

/** @type {{ name: keyof typeof LANGUAGES, mirror: boolean, words: any, markup: Record<string, string> }} */
let spoken = { name: 'en', mirror: false, words: {}, markup: {} };

/** The language of the page, as far as the form speaks it. */
export function language() {
  return spoken.name;
}

/** Whether there are words to say anything with. */
export function hasWords() {
  return Object.keys(spoken.words).length > 0;
}

/**
 * Loads the words for the language that the address (`?lang=de`) or else the page's own `lang` names: `language()` from
 * the call on.
 */
export async function speak() {
  const page = document.documentElement;
  const wanted = (new URLSearchParams(location.search).get('lang') ?? page.lang).toLowerCase();
  const mirror = wanted === MIRRORED;
  const [base] = wanted.split('-');
  const name = /** @type {keyof typeof LANGUAGES} */ (Object.hasOwn(LANGUAGES, base) ? base : 'en');
  spoken = { ...spoken, name, mirror };
  const response = await fetch(new URL(`language/${name}.json`, document.baseURI));
  if (!response.ok) throw new Error(`no words in "${name}" (${response.status})`);
  const { markup = {}, ...words } = await response.json();
  spoken = { name, mirror, markup, words: mirror ? mirrored(words) : words };
  page.lang = mirror ? MIRRORED : base === name ? wanted : name;
  page.dir = mirror ? 'rtl' : 'ltr';
}

/**
 * A sentence in the language of the page. `{name}` is filled in; a plural is chosen by `count`.
 * @param {string} key such as `outcome.offline.title`
 * @param {Record<string, string|number>} [values]
 * @returns {any} text, or the whole branch when the key names one
 */
export function say(key, values = {}) {
  let { words } = spoken;
  for (const part of key.split('.')) words = words?.[part];
  if (words === undefined) throw new Error(`no words for "${key}"`);
  if (words?.other !== undefined && values.count !== undefined) {
    words = words[new Intl.PluralRules(language()).select(Number(values.count))] ?? words.other;
  }
  return typeof words === 'string' ? words.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? '')) : words;
}

/** A number as it is written in the language of the page. Intl takes a phone tens of milliseconds to load. @param {number} number */
export function digits(number) {
  return language() === 'en' ? String(number) : String(number).replace('.', ',');
}

/** Digits as every keyboard may write them (full-width, Arabic-Indic), as 0 to 9. @param {string} text */
export function asciiDigits(text) {
  return text.replace(/[０-９٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15));
}

/** The message of one of the package's issues, as it is said of its question: without the field's name in front. @param {any} issue */
export function worded(issue) {
  const said = (/** @type {any} */ one) => message({ ...one, path: '' }, language());
  const text = message(issue, language());
  const bare = text.replace(/^[^:]+: /, '');
  // Said of the patch as a whole, which has a name, too, it tells a name in front from a sentence that has a colon.
  const [name] = /^[^:]+: /.exec(said({ code: 'not_an_option', params: {} })) ?? [];
  const told = issue.path && said(issue) === name + bare ? bare[0].toUpperCase() + bare.slice(1) : text;
  return spoken.mirror ? mirrored(told) : told;
}

/** Attributes that are read to people. */
const READ = ['aria-label', 'placeholder', 'title', 'alt'];

/**
 * Puts what stands in index.html, which is in English, into the language of the page.
 * @param {ParentNode & Node} root
 */
export function translate(root) {
  const { markup, mirror, name } = spoken;
  if (name === 'en' && !mirror) return;
  const into = (/** @type {string} */ text) => (mirror ? mirrored(text) : markup[text.replace(/\s+/g, ' ')] ?? text);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue ?? '';
    if (text.trim()) node.nodeValue = text.replace(text.trim(), () => into(text.trim()));
  }
  for (const attribute of READ) {
    for (const element of root.querySelectorAll(`[${attribute}]`)) {
      const text = element.getAttribute(attribute);
      if (text) element.setAttribute(attribute, into(text));
    }
  }
}
