import { changePerson, readCustomer, removePerson } from '../api.js';
import { announce, clone, focusOn, h } from '../dom.js';
import { ON_FILE } from '../form/corrections.js';
import { refresh } from '../form/refresh.js';
import { summarise } from '../form/summary.js';
import { at } from '../pointer.js';
import { address, go } from '../router.js';
import { say } from '../language/index.js';
import { listIn } from './lists.js';
import { remarks } from './remarks.js';

/**
 * Correcting and removing people on file. Each has a page, made when it is asked for; what is changed there is sent
 * from there, by the person's own call.
 * @param {import('../guide.js').Guide} guide
 * @param {{ fullName: (person: Record<string, any>) => string }} words
 */
export function correcting(guide, { fullName }) {
  const { form, known } = guide;
  const personOf = (/** @type {string} */ id) => known.stored.associated_persons.find((/** @type {any} */ one) => one.associated_person_id === id);

  guide.make = (name) => {
    const id = name.replace(/^people\//, '');
    const person = personOf(id);
    if (!person || name === id) return null;
    return guide.page(name) ?? made(name, id, person);
  };

  /** @param {string} name @param {string} id @param {Record<string, any>} person */
  function made(name, id, person) {
    const page = /** @type {HTMLFormElement} */ (clone('person').querySelector('form'));
    page.dataset.page = name;
    page.dataset.group = `${ON_FILE}/${id}`;
    page.dataset.onFile = id;
    page.hidden = true;
    guide.page('people')?.after(page);
    const title = /** @type {HTMLElement} */ (page.querySelector('h1'));
    title.textContent = say('correction.title', { name: fullName(person) });
    title.after(h('p', {}, say('correction.lead')), ...remarks(known.stored.review_issues, { title: say('home.remarks'), person: id }));
    form.bind(page);
    const list = /** @type {HTMLElement} */ (page.querySelector('[data-field="identifying_information"]'));
    listIn(guide, list, { title: (number) => say('people.identity', { number }), removed: () => say('people.identity_removed') });
    /** @type {HTMLElement} */ (list.previousElementSibling).textContent = say('correction.identity');
    for (const [pointer, field] of form.named()) {
      if (page.contains(field.element)) field.fill(at(person, pointer.slice(page.dataset.group.length)) ?? undefined);
    }
    form.settle();
    page.append(h('div', { class: 'actions' },
      h('button', { type: 'submit' }, say('correction.send')),
      h('a', { href: '#/people', class: 'later' }, say('people.back'))),
    h('section', { class: 'removal' }, h('h2', {}, say('correction.remove_title')), removal(page, id, person)));
    page.addEventListener('submit', (event) => {
      event.preventDefault();
      send(page, id);
    });
    return page;
  }

  /** Those whose files are still being read after a press. @type {WeakSet<HTMLElement>} */
  const waiting = new WeakSet();
  /** @param {HTMLElement} page */
  const giveUp = (page) => { if (waiting.delete(page)) guide.release(page); };
  guide.leaving.push(giveUp);

  /** @param {HTMLElement} page @param {string} id */
  async function send(page, id) {
    if (guide.sending || waiting.has(page)) return;
    guide.see(page);
    waiting.add(page);
    await guide.ready(page);
    // Who went elsewhere meanwhile, or removes the person, sends nothing.
    if (!waiting.delete(page)) return;
    known.refused = known.refused.filter(({ path }) => !path.startsWith(`${ON_FILE}/${id}`));
    if (guide.report(page, { focus: true }).some(({ severity }) => severity === 'error')) return;
    const correction = guide.check().corrections.find((one) => one.id === id);
    if (!correction || Object.keys(correction.patch).length === 0) return tell(page, say('correction.nothing'));
    const answer = await underway(page, () => changePerson(known.link, id, correction.patch));
    if (answer.kind === 'done') return done(page, say('correction.sent', { name: fullName(correction.person) }));
    if (answer.kind === 'refused' && answer.errors.length > 0) {
      const answers = form.answers();
      known.refused.push(...answer.errors.map(({ pointer, code, detail }) => {
        const path = `${ON_FILE}/${id}${pointer}`;
        return { path, code, message: detail, value: guide.printed(answers, path) };
      }));
      if (guide.report(page, { focus: true }).some(({ severity }) => severity === 'error')) return;
    }
    failed(page, answer);
  }

  /** The way to remove a person: asked once more before it is done. @param {HTMLElement} page @param {string} id @param {Record<string, any>} person */
  function removal(page, id, person) {
    const name = fullName(person);
    const ask = h('button', { type: 'button', class: 'link danger', onclick: () => {
      ask.hidden = true;
      sure.hidden = false;
      focusOn(sure);
    } }, say('correction.remove', { name }));
    const sure = h('div', { class: 'inset', hidden: true, role: 'group', 'aria-label': say('correction.remove', { name }) },
      h('p', {}, say('correction.sure', { name })),
      h('p', { class: 'presses' },
        h('button', { type: 'button', class: 'small danger', onclick: async () => {
          // Once, and never beside a correction of the same person.
          if (guide.sending || !page.isConnected) return;
          giveUp(page);
          const answer = await underway(page, () => removePerson(known.link, id));
          if (answer.kind === 'done' || answer.kind === 'not_found') return done(page, say('people.removed', { name }));
          failed(page, answer);
        } }, say('correction.remove_now')),
        h('button', { type: 'button', class: 'small', onclick: () => {
          sure.hidden = true;
          ask.hidden = false;
          ask.focus();
        } }, say('correction.keep'))));
    return h('div', {}, ask, sure);
  }

  /**
   * @param {HTMLElement} page
   * @param {() => Promise<import('../api.js').Written>} call
   */
  async function underway(page, call) {
    guide.sending = true;
    announce(say('review.sending'));
    hold(page, true);
    const answer = await call();
    if (answer.kind !== 'done') {
      guide.sending = false;
      hold(page, false);
    }
    return answer;
  }

  /** What is typed while it goes out would be neither sent nor kept: nothing can be. @param {HTMLElement} page @param {boolean} on */
  function hold(page, on) {
    // The focus goes to what stays.
    if (on && page.querySelector(':focus')?.closest('.field')) /** @type {HTMLElement} */ (page.querySelector('.actions button')).focus();
    for (const part of page.querySelectorAll(':scope > :not(h1, .actions, .removal)')) part.toggleAttribute('inert', on);
    for (const button of page.querySelectorAll('.actions button, .removal button')) {
      if (on) button.setAttribute('aria-disabled', 'true');
      else button.removeAttribute('aria-disabled');
    }
  }

  /** Shows the people as they are on file now. @param {HTMLElement} page @param {string} text */
  async function done(page, text) {
    guide.sending = true;
    const answer = await readCustomer(known.link, { patience: 8_000 });
    page.remove();
    guide.sending = false;
    form.moved();
    if (answer.kind === 'read') refresh(guide, answer.customer);
    await guide.draft?.save();
    guide.told = text;
    go(address('people'));
  }

  /** Those from which something went out that was not answered. @type {WeakSet<HTMLElement>} */
  const unanswered = new WeakSet();

  /** @param {HTMLElement} page @param {import('../api.js').Written} answer */
  function failed(page, answer) {
    if (answer.kind === 'unknown') unanswered.add(page);
    // The status moved: what can be done now is on the page that it opens with, beside what came too late, or may have come.
    if (answer.kind === 'closed') {
      if (unanswered.has(page)) guide.doubt ??= { notSeen: [] };
      return guide.closed();
    }
    const words = say(`correction.failed.${answer.kind}`, { detail: 'detail' in answer ? answer.detail : '' });
    tell(page, `${words} ${say('outcome.kept')}`);
  }

  /** Says something at the head of the page. @param {HTMLElement} page @param {string} text */
  function tell(page, text) {
    summarise(page, []);
    const panel = h('div', { class: 'summary outcome', role: 'alert', tabindex: '-1' }, h('p', {}, text));
    page.prepend(panel);
    panel.scrollIntoView({ block: 'start' });
    panel.focus({ preventScroll: true });
  }
}
