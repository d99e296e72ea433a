import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FILES, openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

let browser;
let sandbox;
let form;
before(async () => {
  browser = await startBrowser();
  sandbox = await startSandbox();
});
after(async () => {
  await browser.close();
  await sandbox.stop();
});
const open = async (options) => {
  form = await openForm(browser, sandbox.links.pending_response, options);
  await form.section('The business');
};
const stored = () => sandbox.read(`/v1/customers/${sandbox.ids.pending_response}`);
const outcome = (kind) => form.page.locator(`[data-outcome-kind="${kind}"]`);
const puts = () => {
  const seen = [];
  form.page.on('request', (request) => { if (request.method() === 'PUT') seen.push(request); });
  return seen;
};
const describe = (text) => form.input('/business_description').fill(text);
const description = () => form.input('/business_description').inputValue();

test('puts a refusal of the server on its field, and keeps every answer', async () => {
  // The person's clock is years ahead: the page takes a date that the server knows to be in the future.
  await open({ before: async (page) => {
    await page.clock.setFixedTime(new Date('2035-06-01T12:00:00Z'));
    // It would tell what day it is.
    await page.route('**/v1/**', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const response = await route.fetch();
      const { date, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
  } });
  await describe('Refused');
  await form.date('/date_of_incorporation', ['1', '1', '2034']);
  await form.send();
  const problem = form.page.locator('.summary a');
  await problem.waitFor();
  assert.match(await problem.innerText(), /^Date of incorporation: .*not in the future/);
  assert.notEqual((await stored()).business_description, 'Refused');
  await problem.click();
  assert.match(await form.field('/date_of_incorporation').locator('.message.error').innerText(), /not in the future/);
  assert.equal(await description(), 'Refused');
  await form.date('/date_of_incorporation', ['19', '3', '2012']);
  assert.equal(await form.field('/date_of_incorporation').locator('.message').count(), 0, 'another answer is not the one refused');
  await form.send();
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.equal((await stored()).business_description, 'Refused');
  await form.close();
});

test('says that nothing was sent without a connection, keeps the answers, and sends them on another press', async () => {
  await open();
  await describe('Offline');
  await form.review();
  await form.context.setOffline(true);
  await form.press('Send 1 change');
  await outcome('offline').waitFor();
  assert.match(await form.page.evaluate(() => document.activeElement.textContent), /Everything you typed is still here/);
  assert.equal(await description(), 'Offline');
  await form.context.setOffline(false);
  await outcome('offline').getByRole('button').click();
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.equal((await stored()).business_description, 'Offline');
  await form.close();
});

test('finds out by itself that an answer arrived whose receipt was lost', async () => {
  await open();
  await form.page.route('**/v1/customers/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    await route.fetch();
    await route.abort('connectionreset');
  });
  const sent = puts();
  await describe('Lost receipt');
  await form.send();
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.equal(sent.length, 1);
  await form.close();
});

test('explains what it cannot know, and sends nothing again by itself', async () => {
  await open();
  await form.page.route('**/v1/customers/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    await route.fetch();
    await route.abort('connectionreset');
  });
  const sent = puts();
  await describe('With a document');
  await form.section('Documents');
  await form.page.getByLabel('Choose files').setInputFiles(FILES.proof);
  await form.input('/documents/0/doc_type').selectOption('proof_of_address');
  await form.send();
  await outcome('unknown').waitFor();
  const text = await outcome('unknown').innerText();
  assert.match(text, /These have arrived[^]*What the business does[^]*could not be confirmed[^]*Documents/);
  assert.match(text, /there twice/);
  await form.press('Look again');
  // What is on file is no change any more.
  await form.page.locator('.row[data-pointer="/business_description"]').waitFor({ state: 'detached' });
  assert.deepEqual(await form.page.locator('.row').evaluateAll((rows) => rows.map((row) => row.dataset.pointer)), ['/documents/0']);
  assert.equal(sent.length, 1);
  await form.close();
});

test('keeps what is in doubt where another try does not go out', async () => {
  await open();
  await form.page.route('**/v1/customers/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    await route.fetch();
    await route.abort('connectionreset');
  });
  await form.section('Documents');
  await form.page.getByLabel('Choose files').setInputFiles(FILES.proof);
  await form.input('/documents/0/doc_type').selectOption('proof_of_address');
  await form.send();
  await outcome('unknown').waitFor();
  await form.context.setOffline(true);
  await form.press('Send again all the same');
  await outcome('offline').waitFor();
  await form.context.setOffline(false);
  // The documents of the first try may be there all the same.
  assert.match(await outcome('unknown').innerText(), /could not be confirmed[^]*Documents[^]*there twice/);
  assert.equal(await form.page.locator('.outcome').getByRole('button', { name: /Send/ }).count(), 1);
  await form.close();
});

