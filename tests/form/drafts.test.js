import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, FILES, openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

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

const DAY = 24 * 3600_000;
const kept = (form) => form.page.locator('[data-draft-state]', { hasText: 'are kept until' }).waitFor();
/** Every draft in the browser, as its files hold it. */
const records = (page) => page.evaluate(() => new Promise((resolve) => {
  const request = indexedDB.open('kyb-patch.drafts');
  request.onsuccess = () => {
    const all = request.result.transaction('drafts').objectStore('drafts').getAll();
    all.onsuccess = () => {
      request.result.close();
      resolve(all.result.map(({ name, expires, iv, box }) => ({ name, expires, iv: [...iv], text: new TextDecoder('latin1').decode(box) })));
    };
  };
}));

test('brings every answer back when the link is opened again in another tab: people, lists, half a date; no file', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const { page } = form;
  await form.section('The business');
  await form.input('/business_description').fill('Route planning for ferries');
  await form.date('/date_of_incorporation', ['4', '', '2017']);
  await form.pick('/business_industry', '541511');
  await form.choose('/business_type', 'llc');
  await form.press('Continue');
  await form.section('People');
  await addPerson(form, 0, { first: 'Kari', last: 'Nordmann', share: '60' });
  await form.section('Documents');
  await page.getByLabel('Choose files').setInputFiles([FILES.registration, FILES.shareholders]);
  const changed = Date.now();
  await form.input('/documents/1/doc_type').selectOption('shareholder_register');
  await kept(form);
  // What is written half a second after the last change has it.
  const written = async () => (await records(page)).some(({ expires }) => expires - DAY >= changed + 450);
  for (const end = Date.now() + 15_000; !(await written());) assert.ok(Date.now() < end, 'the last change is kept');
  const before = await form.context.newPage();
  await page.close({ runBeforeUnload: false });

  await before.goto(sandbox.links.init);
  await before.getByText('These are the answers you had not sent').waitFor();
  const again = (pointer) => before.locator(`[name="${pointer}"]`);
  assert.equal(await again('/business_description').inputValue(), 'Route planning for ferries');
  assert.deepEqual(await again('/date_of_incorporation').evaluateAll((inputs) => inputs.map(({ value }) => value)), ['4', '', '2017']);
  assert.match(await again('/business_industry').inputValue(), /^541511/);
  assert.equal(await before.locator('[name="/business_type"][value="llc"]').isChecked(), true);
  assert.equal(await again('/associated_persons/0/last_name').inputValue(), 'Nordmann');
  assert.equal(await again('/associated_persons/0/residential_address/country').inputValue(), 'Norway');
  assert.equal(await again('/associated_persons/0/ownership_percentage').inputValue(), '60');
  assert.equal(await again('/associated_persons/0/identifying_information/0/national_identity_number').inputValue(), '04118212345');
  assert.equal(await again('/documents/1/doc_type').inputValue(), 'shareholder_register');
  await before.locator('.task').getByRole('link', { name: 'Documents' }).click();
  await before.getByText('registration.pdf was chosen in an earlier visit').waitFor();
  await before.locator('.brand').click();
  // That there is a problem is kept, too.
  assert.match(await before.locator('.task', { hasText: 'The business' }).innerText(), /There is a problem/);
  await before.getByRole('button', { name: 'Discard them' }).click();
  // First what is kept goes, then a form without it takes the place of this one.
  await before.waitForFunction((name) => document.querySelector(`[name="${name}"]`)?.value === '', '/business_description');
  assert.deepEqual(await records(before), []);
  await form.close();
});

