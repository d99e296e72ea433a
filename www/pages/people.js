import { clone, drawn, h } from '../dom.js';
import { address, go, place } from '../router.js';
import { Items, offerUndo } from '../form/items.js';
import { digits, say } from '../language/index.js';
import { correcting } from './correction.js';
import { listIn } from './lists.js';
import { ownership } from './ownership.js';
import { remarks } from './remarks.js';

/**
 * The people to be added, each on a page of its own, and those on file, apart.
 * @param {import('../guide.js').Guide} guide
 */
export function people(guide) {
  const { form, known } = guide;
  const overview = /** @type {HTMLElement} */ (guide.page('people'));
  const cards = /** @type {HTMLElement} */ (overview.querySelector('[data-items]'));
  const added = new Items(form, '/associated_persons', (items) => items.elements.forEach((page, at) => { page.dataset.page = `people/${at + 1}`; }));

  const insert = (/** @type {HTMLElement} */ page, /** @type {number} */ at) => {
    (added.elements[at - 1] ?? overview).after(page);
    page.hidden = true;
  };
  const begin = () => {
    const page = /** @type {HTMLElement} */ (clone('person').querySelector('form'));
    insert(page, added.elements.length);
    added.add(page);
    return page;
  };
  const complete = (/** @type {HTMLElement} */ page) => {
    const identities = listIn(guide, /** @type {HTMLElement} */ (page.querySelector('[data-field="identifying_information"]')), {
      title: (number) => say('people.identity', { number }),
      removed: () => say('people.identity_removed'),
    });
    identities.add();
    guide.equip(page, say('people.save'));
    const later = /** @type {HTMLAnchorElement} */ (page.querySelector('.later'));
    later.href = '#/people';
    later.textContent = say('people.back');
    return page;
  };
  const add = () => complete(begin());
  const remove = (/** @type {HTMLElement} */ page) => {
    const name = nameOf(page) || say('people.unnamed', { number: added.elements.indexOf(page) + 1 });
    const undo = added.remove(page, insert);
    draw();
    offerUndo(cards, say('people.removed', { name }), () => { undo(); draw(); button.focus(); });
  };
  const fieldsOf = (/** @type {HTMLElement} */ page) => form.present().filter(({ element }) => page.contains(element));
  const answer = (/** @type {HTMLElement} */ page, /** @type {string} */ member) =>
    fieldsOf(page).find(({ element }) => element.dataset.field === member)?.read();
  const nameOf = (/** @type {HTMLElement} */ page) => fullName({
    first_name: answer(page, 'first_name'), middle_name: answer(page, 'middle_name'), last_name: answer(page, 'last_name'),
  });

  const title = /** @type {HTMLElement} */ (overview.querySelector('[data-added-title]'));
  const button = /** @type {HTMLButtonElement} */ (overview.querySelector('[data-add]'));
  let opening = false;
  // A page of thirty questions, made in short tasks and not in a long one.
  button.addEventListener('click', async () => {
    if (opening) return;
    opening = true;
    const page = begin();
    await drawn();
    complete(page);
    await drawn();
    opening = false;
    // Who has gone elsewhere meanwhile adds nobody.
    if (guide.current === overview) go(address(page.dataset.page ?? '', { back: place().back }));
    else added.remove(page, insert);
  });
  form.lists.set(/** @type {Element} */ (overview.querySelector('[data-kind="list"]')), { items: added, add });

  function draw() {
    const { issues } = guide.check();
    cards.replaceChildren(...added.elements.map((page, at) => {
      const name = nameOf(page) || say('people.unnamed', { number: at + 1 });
      const wrong = issues.filter((issue) => issue.severity === 'error' && issue.field && page.contains(issue.field.element));
      const state = wrong.length === 0 ? null : wrong.every(({ code }) => code === 'required') ? 'incomplete' : 'problem';
      const person = Object.fromEntries(['has_ownership', 'ownership_percentage', 'has_control', 'is_signer', 'is_director', 'email']
        .map((member) => [member, answer(page, member)]));
      return h('article', { class: 'card person' },
        h('h3', { class: 'card-title' }, name, ' ', state && h('span', { class: `tag ${state}` }, say(`people.${state}`))),
        person.email ? h('p', { class: 'quiet-text' }, String(person.email)) : null,
        h('p', {}, rolesOf(person)),
        h('p', { class: 'card-actions' },
          h('a', { href: address(page.dataset.page ?? ''), 'aria-label': say('people.edit_of', { name }) }, say('people.edit')),
          h('button', { type: 'button', class: 'link danger', 'aria-label': say('people.remove_of', { name }), onclick: () => remove(page) }, say('remove'))));
    }));
    title.hidden = added.elements.length + known.stored.associated_persons.length === 0;
    button.textContent = say(added.elements.length > 0 ? 'people.add_another' : 'people.new_title');
    overview.querySelector('[data-ownership]')?.replaceChildren(...ownership(known.stored.associated_persons, form.answers().associated_persons ?? []));
  }

  const stored = /** @type {HTMLElement} */ (overview.querySelector('[data-stored-people]'));
  guide.draw.set('people', () => {
    const open = new Set(guide.check().corrections.map(({ id }) => id));
    stored.replaceChildren(...storedPeople(known.stored, open));
    draw();
  });
  const head = (/** @type {HTMLElement} */ page) => {
    /** @type {HTMLElement} */ (page.querySelector('h1')).textContent = nameOf(page) || say('people.new_title');
  };
  correcting(guide, { fullName });
  guide.draw.set('people/*', (page) => (page.dataset.onFile ? undefined : head(page)));
  const says = (/** @type {import('../form/field.js').Field} */ field) => field.control.busy !== undefined || field.state() !== undefined;
  // A page with nothing in it, left or of a draft, was no person.
  const keep = (/** @type {HTMLElement} */ page) => {
    if (!added.elements.includes(page)) return;
    head(page);
    if (!fieldsOf(page).some(says)) added.remove(page, insert);
  };
  guide.leaving.push(keep);
  guide.restored = () => [...added.elements].forEach(keep);
}

