import { h } from '../dom.js';

/**
 * What reviewers ask for, as they wrote it: always text, never markup.
 * @param {any} issues `review_issues` of a read
 * @param {string} title
 * @param {string} [person] the id of the one person whose remarks are wanted
 * @returns {HTMLElement[]}
 */
export function remarks(issues, title, person) {
  const company = person ? [] : [issues?.company_issues].flat().filter(Boolean);
  const people = (issues?.associated_person_issues ?? [])
    .filter((/** @type {any} */ issue) => !person || issue.associated_person_id === person);
  const all = [...company.map((issue) => ({ name: issue.company_name, ...issue })), ...people];
  if (all.length === 0) return [];
  return [h('section', { class: 'remarks' },
    h('h2', {}, title),
    h('ul', {}, ...all.map((issue) => h('li', {},
      issue.name && !person ? h('p', { class: 'quiet-text' }, issue.name) : null,
      issue.reject_reason ? h('p', { class: 'remark-reason' }, issue.reject_reason) : null,
      issue.description ? h('p', {}, issue.description) : null))))];
}