test('offers to discard an earlier visit\'s answers only until this visit adds its own', async () => {
  const form = await openForm(browser, sandbox.links.pending_response);
  const { page } = form;
  await form.section('The business');
  await form.input('/business_description').fill('Of the earlier visit');
  await kept(form);
  await page.reload();
  await form.section('Documents');
  await page.locator('.brand').click();
  await page.getByRole('button', { name: 'Discard them' }).waitFor();
  await form.section('Documents');
  await page.getByLabel('Choose files').setInputFiles([FILES.registration]);
  await page.getByText('Ready to send').locator('visible=true').waitFor();
  await page.locator('.brand').click();
  await page.getByRole('link', { name: 'Check and send' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Discard them' }).count(), 0);
  await form.close();
});

test('keeps them sealed: no word of them, of the customer or of the link is legible in the browser', async () => {
  const form = await openForm(browser, sandbox.links.init);
  await form.section('The business');
  await form.input('/business_description').fill('Confidential words');
  await kept(form);
  const drafts = await records(form.page);
  assert.equal(drafts.length, 1);
  const fragment = new URLSearchParams(new URL(sandbox.links.init).hash.slice(1));
  const all = JSON.stringify(drafts) + await form.page.evaluate(() => JSON.stringify(localStorage) + document.cookie);
  for (const secret of ['Confidential', 'business_description', fragment.get('token'), fragment.get('customer'), 'Kestrel']) assert.ok(!all.includes(secret), secret);
  const hours = (drafts[0].expires - Date.now()) / 3_600_000;
  assert.ok(hours > 23.9 && hours <= 24, `${hours} hours`);
  // The same answer again is sealed under another number used once.
  await form.input('/business_description').fill('Confidential word');
  await form.page.waitForTimeout(900);
  assert.notDeepEqual((await records(form.page))[0].iv, drafts[0].iv);
  await form.close();
});

test('opens them for their own link alone', async () => {
  const form = await openForm(browser, sandbox.links.pending_response);
  await form.section('The business');
  await form.input('/business_description').fill('Of another link');
  await kept(form);
  const other = await form.context.newPage();
  await other.goto(sandbox.links.init);
  await other.getByRole('heading', { name: 'Verify' }).waitFor();
  assert.equal(await other.getByText('These are the answers').count(), 0);
  assert.equal((await records(other)).length, 1);
  await form.close();
});

test('removes what expired at the next load, whoever opens the page', async () => {
  const form = await openForm(browser, sandbox.links.init);
  await form.section('The business');
  await form.input('/business_description').fill('Old');
  await kept(form);
  await form.page.evaluate(() => new Promise((resolve) => {
    const request = indexedDB.open('kyb-patch.drafts');
    request.onsuccess = () => {
      const store = request.result.transaction('drafts', 'readwrite').objectStore('drafts');
      store.getAll().onsuccess = ({ target }) => { store.put({ ...target.result[0], expires: Date.now() - 1 }); };
      store.transaction.oncomplete = () => { request.result.close(); resolve(); };
    };
  }));
  const stranger = await form.context.newPage();
  await stranger.goto(sandbox.origin);
  await stranger.getByRole('heading', { name: 'Open the link' }).waitFor();
  await stranger.waitForFunction(() => new Promise((resolve) => {
    const request = indexedDB.open('kyb-patch.drafts');
    request.onsuccess = () => {
      const all = request.result.transaction('drafts').objectStore('drafts').count();
      all.onsuccess = () => { request.result.close(); resolve(all.result === 0); };
    };
  }));
  await form.close();
});

test('knows after a closed tab what went out from it: documents that may be there are not sent again without a warning', async () => {
  const form = await openForm(browser, sandbox.links.pending_response);
  const { page } = form;
  await form.section('Documents');
  await page.getByLabel('Choose files').setInputFiles(FILES.registration);
  await form.input('/documents/0/doc_type').selectOption('registration_document');
  await kept(form);
  await form.goTo('review');
  // It arrives, and its answer does not.
  const arrived = new Promise((resolve) => {
    page.route('**/v1/customers/*', async (route) => (route.request().method() === 'PUT' ? resolve(await route.fetch()) : route.continue()));
  });
  await page.locator('[data-send]').click({ noWaitAfter: true });
  await arrived;
  const again = await form.context.newPage();
  await page.close({ runBeforeUnload: false });
  await again.goto(sandbox.links.pending_response);
  await again.getByRole('link', { name: 'Check and send' }).click();
  const doubt = again.locator('[data-outcome-kind=unknown]');
  await doubt.waitFor();
  assert.match(await doubt.innerText(), /could not be confirmed[^]*Documents[^]*there twice/);
  assert.equal(await again.locator('[data-send]').isVisible(), false);
  // What holds it up is said, too: the file has to be chosen again.
  await doubt.getByRole('button', { name: 'Send again all the same' }).click();
  await again.waitForFunction(() => /Choose a file/.test(document.activeElement?.textContent ?? ''));
  // Nothing of it is left once the document is taken back.
  await again.locator('.brand').click();
  await again.locator('.tasks').getByRole('link', { name: 'Documents', exact: true }).click();
  await again.getByRole('button', { name: /^Remove/ }).locator('visible=true').click();
  await again.locator('.brand').click();
  await again.getByText('Nothing new to send yet').waitFor();
  await form.close();
});

test('forgets them once they are sent', async () => {
  const form = await openForm(browser, sandbox.links.pending_response);
  await form.section('The business');
  await form.input('/business_description').fill('Sent and gone');
  await kept(form);
  await form.send();
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.deepEqual(await records(form.page), []);
  await form.page.reload();
  await form.page.getByRole('heading', { name: 'We need a little more' }).waitFor();
  assert.equal(await form.page.getByText('These are the answers').count(), 0);
  await form.close();
});

test('keeps nothing when it is switched off, and removes what is kept at once', async () => {
  const form = await openForm(browser, sandbox.links.init);
  await form.section('The business');
  await form.input('/business_description').fill('Not to be kept');
  await kept(form);
  await form.page.getByLabel('Keep unsent answers on this device').uncheck();
  await form.page.getByText('are lost when you close this page').waitFor();
  assert.deepEqual(await records(form.page), []);
  await form.input('/business_description').fill('Still not');
  await form.page.waitForTimeout(800);
  assert.deepEqual(await records(form.page), []);
  form.page.on('dialog', (dialog) => dialog.accept());
  await form.page.reload();
  await form.page.getByRole('heading', { name: 'The business' }).waitFor();
  assert.equal(await form.input('/business_description').inputValue(), '');
  assert.equal(await form.page.getByLabel('Keep unsent answers on this device').isChecked(), false, 'it stays off');
  await form.close();
});

test('shows both values of an answer that changed on file since, and takes either', async () => {
  const change = (description) => fetch(`${sandbox.origin}/v1/customers/${sandbox.ids.pending_response}`, {
    method: 'PUT', headers: { Authorization: 'Bearer test_access_key', 'Content-Type': 'application/json' },
    body: JSON.stringify({ business_description: description }),
  });
  const form = await openForm(browser, sandbox.links.pending_response);
  await form.section('The business');
  await form.input('/business_description').fill('My own words');
  await form.input('/business_registration_number').fill('0000123457');
  await kept(form);
  assert.equal((await change('Words of another')).status, 200);
  await form.send();
  const conflict = form.page.locator('.conflict');
  await conflict.waitFor();
  assert.match(await conflict.innerText(), /What the business does[^]*began[^]*Sent and gone[^]*On file now[^]*Words of another[^]*Your answer[^]*My own words/);
  const path = `/v1/customers/${sandbox.ids.pending_response}`;
  assert.equal((await sandbox.read(path)).business_description, 'Words of another', 'nothing was sent');
  await form.press(/^Send/);
  await conflict.waitFor();
  // It is still there after a reload, and so are both answers.
  await form.page.waitForTimeout(700);
  await form.page.reload();
  await conflict.getByRole('button', { name: 'Take what is on file' }).click();
  await conflict.waitFor({ state: 'detached' });
  assert.equal(await form.input('/business_description').inputValue(), 'Words of another');
  await form.input('/business_description').evaluate((input) => { input.value = 'Mine again'; input.dispatchEvent(new Event('input', { bubbles: true })); });
  await change('And another');
  await form.send();
  await form.press(/^Keep my answer/);
  await form.press(/^Send/);
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.equal((await sandbox.read(path)).business_description, 'Mine again');
  await form.close();
});
