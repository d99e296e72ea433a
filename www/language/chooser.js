import { h } from '../dom.js';
import { language, LANGUAGES, say } from './index.js';

/**
 * Offers the languages at the foot of the page, and says of a translation that nobody has vouched for it yet.
 * @param {() => Promise<unknown>|undefined} keep writes what was typed a moment ago: the page in the other language reads it
 */
export function offerLanguages(keep) {
  // What else the site put into the address stays in it.
  const query = (/** @type {string} */ lang) => {
    const all = new URLSearchParams(location.search);
    all.set('lang', lang);
    return `?${all}`;
  };
  document.querySelector('[data-languages]')?.replaceChildren(h('ul', {}, ...Object.entries(LANGUAGES).map(([lang, name]) => {
    const link = h('a', { href: query(lang), lang, hreflang: lang, 'aria-current': lang === language() && 'true' }, name);
    // The page that is open stays open.
    link.addEventListener('click', async (event) => {
      link.setAttribute('href', `${query(lang)}${location.hash}`);
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      await keep();
      location.assign(/** @type {HTMLAnchorElement} */ (link).href);
    });
    return h('li', {}, link);
  })));
  const note = /** @type {HTMLElement|null} */ (document.querySelector('[data-unreviewed]'));
  if (!note) return;
  note.textContent = say('language.unreviewed');
  note.hidden = !note.textContent;
}