test('says when it is safe to send again, and does so under the same key', async () => {
  await open();
  let drop = true;
  await form.page.route('**/v1/customers/*', (route) => (drop && route.request().method() === 'PUT' ? route.abort('connectionreset') : route.continue()));
  const sent = puts();
  await describe('Second try');
  await form.send();
  await outcome('unknown').waitFor();
  assert.match(await outcome('unknown').innerText(), /safe to send them again/);
  drop = false;
  await form.press('Send again');
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  const keys = sent.map((request) => request.headers()['idempotency-key']);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  assert.match(keys[0], /^[0-9a-f-]{36}$/);
  await form.close();
});

test('offers to send nothing again once the answer that did not arrive is taken back', async () => {
  await open();
  await form.page.route('**/v1/customers/*', (route) => (route.request().method() === 'PUT' ? route.abort('connectionreset') : route.continue()));
  const before = await description();
  await describe('Not after all');
  await form.send();
  await outcome('unknown').getByRole('button', { name: 'Send again', exact: true }).waitFor();
  await form.section('The business');
  await describe(before);
  await form.goTo('review');
  assert.equal(await outcome('unknown').count(), 0);
  await form.close();
});

test('never shows the pages all at once as what came of sending is drawn', async () => {
  await open();
  await describe('One page at a time, please');
  await form.page.evaluate(() => {
    globalThis.most = 0;
    const headings = () => [...document.querySelectorAll('h1')].filter((heading) => heading.checkVisibility()).length;
    new MutationObserver(() => { globalThis.most = Math.max(globalThis.most, headings()); }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await form.send();
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.equal(await form.page.evaluate(() => globalThis.most), 1);
  await form.close();
});

test('sends once on a double click', async () => {
  await open();
  const sent = puts();
  await describe('Twice');
  await form.review();
  await form.page.getByRole('button', { name: 'Send 1 change' }).dblclick();
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await form.page.waitForTimeout(300);
  assert.equal(sent.length, 1);
  await form.close();
});

test('shows the new status when it moved meanwhile, and what was not sent', async () => {
  // Opened while the customer could still be changed; the server knows better by now.
  form = await openForm(browser, sandbox.links.pending_review, {
    before: async (page) => {
      let reads = 0;
      await page.route('**/v1/customers/*', async (route) => {
        if (route.request().method() !== 'GET' || reads++ > 0) return route.continue();
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...await response.json(), status: 'INIT' } });
      });
    },
  });
  await form.section('The business');
  await describe('Too late');
  await form.send();
  await form.page.getByRole('heading', { name: 'Your information is complete' }).waitFor();
  assert.match(await form.page.locator('.unsent').innerText(), /not sent[^]*Too late/);
  assert.equal(await form.page.locator('form').count(), 0);
  await form.close();
});

test('says of what may have arrived that nobody can tell, where the status moved before the answer came', async () => {
  await open();
  const move = (status) => fetch(`${sandbox.origin}/console/customers/${sandbox.ids.pending_response}/status`,
    { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ status }) });
  await form.page.route('**/v1/customers/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    await route.fetch();
    await move('pending_review');
    await route.abort('connectionreset');
  });
  await describe('Arrived, and so did the document');
  await form.section('Documents');
  await form.page.getByLabel('Choose files').setInputFiles(FILES.registration);
  await form.input('/documents/0/doc_type').selectOption('registration_document');
  await form.send();
  await outcome('unknown').waitFor();
  await form.press('Look again');
  await form.page.getByRole('heading', { name: 'Your information is complete' }).waitFor();
  const late = async () => {
    const text = await form.page.locator('.unsent').innerText();
    assert.match(text, /^We can’t tell whether your answers arrived[^]*Registration document/);
    assert.doesNotMatch(text, /not sent|Arrived, and so/);
  };
  await late();
  await form.page.reload();
  await form.page.locator('.unsent').waitFor();
  await late();
  await move('pending_response');
  await form.close();
});

