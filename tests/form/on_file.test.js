import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FILES, openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

/** Corrections of people on file that are not sent, or should not be. */
let browser;
let sandbox;
before(async () => {
  browser = await startBrowser();
  sandbox = await startSandbox();
});
after(async () => {
  await browser.close();
  await sandbox.stop();
});

/** Opens the page of Ólafur, and notes what goes out beside reads. @param {Parameters<typeof openForm>[2]} [how] */
async function open(how) {
  const form = await openForm(browser, sandbox.links.pending_response, how);
  const writes = /** @type {string[]} */ ([]);
  form.page.on('request', (request) => { if (request.method() !== 'GET') writes.push(request.method()); });
  await form.page.getByRole('link', { name: /^Correct Ólafur/ }).click();
  await form.page.getByRole('heading', { name: /^Correct Ólafur/ }).waitFor();
  const person = (await sandbox.read(`/v1/customers/${sandbox.ids.pending_response}/associated_persons`))[1];
  return { ...form, writes, person, at: (/** @type {string} */ member) => `/stored_persons/${person.associated_person_id}/${member}` };
}

/** Holds writes of a person back: each call of what this gives answers one, on its way or still to come. @param {import('playwright-core').Page} page */
async function held(page) {
  const waiting = /** @type {import('playwright-core').Route[]} */ ([]);
  const told = /** @type {Array<() => void>} */ ([]);
  const answered = async () => {
    while (waiting.length > 0 && told.length > 0) {
      await waiting.shift()?.fulfill({ status: 503, json: {} });
      told.shift()?.();
    }
  };
  await page.route('**/associated_persons/*', (route) => { waiting.push(route); return answered(); });
  return () => new Promise((resolve) => { told.push(() => resolve(undefined)); answered(); });
}

test('sends no correction after its page was left while a file was read', async () => {
  const form = await open({ before: (page) => page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    const told = new Promise((resolve) => { globalThis.readOn = resolve; });
    Worker.prototype.postMessage = function (...message) { told.then(() => post.apply(this, message)); };
  }) });
  const { page, at, writes } = form;
  await form.input(at('middle_name')).fill('Ann');
  await form.pick(at('poa_type'), 'Utility');
  await form.input(at('poa')).setInputFiles(FILES.proof);
  await form.press('Send this correction');
  await page.locator('.held').locator('visible=true').waitFor();
  await page.getByRole('link', { name: 'Back to people' }).locator('visible=true').click();
  await form.goTo('people');
  // Who comes back finds it as it was, and nothing under way.
  await form.goTo(`people/${form.person.associated_person_id}`);
  await page.evaluate(() => globalThis.readOn());
  await page.getByText('Ready to send').locator('visible=true').waitFor();
  assert.equal(await page.locator('.held').count(), 0);
  const answer = await held(page);
  const sent = page.waitForRequest((request) => request.method() === 'PUT');
  await form.press('Send this correction');
  await sent;
  assert.deepEqual(writes, ['PUT'], 'the press of now, and not the one before');
  await answer();
  await page.locator('.outcome').locator('visible=true').waitFor();
  await form.close();
});

test('removes a person once, and not while a correction is sent', async () => {
  const form = await open();
  const { page, at, writes } = form;
  const answer = await held(page);
  const remove = page.getByRole('button', { name: 'Remove now' });
  await form.press(/^Remove Ólafur/);
  await form.input(at('middle_name')).fill('Berg');
  let sent = page.waitForRequest((request) => request.method() === 'PUT');
  await form.press('Send this correction');
  await sent;
  const press = (/** @type {number} */ times) => remove.evaluate((button, count) => { for (let at = 0; at < count; at += 1) button.click(); }, times);
  await press(1);
  await answer();
  await page.locator('.outcome').locator('visible=true').waitFor();
  assert.deepEqual(writes, ['PUT']);
  sent = page.waitForRequest((request) => request.method() === 'DELETE');
  await press(2);
  await sent;
  await answer();
  await page.waitForFunction(() => !document.querySelector('.removal [aria-disabled]'));
  assert.deepEqual(writes, ['PUT', 'DELETE']);
  await form.close();
});

