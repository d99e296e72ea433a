import { editability, fields, init, loadMessages } from '/kyb-patch/index.js';
import { readCustomer } from './api.js';
import { nowForRules } from './clock.js';
import { forgetFiles } from './controls/file.js';
import { clone, focusOn, h } from './dom.js';
import { contentsOf, correctionsIn, putBack } from './draft/contents.js';
import { Draft, purge } from './draft/draft.js';
import { noteDraft } from './draft/note.js';
import { ON_FILE } from './form/corrections.js';
import { Form } from './form/form.js';
import { refresh } from './form/refresh.js';
import { Guide, SECTIONS } from './guide.js';
import { agreement } from './pages/agreement.js';
import { documents } from './pages/documents.js';
import { home } from './pages/home.js';
import { people } from './pages/people.js';
import { problem } from './pages/problem.js';
import { review, unsentCorrections, unsentOf } from './pages/review.js';
import { remarks } from './pages/remarks.js';
import { sender } from './pages/send.js';
import { sent } from './pages/sent.js';
import { status } from './pages/status.js';
import { within } from './pointer.js';
import { address, go, place } from './router.js';
import { hasLink, keepLink, takeLink } from './session.js';
import { offerLanguages } from './language/chooser.js';
import { language, say, speak, translate } from './language/index.js';

const stage = /** @type {HTMLElement} */ (document.getElementById('stage'));

/** The form that is open; null on a page without one. @type {Guide|null} */
let guide = null;

/**
 * @param {import('./session.js').Link} link
 * @param {ReturnType<typeof readCustomer>} reading
 * @param {{ draft?: Draft, focus?: boolean }} [how]
 */
async function open(link, reading, { draft: own, focus = false } = {}) {
  // Both at once: what is kept may be long in coming.
  const keeping = Promise.resolve(own ?? Draft.of(link)).then(async (draft) => ({ draft, kept: await draft.load() }));
  const answer = await reading;
  if (answer.kind !== 'read') return fail(answer.kind);
  await build(link, answer.customer, await keeping);
  guide?.show({ focus });
}

/** What the rules are told. @param {import('./session.js').Link} link @param {Record<string, any>} stored */
function contextOf({ kycModel }, stored) {
  return { kybStatus: stored.status, ...(kycModel && { kycModel }), stored, get now() { return nowForRules(); } };
}

/** Says in place of the form what is the matter. A new link then opens it anew. @param {string} kind */
function fail(kind) {
  guide = null;
  problem(stage, kind);
}

/**
 * Puts the pages on the stage for a customer as it was read; the guide brings one into sight.
 * @param {import('./session.js').Link} link
 * @param {Record<string, any>} stored
 * @param {{ draft: Draft, kept?: import('./draft/contents.js').Contents|null, receipt?: HTMLElement[], unsent?: HTMLElement[] }} shown
 */
async function build(link, stored, { draft, kept, receipt, unsent = [] }) {
  const root = h('div', { hidden: true }, clone('pages'));
  stage.replaceChildren(root);
  forgetFiles();
  const form = new Form(fields());
  guide = new Guide(root, form, {
    link, stored, confirmed: new Set(), refused: [],
    context: contextOf(link, stored),
  });
  form.bind(root);
  form.fill(stored);
  nameBusiness(stored);
  guide.draft = draft;
  if (receipt) sent(/** @type {HTMLElement} */ (guide.page('sent')), stored, receipt);
  else guide.page('sent')?.remove();
  for (const name of SECTIONS) guide.equip(/** @type {HTMLElement} */ (guide.page(name)));
  for (const note of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-never-read]'))) {
    note.replaceChildren(h('p', { class: 'inset' }, say(`never_read.${note.closest('[data-page]')?.getAttribute('data-page')}`)));
  }
  askAgain(guide, stored);
  people(guide);
  documents(guide);
  agreement(guide);
  try {
    if (kept) putBack(guide, kept);
  } catch (error) {
    // Kept by another version of the form: better without it than not at all.
    console.error(error);
    await draft.drop();
    return build(link, stored, { draft, receipt });
  }
  if (!editability(stored.status).editable) {
    await form.ready();
    // An answer that was kept and can't be sent any more is shown, so that it can be copied.
    if (kept) unsent = unsentOf(guide, guide.check());
    status(/** @type {HTMLElement} */ (guide.page('')), form, stored, unsent);
    for (const page of root.querySelectorAll('form, [data-page="review"]')) page.remove();
    form.moved();
    guide.late = () => unsent.length > 0 && (!draft.on || draft.pending);
    draft.guide = null;
    document.querySelector('[data-draft]')?.replaceChildren();
    return;
  }
  home(guide, { kept: receipt ? null : kept, discard: async () => {
    await draft.drop();
    await build(link, guide?.known.stored ?? stored, { draft });
    guide?.show();
  } });
  form.settle();
  if (receipt) guide.page('sent')?.querySelector('.lead')?.after(...unsentCorrections(guide.check()));
  arrange(guide);
  draft.guide = guide;
  noteDraft(draft, { newer: () => {
    if (!guide || !draft.guide) return;
    if (guide.sending && guide.current) return guide.hold(guide.current, say('review.stay'));
    draft.guide = null;
    open(guide.known.link, readCustomer(guide.known.link), { draft, focus: true });
  } });
}