test('keeps the answers when the link has expired, and goes on with a new one opened in the same tab', async () => {
  await open();
  let expired = true;
  await form.page.route('**/v1/customers/*', (route) => (expired && route.request().method() === 'PUT'
    ? route.continue({ headers: { ...route.request().headers(), authorization: 'Bearer old' } }) : route.continue()));
  await describe('New link');
  await form.send();
  await outcome('unauthorized').waitFor();
  expired = false;
  await form.page.evaluate((hash) => { location.hash = hash; }, new URL(sandbox.links.pending_response).hash);
  await form.page.waitForURL(/#\/review$/);
  await form.press('Send 1 change');
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.equal((await stored()).business_description, 'New link');
  await form.close();
});

test('says how long to wait after too many requests', async () => {
  let wait = '20';
  await open();
  await form.page.route('**/v1/customers/*', (route) => (route.request().method() === 'PUT'
    ? route.fulfill({ status: 429, headers: { 'Retry-After': wait }, json: { status: 429, code: 'Too_Many_Requests', detail: 'Slow down.' } }) : route.continue()));
  await describe('Too many');
  await form.send();
  await outcome('rate_limited').waitFor();
  assert.match(await outcome('rate_limited').innerText(), /Send again in 20 seconds\./);
  for (const [seconds, words] of [['1', /in 1 second\./], ['600', /in 10 minutes\./], ['86400', /in 24 hours\./], ['999999999', /Send again later\./]]) {
    wait = seconds;
    await form.press('Send 1 change');
    await outcome('rate_limited').filter({ hasText: words }).waitFor();
  }
  assert.equal(await description(), 'Too many');
  await form.close();
});

test('shows all lines of an answer, in the last look and on paper', async () => {
  await open();
  const lines = Array.from({ length: 20 }, (_, at) => `Line ${at + 1}`);
  await describe(lines.join('\n'));
  const area = form.input('/business_description');
  await form.page.emulateMedia({ media: 'print' });
  assert.equal(await area.evaluate((text) => text.scrollHeight <= text.clientHeight), true, 'nothing is cut off');
  await form.page.emulateMedia({ media: null });
  await form.goTo('review');
  assert.equal(await form.page.locator('.row[data-pointer="/business_description"] .row-now .answer').innerText(), lines.join('\n'));
  await form.close();
});

test('stops at once, also while it looks once more before sending', async () => {
  await open();
  const sent = puts();
  await describe('Stopped');
  await form.review();
  await form.page.route('**/v1/customers/*', () => {});
  await form.press('Send 1 change');
  await form.press('Stop sending');
  await outcome('stopped').waitFor({ timeout: 1000 });
  assert.equal(sent.length, 0);
  await form.page.unroute('**/v1/customers/*');
  await form.close();
});

test('repeats what the server says when it names no field', async () => {
  await open();
  await form.page.route('**/v1/customers/*', (route) => (route.request().method() === 'PUT'
    ? route.fulfill({ status: 422, json: { status: 422, code: 'Unprocessable_Entity', detail: 'Not <b>today</b>.' } }) : route.continue()));
  await describe('Detail');
  await form.send();
  await outcome('rejected').waitFor();
  assert.match(await outcome('rejected').innerText(), /It said: “Not <b>today<\/b>\.”/, 'as text, never as markup');
  await form.close();
});

test('asks the server again what it refused of something that no answer here can put right', async () => {
  await open();
  let refused = 0;
  await form.page.route('**/v1/customers/*', (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    const pointer = ['/incorporation_country', '/documents/0/number'][refused++];
    return pointer ? route.fulfill({ status: 422, json: { status: 422, errors: [{ pointer, code: 'new', detail: `Not without ${pointer}.` }] } }) : route.continue();
  });
  await describe('Asked again, three times');
  await form.send();
  await form.page.locator('.summary', { hasText: 'Not without /incorporation_country.' }).waitFor();
  await form.press(/^Send \d+ change/);
  await form.page.locator('.summary', { hasText: 'Not without /documents/0/number.' }).waitFor();
  await form.press(/^Send \d+ change/);
  await form.headed('Thank you. We have your answers.');
  await form.close();
});

test('says that it is too large where files are refused for that', async () => {
  await open();
  await form.page.route('**/v1/customers/*', (route) => (route.request().method() === 'PUT'
    ? route.fulfill({ status: 413, json: { status: 413, code: 'Payload_Too_Large', detail: 'Too much.' } }) : route.continue()));
  await form.goTo('documents');
  await form.page.getByLabel('Choose files').setInputFiles(FILES.proof);
  await form.page.getByText('Ready to send').locator('visible=true').waitFor();
  await form.input('/documents/0/doc_type').selectOption('other');
  await form.send();
  assert.match(await outcome('rejected').innerText(), /the files are too large/);
  await form.close();
});

test('warns before the tab is closed on what would be lost, and only then', async () => {
  await open();
  const dialogs = [];
  form.page.on('dialog', (dialog) => { dialogs.push(dialog.type()); return dialog.accept(); });
  await form.page.reload();
  await form.page.getByRole('heading', { name: 'The business' }).waitFor();
  assert.deepEqual(dialogs, []);
  await describe('Unsent');
  await form.page.locator('[data-draft-state]', { hasText: 'are kept until' }).waitFor();
  await form.page.reload();
  await form.page.getByRole('heading', { name: 'The business' }).waitFor();
  assert.deepEqual(dialogs, [], 'what is kept is not lost');
  await form.section('Documents');
  await form.page.getByLabel('Choose files').setInputFiles(FILES.proof);
  await form.page.reload();
  await form.page.getByRole('heading', { name: 'Documents' }).waitFor();
  assert.deepEqual(dialogs, ['beforeunload'], 'a file is kept nowhere');
  await form.page.getByLabel('Keep unsent answers on this device').uncheck();
  await form.page.reload();
  assert.deepEqual(dialogs, ['beforeunload', 'beforeunload'], 'nor is anything when keeping is off');
  await form.close();
});