test('lists a correction that is not sent on the overview, denies none, and says that a share stays that was emptied', async () => {
  const form = await openForm(browser, sandbox.links.pending_response);
  const { page } = form;
  await form.section('People');
  await page.locator('.on-file a').first().click();
  const share = page.locator('[name$="/ownership_percentage"]').locator('visible=true');
  const before = await share.inputValue();
  await share.fill('');
  await form.press('Send this correction');
  await page.locator('.message.note').locator('visible=true').waitFor();
  assert.match(await page.locator('.message.note').locator('visible=true').innerText(), /can’t be removed here/);
  await form.press('Put it back');
  assert.equal(await share.inputValue(), before);
  // Who owns nothing has no share.
  await page.locator('[name$="/has_ownership"][value=false]').locator('visible=true').check();
  await page.locator('.brand').click();
  const link = page.locator('[data-page=""]').getByRole('link', { name: /^Correct Zofia/ });
  await link.waitFor();
  const told = await page.locator('[data-page=""]').innerText();
  assert.match(told, /Corrections not sent yet/);
  assert.doesNotMatch(told, /Nothing new to send/);
  await form.goTo('review');
  assert.doesNotMatch(await page.locator('[data-page=review]').innerText(), /There is nothing to send/);
  await form.goTo('');
  await link.click();
  await page.getByRole('heading', { name: /^Correct Zofia/ }).waitFor();
  assert.equal(await page.locator('.message.note').locator('visible=true').count(), 0);
  await form.close();
});

test('shows a correction that came too late beside the new status, also where nothing is kept', async () => {
  const form = await open();
  const { page, at } = form;
  await page.getByLabel('Keep unsent answers on this device').uncheck();
  await form.input(at('middle_name')).fill('Kopernika');
  await form.input(at('residential_address/city')).fill('Akureyri');
  await form.section('The business');
  await form.input('/primary_website').fill('https://late.example.com');
  await form.goTo(`people/${form.person.associated_person_id}`);
  await page.route('**/v1/customers/**', async (route) => {
    if (route.request().method() !== 'GET') {
      return route.fulfill({ status: 400, json: { code: 'Bad_Request', status: 400, detail: 'No.', errors: [{ pointer: '', code: 'status_not_editable', detail: 'No.' }] } });
    }
    const response = await route.fetch();
    const body = await response.json();
    return route.fulfill({ response, json: Array.isArray(body) ? body : { ...body, status: 'UNDER_REVIEW' } });
  });
  await form.press('Send this correction');
  await page.getByRole('heading', { name: 'Your information is being reviewed' }).waitFor();
  const unsent = await page.locator('.unsent').innerText();
  assert.match(unsent, /https:\/\/late\.example\.com[^]*Ólafur[^]*Middle names[^]*Kopernika[^]*Home address[^]*Akureyri/);
  await form.close();
});

test('sends the answers whatever is wrong with a correction, which stays for its own page, a closed tab too', async () => {
  const form = await open();
  const { page, at, writes } = form;
  await form.input(at('email')).fill('olafur@');
  await form.input(at('poa')).setInputFiles(FILES.proof);
  await page.getByText('Ready to send').locator('visible=true').waitFor();
  await form.section('The business');
  await form.input('/business_description').fill('Four opticians in Wrocław; eye tests, frames and lenses.');
  await form.send();
  await form.headed('Thank you. We have your answers.');
  assert.deepEqual(writes, ['PUT']);
  const again = await form.context.newPage();
  for (const tab of [page, again]) {
    if (tab === again) await tab.goto(sandbox.links.pending_response);
    await tab.getByText('Corrections not sent yet').locator('visible=true').waitFor();
    await tab.getByRole('link', { name: /^Correct Ólafur/ }).locator('visible=true').last().click();
    await tab.getByRole('heading', { name: /^Correct Ólafur/ }).waitFor();
    assert.equal(await tab.locator(`[name="${at('email')}"]`).inputValue(), 'olafur@');
    // In a tab of its own no file is kept.
    await tab.getByText(tab === page ? 'Ready to send' : 'proof-of-address.pdf was chosen in an earlier visit').locator('visible=true').waitFor();
  }
  await form.close();
});
