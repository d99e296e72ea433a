import { h } from '../dom.js';
import { address } from '../router.js';
import { say } from '../language/index.js';

/**
 * What reviewers ask for, as they wrote it: always text, never markup, in the direction of its own script.
 * @param {any} issues `review_issues` of a read
 * @param {object} how
 * @param {string} how.title
 * @param {string} [how.person] the id of the one person whose remarks are wanted
 * @param {boolean} [how.company] only what is said of the business
 * @param {boolean} [how.links] with a way to the person that a remark is about
 * @returns {HTMLElement[]}
 */
export function remarks(issues, { title, person, company: alone = false, links = false }) {
  const listed = (/** @type {any} */ given) => [given].flat()
    .map((/** @type {any} */ issue) => (typeof issue === 'string' ? { description: issue } : issue))
    .filter((/** @type {any} */ issue) => typeof issue === 'object' && issue !== null);
  const company = person ? [] : listed(typeof issues === 'string' || Array.isArray(issues) ? issues : issues?.company_issues);
  const people = alone ? [] : listed(issues?.associated_person_issues)
    .filter((/** @type {any} */ issue) => !person || issue.associated_person_id === person);
  const all = [...company.map((issue) => ({ name: issue.company_name, ...issue })), ...people].map((issue) => ({
    id: issue.associated_person_id, name: words(issue.name), reason: words(issue.reject_reason), description: words(issue.description),
  })).filter(({ reason, description }) => reason || description);
  if (all.length === 0) return [];
  return [h('section', { class: 'remarks' },
    h('h2', {}, title),
    h('ul', {}, ...all.map(({ id, name, reason, description }) => h('li', {},
      name && !person ? h('p', { class: 'quiet-text' }, h('bdi', {}, name)) : null,
      reason ? h('p', { class: 'remark-reason' }, h('bdi', {}, reason)) : null,
      description ? h('p', {}, h('bdi', {}, description)) : null,
      links && typeof id === 'string'
        ? h('p', {}, h('a', { href: address(`people/${id}`) }, say('correction.open', { name: name || say('pages.people.title') }))) : null))))];
}

/** The texts in what a reviewer wrote, however they are wrapped. @param {any} given @returns {string} */
function words(given) {
  if (typeof given !== 'object' || given === null) return String(given ?? '');
  return Object.values(given).map(words).filter(Boolean).join(' ');
}
