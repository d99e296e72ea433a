import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

/** The box by which one address is said to be the same as another. */
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

const LONDON = { street_line_1: 'Road 1', city: 'London', state: 'London', postal_code: 'E1 6AN', country: 'United Kingdom' };
const STREET = '/physical_address/street_line_1';

test('asks for the place of work as soon as it is not the registered address, and no more once it is', async () => {
  const oslo = { street_line_1: 'Alpha 1', city: 'Oslo', state: 'Oslo', postal_code: '0150', country: 'NOR' };
  const form = await openForm(browser, sandbox.links.pending_response, {
    before: (page) => page.route('**/v1/customers/*', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...await response.json(), registered_address: oslo, physical_address: oslo } });
    }),
  });
  const { page } = form;
  await form.section('Addresses');
  const box = page.getByLabel('Same as the registered address');
  assert.equal(await box.isChecked(), true);
  await box.uncheck();
  await form.input(STREET).waitFor({ timeout: 2000 });
  await form.input(STREET).fill('Workshop Road 9');
  // What was typed is there again, should it be another after all.
  await box.check();
  await form.input(STREET).waitFor({ state: 'hidden' });
  await box.uncheck();
  assert.equal(await form.input(STREET).inputValue(), 'Workshop Road 9');
  // Errors of questions that are asked no more go with them.
  await form.input('/physical_address/city').fill('');
  await form.press('Continue');
  const summary = page.locator('[data-page=addresses] .summary');
  await summary.waitFor();
  await box.check();
  await summary.waitFor({ state: 'detached' });
  await form.press('Continue');
  await page.waitForFunction(() => location.hash === '#/people');
  await form.close();
});

test('shows the questions of an address that is a copy where the server refuses it alone, and leads to them', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const { page } = form;
  await form.section('Addresses');
  await form.address('/registered_address', LONDON);
  await page.getByLabel('Same as the registered address').check();
  const refuse = (errors) => page.route('**/v1/customers/*', (route) => (route.request().method() === 'PUT'
    ? route.fulfill({ status: 422, json: { code: 'Unprocessable_Entity', status: 422, detail: 'No.', errors } }) : route.continue()));
  const refused = (/** @type {string} */ pointer) => ({ pointer, code: 'refused', detail: 'Nobody works here.' });
  const links = page.locator('[data-page=review] .summary a');

  // Said of both it is said of the one.
  await refuse([refused(STREET), refused('/registered_address/street_line_1')]);
  await form.send();
  await links.first().waitFor();
  assert.deepEqual(await links.allInnerTexts(), ['Registered address: Street and number: Nobody works here.']);
  await page.unroute('**/v1/customers/*');

  await form.section('Addresses');
  await form.input('/registered_address/street_line_1').fill('Road 2');
  await refuse([refused(STREET)]);
  await form.send();
  await links.first().waitFor();
  assert.deepEqual(await links.allInnerTexts(), ['Where the business works: Street and number: Nobody works here.']);
  await links.first().click();
  await page.waitForFunction((name) => document.activeElement?.getAttribute('name') === name, STREET);
  assert.equal(await form.input(STREET).inputValue(), 'Road 2');
  assert.equal(await form.input('/physical_address/country').inputValue(), 'United Kingdom');
  assert.match(await form.messages(STREET).innerText(), /Nobody works here\./);
  await page.unroute('**/v1/customers/*');
  await form.input(STREET).fill('Mill Lane 3');
  const sent = page.waitForRequest((request) => request.method() === 'PUT');
  await form.send();
  const { registered_address: registered, physical_address: physical } = (await sent).postDataJSON();
  assert.deepEqual([registered.street_line_1, physical.street_line_1], ['Road 2', 'Mill Lane 3']);
  assert.deepEqual({ ...registered, street_line_1: '' }, { ...physical, street_line_1: '' });
  await form.close();
});
