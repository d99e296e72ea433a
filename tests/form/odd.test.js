import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openForm, startBrowser } from './form.js';
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
