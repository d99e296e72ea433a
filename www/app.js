import { editability, fields, init, loadMessages } from '/kyb-patch/index.js';
import { readCustomer } from './api.js';
import { clone, focusOn, h } from './dom.js';
import { Form } from './form/form.js';
import { Guide, SECTIONS } from './guide.js';
import { agreement } from './pages/agreement.js';
import { documents } from './pages/documents.js';
import { home } from './pages/home.js';
import { people } from './pages/people.js';
import { problem } from './pages/problem.js';
import { review } from './pages/review.js';
import { sender } from './pages/send.js';
import { sent } from './pages/sent.js';
import { status } from './pages/status.js';
import { address, go, place } from './router.js';
import { hasLink, takeLink } from './session.js';
import { language, say } from './strings/index.js';

const stage = /** @type {HTMLElement} */ (document.getElementById('stage'));

/** The form that is open; null on a page without one. @type {Guide|null} */
let guide = null;

/** @param {import('./session.js').Link} link */
async function open(link) {
  const answer = await readCustomer(link);
  if (answer.kind !== 'read') return problem(stage, answer.kind);
  await build(link, answer.customer);
  guide?.show({ focus: false });
}

/**
 * Puts the pages on the stage for a customer as it was read.
 * @param {import('./session.js').Link} link
 * @param {Record<string, any>} stored
 * @param {{ receipt?: HTMLElement[], unsent?: HTMLElement[] }} [shown]
 */
async function build(link, stored, { receipt, unsent } = {}) {
  const root = h('div', { hidden: true }, clone('pages'));
  stage.replaceChildren(root);
  const form = new Form(fields());
  guide = new Guide(root, form, {
    link, stored, confirmed: new Set(), refused: [],
    context: { kybStatus: stored.status, ...(link.kycModel && { kycModel: link.kycModel }), stored },
  });
  form.bind(root);
  form.fill(stored);
  nameBusiness(stored);
  if (receipt) sent(/** @type {HTMLElement} */ (guide.page('sent')), stored, receipt);
  else guide.page('sent')?.remove();
  if (!editability(stored.status).editable) {
    await form.ready();
    status(/** @type {HTMLElement} */ (guide.page('')), form, stored, unsent);
    for (const page of root.querySelectorAll('form, [data-page="review"]')) page.remove();
    root.hidden = false;
    return;
  }
  for (const name of SECTIONS) guide.equip(/** @type {HTMLElement} */ (guide.page(name)));
  for (const note of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-never-read]'))) {
    note.replaceChildren(h('p', { class: 'inset' }, say(`never_read.${note.closest('[data-page]')?.getAttribute('data-page')}`)));
  }
  people(guide);
  documents(guide);
  agreement(guide);
  home(guide);
  form.settle();
  arrange(guide);
  root.hidden = false;
}

/** Ties the last look to sending, and sending to what comes of it. @param {Guide} open */
function arrange(open) {
  const { known, form } = open;
  const read = () => readCustomer(known.link);
  const sending = sender(open, {
    accepted: async (receipt) => {
      const answer = await read();
      // Accepted is accepted, whether or not it can be read back now.
      await build(known.link, answer.kind === 'read' ? answer.customer : known.stored, { receipt });
      go(address('sent'), { replace: true });
    },
    closed: async (unsent) => {
      const answer = await read();
      if (answer.kind !== 'read') return problem(stage, answer.kind);
      await build(known.link, answer.customer, { unsent });
      go(address(''), { replace: true });
    },
    look: async () => {
      const answer = await read();
      if (answer.kind !== 'read') return false;
      const before = known.stored;
      known.stored = answer.customer;
      known.context = { ...known.context, kybStatus: answer.customer.status, stored: answer.customer };
      form.fill(answer.customer, before);
      return true;
    },
  });
  review(open, sending);
}

/** @param {Record<string, any>} stored */
function nameBusiness(stored) {
  const name = document.querySelector('[data-business-name]');
  if (name) name.textContent = stored.business_legal_name;
}

addEventListener('hashchange', () => {
  if (!hasLink()) return guide?.show();
  // A link opened in this tab. A new one for the same customer goes on where the old one expired.
  const link = takeLink();
  if (!link) return;
  if (!guide || guide.known.link.customer !== link.customer) return location.reload();
  guide.known.link = link;
  go(address('review'), { replace: true });
});

addEventListener('beforeunload', (event) => {
  if (guide?.unsent()) event.preventDefault();
});

document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  focusOn(document.getElementById('main'));
});

try {
  const link = takeLink();
  await Promise.all([init(), loadMessages(language())]);
  if (link) await open(link);
  else problem(stage, 'no_link');
} catch (error) {
  console.error(error);
  problem(stage, 'broken');
}
