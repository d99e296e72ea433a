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
  const listed = (/** @type {any} */ given) => [given].flat().filter((/** @type {any} */ issue) => typeof issue === 'object' && issue !== null);
  const company = person ? [] : listed(issues?.company_issues);
  const people = alone ? [] : listed(issues?.associated_person_issues)
    .filter((/** @type {any} */ issue) => !person || issue.associated_person_id === person);
  const all = [...company.map((issue) => ({ name: issue.company_name, ...issue })), ...people];
  if (all.length === 0) return [];
  return [h('section', { class: 'remarks' },
    h('h2', {}, title),
    h('ul', {}, ...all.map((issue) => h('li', {},
      issue.name && !person ? h('p', { class: 'quiet-text' }, h('bdi', {}, issue.name)) : null,
      issue.reject_reason ? h('p', { class: 'remark-reason' }, h('bdi', {}, issue.reject_reason)) : null,
      issue.description ? h('p', {}, h('bdi', {}, issue.description)) : null,
      links && issue.associated_person_id
        ? h('p', {}, h('a', { href: address(`people/${issue.associated_person_id}`) }, say('correction.open', { name: issue.name ?? say('pages.people.title') }))) : null))))];
}