/** @param {Record<string, any>} person */
export function fullName(person) {
  return [person.first_name, person.middle_name, person.last_name].filter(Boolean).join(' ').trim();
}

/** What a person is to the business, in words. @param {Record<string, any>} person */
export function rolesOf(person) {
  const roles = ['has_control', 'is_director', 'is_signer'].filter((role) => person[role] === true).map((role) => say(`people.roles.${role}`));
  if (person.has_ownership === true) {
    roles.unshift(person.ownership_percentage === undefined || person.ownership_percentage === null
      ? say('people.roles.owner') : say('people.roles.owns', { share: digits(person.ownership_percentage) }));
  }
  return roles.length > 0 ? roles.join(' · ') : say('people.no_role');
}

/** @param {Record<string, any>} stored @param {Set<string>} open ids of those with a correction that is not sent */
function storedPeople({ associated_persons: persons, review_issues: issues }, open) {
  if (persons.length === 0) return [];
  return [h('section', { class: 'stored' },
    h('h2', {}, say('people.stored.title')),
    ...storedCards(persons, issues, (person) => [h('p', { class: 'card-actions' },
      h('a', { href: address(`people/${person.associated_person_id}`), 'aria-label': say('correction.open', { name: fullName(person) }) }, say('correction.correct')),
      open.has(person.associated_person_id) ? h('span', { class: 'tag in_progress' }, say('correction.unsent')) : null)]),
    h('p', { class: 'hint' }, say('people.stored.lead')))];
}

/**
 * The people on file, as cards, with what the review asks about each.
 * @param {Array<Record<string, any>>} persons
 * @param {any} [issues] `review_issues` of a read
 * @param {(person: Record<string, any>) => HTMLElement[]} [foot] what can be done
 */
export function storedCards(persons, issues, foot = () => []) {
  return persons.map((person) => h('article', { class: 'card person on-file' },
    h('h3', { class: 'card-title' }, fullName(person)),
    h('p', { class: 'quiet-text' }, person.email),
    h('p', {}, rolesOf(person)),
    ...remarks(issues, { title: say('home.remarks'), person: person.associated_person_id }),
    ...foot(person)));
}