/**
 * Repeats on every section what the review asks of the business: which section it is about, no read says.
 * @param {Guide} open
 * @param {Record<string, any>} stored
 */
function askAgain(open, { review_issues: issues }) {
  for (const name of SECTIONS) {
    const [asked] = remarks(issues, { title: say('home.remarks'), company: true });
    if (asked) open.page(name)?.querySelector('h1')?.after(h('details', { class: 'asked' }, h('summary', {}, say('home.remarks')), asked));
  }
}

/** Ties the last look to sending, and sending to what comes of it. @param {Guide} open */
function arrange(open) {
  const { known } = open;
  const draft = /** @type {Draft} */ (open.draft);
  const read = () => readCustomer(known.link);
  open.closed = async () => {
    // Nothing more goes out from a page that is about to be another.
    open.sending = true;
    await draft.save();
    const answer = await read();
    if (answer.kind !== 'read') return fail(answer.kind);
    // What is on file by now did not come too late.
    refresh(open, answer.customer);
    await build(known.link, answer.customer, { draft, unsent: unsentOf(open, open.check()) });
    go(address(''), { replace: true });
  };
  const sending = sender(open, {
    accepted: async (receipt) => {
      const kept = correctionsIn(contentsOf(open));
      const files = open.form.named().filter(([pointer]) => within(pointer, ON_FILE)).map(([pointer, { control }]) => /** @type {const} */ ([pointer, control.holds]));
      // Nothing else is unsent any more, whatever becomes of this page.
      await draft.drop(kept);
      const answer = await read();
      // Accepted is accepted, whether or not it can be read back now.
      await build(known.link, answer.kind === 'read' ? answer.customer : known.stored, { draft, kept, receipt });
      const named = new Map(guide?.form.named());
      for (const [pointer, file] of files) if (file) named.get(pointer)?.control.take?.(file);
      go(address('sent'), { replace: true });
    },
    before: async (signal) => {
      const answer = await readCustomer(known.link, { patience: 8_000 });
      // Why it can't be read, sending will tell.
      if (answer.kind !== 'read' || signal.aborted) return 'same';
      const { status: now, updated_at: at } = answer.customer;
      if (!editability(now).editable) return 'closed';
      if (now === known.stored.status && at === known.stored.updated_at) return 'same';
      refresh(open, answer.customer);
      return open.conflicts.size > 0 ? 'conflict' : 'same';
    },
    look: async () => {
      const answer = await read();
      if (answer.kind !== 'read') return null;
      refresh(open, answer.customer);
      return editability(answer.customer.status).editable ? 'same' : 'closed';
    },
  });
  review(open, sending);
}

/** @param {Record<string, any>} stored */
function nameBusiness(stored) {
  const name = document.querySelector('[data-business-name]');
  if (name) name.textContent = stored.business_legal_name;
}

addEventListener('hashchange', async ({ oldURL }) => {
  if (!hasLink()) return guide?.show();
  // A link opened in this tab. A new one for the same customer goes on where the old one expired.
  const link = takeLink();
  if (!link) return;
  if (!guide) return location.reload();
  if (guide.known.link.customer !== link.customer) {
    const { known, draft } = guide;
    await draft?.save();
    // Asked here: where the browser asks, a page is not told the answer, and one that stays would keep the other's link.
    if (guide?.unsent() && !confirm(say('other_link'))) {
      history.replaceState(null, '', new URL(oldURL).hash);
      return keepLink(known.link);
    }
    guide = null;
    return location.reload();
  }
  // What can't be changed is not gone on with: it may be another by now.
  if (guide.late) return location.reload();
  guide.known.link = link;
  guide.known.context = contextOf(link, guide.known.stored);
  guide.form.settle();
  guide.draft?.move(link);
  go(address('review'), { replace: true });
});

// A tab that is left may never come back: what is typed is written at once. One that does may find it expired.
addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') guide?.draft?.onChange();
  else if (guide?.draft?.pending) guide.draft.save();
});

// A file that is dropped beside its place would be opened, in some browsers in place of the form.
addEventListener('dragover', (event) => {
  if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'none';
});

addEventListener('beforeunload', (event) => {
  if (guide?.unsent()) event.preventDefault();
});

document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  focusOn(document.getElementById('main'));
});

try {
  // All that comes over the network is asked for at once: one way there and back, not one after another.
  const link = takeLink();
  const reading = link && readCustomer(link);
  const words = speak().then(() => {
    translate(document.body);
    offerLanguages(() => guide?.draft?.pending ? guide.draft.save() : guide?.draft?.turn);
  });
  purge();
  // Messages that are not there in this language are said in English.
  const checks = Promise.all([init(), loadMessages(language()).catch(() => {})]);
  checks.catch(() => {});
  // The words first: they say what became of the rest.
  await words;
  await checks;
  if (link && reading) await open(link, reading);
  else problem(stage, 'no_link');
} catch (error) {
  console.error(error);
  problem(stage, navigator.onLine ? 'broken' : 'offline');
}
