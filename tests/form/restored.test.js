import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FILES, openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

/** What comes back after a reload, in another language and under another link, and what must not stay behind. */
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

const NUMBER = '6f9619ff-8b86-4011-b42d-00cf4fc964ff';
const kept = (page) => page.locator('[data-draft-state]', { hasText: 'are kept until' }).waitFor();
/** How many drafts the browser holds. */
const drafts = (page) => page.evaluate(() => new Promise((resolve) => {
  const request = indexedDB.open('kyb-patch.drafts');
  request.onsuccess = () => {
    const count = request.result.transaction('drafts').objectStore('drafts').count();
    count.onsuccess = () => { request.result.close(); resolve(count.result); };
  };
}));
const heading = (page, name) => page.getByRole('heading', { name }).locator('visible=true').first().waitFor();

test('brings back the agreement number and the names of people, nobody without an answer, and the address of the site', async () => {
  const form = await openForm(browser, sandbox.links.init.replace('/#', '/?tenant=acme#'));
  const { page } = form;
  await form.section('Agreement');
  await form.choose('/terms_signed_at', 'number');
  // Chosen and left empty is no answer; it can be taken back.
  await form.press('Continue');
  assert.match(await form.messages('/signed_agreement_id').innerText(), /Write the agreement number/);
  await form.press('Clear this answer');
  await form.press('Continue');
  await page.waitForFunction(() => location.hash === '#/review');
  await form.goTo('agreement');
  await form.choose('/terms_signed_at', 'number');
  await form.input('/signed_agreement_id').fill(NUMBER);
  await form.section('People');
  await form.press('Add a person');
  await form.input('/associated_persons/0/first_name').fill('Ada');
  await form.goTo('people');
  // Nothing is filled in of the second one.
  await form.press('Add another person');
  await page.locator('[data-page="people/2"]').waitFor();
  await kept(page);
  await page.getByRole('link', { name: 'Deutsch' }).click();
  await page.waitForURL(/lang=de/);
  assert.equal(new URL(page.url()).searchParams.get('tenant'), 'acme');
  await heading(page, 'Personen');
  assert.deepEqual(await page.locator('.card.person h3').evaluateAll((titles) => titles.map((title) => title.firstChild.textContent)), ['Ada']);
  await form.goTo('review');
  assert.match(await page.locator('.row[data-pointer="/signed_agreement_id"]').innerText(), new RegExp(NUMBER));
  assert.deepEqual(await page.locator('.row.item dt').first().innerText(), 'Ada');
  await form.goTo('agreement');
  assert.equal(await form.input('/signed_agreement_id').isVisible(), true);
  await form.close();
});

test('keeps nothing for a person added with nothing filled in', async () => {
  const form = await openForm(browser, sandbox.links.init);
  await form.section('The business');
  await form.input('/primary_website').fill('https://one.example.com');
  await kept(form.page);
  await form.input('/primary_website').fill('');
  await form.section('People');
  await form.press('Add a person');
  await form.page.locator('[data-page="people/1"]').waitFor();
  await form.page.locator('[data-draft-state]', { hasText: 'Nothing is kept yet' }).waitFor();
  assert.equal(await drafts(form.page), 0);
  await form.close();
});

test('switching the keeping off removes what another tab has kept, and that one keeps nothing either', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const other = await form.context.newPage();
  await other.goto(sandbox.links.init);
  await other.locator('.task a').first().click();
  await other.locator('[name="/primary_website"]').fill('https://two.example.com');
  await kept(other);
  await form.page.locator('[data-overtaken]').waitFor();
  await form.page.getByLabel('Keep unsent answers on this device').uncheck();
  await form.page.locator('[data-draft-state]', { hasText: 'are lost' }).waitFor();
  await other.locator('[data-draft-state]', { hasText: 'are lost' }).waitFor();
  assert.equal(await other.getByLabel('Keep unsent answers on this device').isChecked(), false);
  assert.equal(await drafts(other), 0);
  await form.close();
});

test('warns before answers are lost that were kept for a day and are no more, as the page is still open', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const { page } = form;
  await form.section('The business');
  await form.input('/primary_website').fill('https://a.example');
  await kept(page);
  // A day later the person comes back to the tab.
  await page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 25 * 3600_000;
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await page.locator('[data-draft-state]', { hasText: 'are lost' }).waitFor();
  const asked = page.waitForEvent('dialog');
  const reload = page.reload();
  assert.equal((await asked).type(), 'beforeunload');
  await (await asked).accept();
  await reload;
  await form.close();
});

test('a new link opens the form where the old one no longer works, and may name another model', async () => {
  const bare = sandbox.links.init.replace(/&kyc_model=\w+/, '');
  const form = await openForm(browser, bare);
  const { page } = form;
  await form.section('Agreement');
  await form.input('/terms_signed_at').first().waitFor();
  await page.evaluate((hash) => { location.hash = hash; }, `${new URL(bare).hash}&kyc_model=license_as_a_service`);
  await page.waitForFunction(() => location.hash === '#/review');
  await form.goTo('agreement');
  assert.equal(await form.input('/terms_signed_at').first().isVisible(), false);
  assert.equal(await form.input('/signed_agreement_id').isVisible(), true);

  const other = await form.context.newPage();
  await other.goto(bare);
  await other.locator('.task a').first().click();
  await other.locator('[name="/primary_website"]').fill('https://two.example.com');
  await page.locator('[data-overtaken]').waitFor();
  await page.route('**/v1/**', (route) => route.fulfill({ status: 401, json: { status: 401 } }));
  await form.press('Load the newer answers');
  await heading(page, 'This link no longer works');
  await page.unroute('**/v1/**');
  await page.evaluate((hash) => { location.hash = hash; }, new URL(bare).hash);
  await heading(page, /^Verify/);
  await form.close();
});

test('stays with its customer where the link of another is opened and refused', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const { page } = form;
  const name = page.locator('[data-business-name]');
  const mine = await name.innerText();
  await form.section('Documents');
  await page.getByLabel('Choose files').setInputFiles(FILES.registration);
  await page.getByText('Ready to send').locator('visible=true').waitFor();
  const follow = async (/** @type {'accept'|'dismiss'} */ answer) => {
    const asked = page.waitForEvent('dialog').then(async (dialog) => {
      assert.match(dialog.message(), /another business/);
      await dialog[answer]();
    });
    await page.evaluate((hash) => { setTimeout(() => { location.hash = hash; }); }, new URL(sandbox.links.pending_response).hash);
    await asked;
  };
  await follow('dismiss');
  assert.equal(await page.evaluate(() => JSON.parse(sessionStorage.getItem('kyb-patch.link') ?? '').customer), sandbox.ids.init);
  assert.equal(await name.innerText(), mine);
  assert.equal(await page.evaluate(() => location.hash), '#/documents', 'the address is that of the page in sight');
  await page.locator('.brand').click();
  await heading(page, /^Verify/);
  await follow('accept');
  await heading(page, /^We need a little more/);
  assert.notEqual(await name.innerText(), mine);
  await form.close();
});
