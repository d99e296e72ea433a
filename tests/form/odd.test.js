import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FILES, openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

/** Answers of the API that the form does not expect: of another version, of odd shape, very long, or of somebody between. */
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

/**
 * Opens the form of a customer whose reads are changed on their way.
 * @param {(customer: any) => object} change
 * @param {{ persons?: boolean } & Parameters<typeof openForm>[2]} [how] `persons`: the list of persons is changed, not the customer
 */
const opened = (change, { persons, ...how } = {}) => openForm(browser, sandbox.links.pending_response, {
  ...how,
  before: (page) => page.route(persons ? '**/associated_persons' : '**/v1/customers/*', async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const response = await route.fetch();
    await route.fulfill({ response, json: change(await response.json()) });
  }),
});

test('shows a stored answer that it does not know as it is written, does not send it, and lets it be replaced and put back', async () => {
  const form = await opened((customer) => ({ ...customer, business_type: 'cooperative_2031', tax_type: 'XYZ', source_of_funds: ['grants', 'windfall_2031'] }));
  const { page } = form;
  await form.section('The business');
  const strange = page.getByLabel('cooperative_2031', { exact: true });
  assert.equal(await strange.isChecked(), true);
  await form.press('Continue');
  await page.waitForFunction(() => location.hash === '#/addresses');
  await form.goTo('activity');
  assert.equal(await page.getByLabel('windfall_2031', { exact: true }).isChecked(), true);
  await form.goTo('tax');
  await form.press('Continue');
  await page.waitForFunction(() => location.hash === '#/documents');
  await form.goTo('review');
  assert.match(await page.locator('[data-page=review]').innerText(), /There is nothing to send/);

  await form.goTo('business');
  await form.choose('/business_type', 'llc');
  await form.goTo('review');
  const row = page.locator('.row[data-pointer="/business_type"]');
  assert.match(await row.innerText(), /On file: cooperative_2031/);
  assert.equal(await page.locator('.row[data-pointer]').count(), 1);
  await form.goTo('business');
  await strange.check();
  await form.goTo('review');
  assert.equal(await row.count(), 0);
  // It is one of the group: the arrow keys reach it as they do the others.
  assert.equal(await page.locator('[name="/business_type"]').last().getAttribute('value'), 'cooperative_2031');
  await form.close();
});

test('accepts the terms at a moment that the server takes where the clock of the device is days ahead', async () => {
  const began = Date.now();
  const form = await openForm(browser, sandbox.links.init, { before: (page) => page.clock.setFixedTime(new Date(began + 3 * 24 * 3600_000)) });
  const { page } = form;
  await form.section('Agreement');
  await page.getByLabel('I accept the terms now').check();
  const sent = page.waitForRequest((request) => request.method() === 'PUT');
  await form.send();
  const moment = Date.parse((await sent).postDataJSON().terms_signed_at);
  assert.ok(moment >= began - 2000 && moment <= Date.now(), new Date(moment).toISOString());
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await form.close();
});

test('knows by the server what day it is, whatever the clock of the device says', async () => {
  for (const [days, refused] of [[-400, false], [400, true]]) {
    const now = Date.now();
    const form = await openForm(browser, sandbox.links.init, { before: (page) => page.clock.setFixedTime(new Date(now + days * 24 * 3600_000)) });
    await form.section('The business');
    const day = new Date(now + (refused ? 100 : -2) * 24 * 3600_000);
    await form.date('/date_of_incorporation', [day.getUTCDate(), day.getUTCMonth() + 1, day.getUTCFullYear()].map(String));
    await form.press('Continue');
    assert.equal(/future/.test((await form.messages('/date_of_incorporation').allInnerTexts()).join()), refused, `${days} days`);
    await form.close();
  }
});

test('goes on where the titles of industries never arrive', async () => {
  const form = await openForm(browser, sandbox.links.pending_response, { before: (page) => page.route('**/kyb-patch/data/**', () => {}) });
  const { page } = form;
  await form.section('The business');
  assert.equal(await form.input('/business_industry').inputValue(), '456130', 'the code stands there without its title');
  await form.press('Continue');
  await page.waitForFunction(() => location.hash === '#/addresses', undefined, { timeout: 6000 });
  await form.close();
});

test('says that industries could not be looked for, finds them at the next try, and says aloud what stands in the list', async () => {
  let down = true;
  const form = await openForm(browser, sandbox.links.init, { before: (page) => page.route('**/kyb-patch/data/**', (route) => (down ? route.abort() : route.continue())) });
  const box = form.page.locator('[data-field="/business_industry"]');
  /** @param {string} text @param {RegExp} expected */
  const told = async (text, expected) => {
    await form.input('/business_industry').fill(text);
    await box.locator('[role=status]', { hasText: expected }).waitFor();
  };
  await form.section('The business');
  await told('software', /^Check your connection, then try again\.$/);
  assert.equal(await box.locator('.combobox-none').innerText(), 'Check your connection, then try again.');
  down = false;
  await told('software p', /^\d+ choices?\./);
  await told('nowhere to be found', /^Nothing found/);
  await form.close();
});

