/** One customer: where it stands, and what compliance may do. */
import { issues } from './issues.js';
import { STATES, announce, ask, button, copier, h, tag, when } from './page.js';
import { requests } from './requests.js';

/**
 * @param {string} id
 * @returns {Promise<HTMLElement[]>}
 */
export async function customer(id) {
  const path = `customers/${encodeURIComponent(id)}`;
  const stand = h('div');
  const asked = h('div');
  const recent = h('div');
  const status = h('div');
  /** @param {any} answer */
  const show = (answer) => {
    stand.replaceChildren(facts(answer));
    choose(answer.customer.status.toLowerCase());
    asked.replaceChildren(...issues(answer.customer, path, changed));
    recent.replaceChildren(...requests(answer.requests));
  };
  /** @param {any} answer @param {string} words */
  const changed = (answer, words) => {
    show(answer);
    announce(words);
  };
  const choose = mover(status, path, changed);
  const answer = await ask(path);
  show(answer);
  return [
    h('p', {}, h('a', { href: '#' }, 'All customers')),
    h('h1', {}, answer.customer.business_legal_name),
    stand,
    opening(path),
    h('h2', { id: 'status' }, 'Status'),
    status,
    h('h2', {}, 'Review issues'),
    asked,
    h('h2', {}, 'Recent requests'),
    h('p', { class: 'hint' }, 'To /v1, since the sandbox was started, the newest first. No body is kept.'),
    h('p', { class: 'together' }, ...button('Look again', async () => {
      recent.replaceChildren(...requests((await ask(path)).requests));
      announce('Requests are up to date');
    }, 'small')),
    recent,
  ];
}

/** @param {any} answer */
function facts({ customer: stored, kyc_model: model, documents }) {
  /** @type {[string, Node|string|false|undefined][]} */
  const rows = [
    ['Status', tag(stored.status)],
    ['Customer', h('code', {}, stored.customer_id)],
    ['E-mail', stored.email],
    ['KYC model', model],
    ['Persons', String(stored.associated_persons.length)],
    ['Documents', String(documents)],
    ['Submitted', stored.submitted_at && when(stored.submitted_at)],
    ['Changed', when(stored.updated_at)],
  ];
  return h('dl', { class: 'facts' }, ...rows.filter(([, value]) => value).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

/** A link to the form, as the customer would get one. @param {string} path */
function opening(path) {
  const place = h('p');
  return h('div', { class: 'together' }, ...button('New link to the form', async () => {
    const { link } = await ask(`${path}/link`, 'POST');
    const open = /** @type {HTMLAnchorElement} */ (h('a', { href: link, target: '_blank', rel: 'noopener' }, 'Open the form'));
    place.replaceChildren(open, ' ', copier(() => open.href) ?? '');
    open.focus();
  }, 'quiet'), place);
}

/**
 * Fills a place with what moves the status; answers how to show the one that is.
 * @param {HTMLElement} place
 * @param {string} path
 * @param {(answer: any, words: string) => void} changed
 * @returns {(status: string) => void}
 */
function mover(place, path, changed) {
  const meaning = h('p', { class: 'hint', id: 'meaning' });
  const explain = () => { meaning.textContent = STATES[select.value]; };
  const select = /** @type {HTMLSelectElement} */ (h('select', { 'aria-labelledby': 'status', 'aria-describedby': 'meaning', onchange: explain },
    ...Object.keys(STATES).map((name) => h('option', {}, name))));
  place.append(meaning, h('div', { class: 'together' }, select, ...button('Move', async () => {
    changed(await ask(`${path}/status`, 'PUT', { status: select.value }), `The status is ${select.value}`);
  })));
  return (status) => {
    select.value = status;
    explain();
  };
}