test('works over plain HTTP, where the browser seals nothing and makes no UUID: nothing is kept, a file is read, and it is sent', async () => {
  // A name that is not the machine's own: for a browser that is no safe place. What it asks for is fetched from the sandbox.
  const origin = 'http://form.example';
  const form = await openForm(browser, sandbox.links.pending_response.replace(sandbox.origin, origin), {
    before: (page) => page.context().route(`${origin}/**`, async (route) => {
      const { origin: _, ...headers } = route.request().headers();
      await route.fulfill({ response: await route.fetch({ url: route.request().url().replace(origin, sandbox.origin), headers }) });
    }),
  });
  const { page } = form;
  assert.equal(await page.evaluate(() => isSecureContext || 'randomUUID' in crypto || crypto.subtle !== undefined), false);
  await page.locator('[data-draft-state]', { hasText: 'This browser can’t keep them' }).waitFor();
  await form.section('Documents');
  await page.locator('[data-page=documents] input[data-add]').setInputFiles(FILES.proof);
  await form.input('/documents/0/doc_type').selectOption('proof_of_address');
  await page.getByText('Ready to send').locator('visible=true').waitFor();
  const sent = page.waitForRequest((request) => request.method() === 'PUT');
  await form.send();
  assert.match((await sent).headers()['idempotency-key'], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await form.close();
});

for (const [shape, issues] of Object.entries({
  'a text': 'Say where you trade.',
  'a list': ['Say where you trade.', 4],
  'nothing': null,
  'lists of nothing': { company_issues: [null, 7, {}], associated_person_issues: [null, []] },
  'one and not a list': { company_issues: { reject_reason: 'Say where you trade.' }, associated_person_issues: { associated_person_id: 'nobody', description: 'Who is this?' } },
  'objects in place of words': { company_issues: [{ reject_reason: { code: 4 }, description: ['Say where you trade.'], company_name: 9 }] },
})) {
  test(`opens with what the review asks for in another shape: ${shape}`, async () => {
    const form = await opened((customer) => ({ ...customer, review_issues: issues }));
    const { page } = form;
    await form.headed(/^We need a little more/);
    const told = await page.locator('main').innerText();
    assert.equal(/Say where you trade\./.test(told), /where you trade/.test(JSON.stringify(issues)), told);
    assert.equal(await page.locator('.remarks li:empty').count(), 0);
    assert.doesNotMatch(told, /\[object|undefined|NaN/);
    for (const name of ['business', 'people', 'review']) await form.goTo(name);
    await form.goTo('people');
    await page.locator('.on-file a').first().click();
    await page.locator('h1', { hasText: /^Correct / }).locator('visible=true').waitFor();
    await form.close();
  });
}

test('takes the login page of a network, answered with 200, for no answer to a correction', async () => {
  const form = await openForm(browser, sandbox.links.pending_response);
  const { page } = form;
  await page.route('**/associated_persons/*', (route) => (route.request().method() === 'PUT'
    ? route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body: '<!doctype html><title>Log in</title>' }) : route.continue()));
  await form.section('People');
  await page.locator('.on-file a').nth(1).click();
  const name = page.locator('[name$="/middle_name"]').locator('visible=true');
  await name.fill('Ann');
  await form.press('Send this correction');
  const outcome = page.locator('.outcome').locator('visible=true');
  await outcome.waitFor();
  assert.match(await outcome.innerText(), /can’t tell whether it arrived/);
  assert.equal(await name.inputValue(), 'Ann');
  assert.equal(await page.locator('.told').count(), 0);
  await form.close();
});

for (const width of [320, 1280]) {
  test(`keeps cards of people with very long names and addresses in the column, ${width} pixels wide`, async () => {
    const long = (length) => 'Æ'.repeat(length);
    const form = await opened((persons) => persons.map((person) => ({
      ...person, first_name: long(120), middle_name: 'Wolfeschlegelsteinhausen '.repeat(8), last_name: long(200), email: `${long(64)}@${long(180)}.example`,
    })), { persons: true, viewport: { width, height: 844 } });
    const { page } = form;
    const over = () => page.evaluate(() => [document.documentElement.scrollWidth - innerWidth,
      ...[...document.querySelectorAll('.card, .card *, h1, .removal *')].filter((one) => one.checkVisibility())
        .map((one) => one.getBoundingClientRect().right - innerWidth)].filter((beyond) => beyond > 0));
    await form.section('People');
    await page.locator('.on-file .card-title').locator('visible=true').nth(1).waitFor();
    assert.deepEqual(await over(), []);
    await page.locator('.on-file a').first().click();
    await page.locator('.removal button').locator('visible=true').first().click();
    assert.deepEqual(await over(), []);
    await form.close();
  });
}
