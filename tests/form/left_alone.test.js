import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

/** What a person did not touch is not theirs: it is not sent, and no conflict is made of it. */
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
 * Opens the form of a customer whose reads are as `reads` says at the time.
 * @param {{ customer?: (customer: any) => object, persons?: (persons: any[]) => object[] }} reads
 */
const opened = (reads) => openForm(browser, sandbox.links.pending_response, {
  before: (page) => page.route(/\/v1\/customers\/[^/]+(\/associated_persons)?$/, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const response = await route.fetch();
    const change = (route.request().url().endsWith('persons') ? reads.persons : reads.customer) ?? ((body) => body);
    await route.fulfill({ response, json: change(await response.json()) });
  }),
});

/** Sends another website, and answers with what went out. */
async function sendWebsite(form, website) {
  await form.section('The business');
  await form.input('/primary_website').fill(website);
  const sent = form.page.waitForRequest((request) => request.method() === 'PUT');
  await form.send();
  const body = (await sent).postDataJSON();
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  return body;
}

test('leaves what is on file as it is, also where a control cannot hold it so', async () => {
  const street = 'Building A\nRoad 1';
  const form = await opened({
    customer: (customer) => ({
      ...customer, business_description: 'Opticians in Wrocław.\r\nFrames and lenses.', email: ' info@lakowaoptyka.example ', business_industry: '541511 ',
      tax_country: 'usa ', registered_address: { ...customer.registered_address, street_line_1: street, street_line_2: null },
    }),
    persons: (persons) => persons.map((person) => ({ ...person, residential_address: { ...person.residential_address, street_line_1: street, verified: true } })),
  });
  const { page } = form;
  await page.getByText('Nothing new to send yet').waitFor();
  await form.section('People');
  await page.locator('.on-file a').first().click();
  const name = page.locator('[name$="/middle_name"]').locator('visible=true');
  await name.waitFor();
  await form.goTo('people');
  assert.equal(await page.getByText('Correction not sent').count(), 0, 'a person who was only looked at');

  // One answer of an address changes that one: the others of it go back as they were.
  await form.section('Addresses');
  await form.input('/registered_address/street_line_2').fill('Back door');
  const sent = await sendWebsite(form, 'https://alone.example.com');
  assert.deepEqual(Object.keys(sent).sort(), ['primary_website', 'registered_address']);
  assert.equal(sent.registered_address.street_line_1, street);

  await page.getByRole('link', { name: 'Go on with the form' }).click();
  await form.section('People');
  await page.locator('.on-file a').first().click();
  await name.fill('Ann');
  const corrected = page.waitForRequest((request) => request.method() === 'PUT');
  await form.press('Send this correction');
  assert.deepEqual((await corrected).postDataJSON(), { middle_name: 'Ann' });
  await form.close();
});

test('takes over what others changed on file of answers left alone, and asks nothing about it', async () => {
  const oslo = { street_line_1: 'Alpha 1', city: 'Oslo', state: 'Oslo', postal_code: '0150', country: 'NOR' };
  const reads = { customer: (customer) => ({ ...customer, registered_address: oslo, physical_address: oslo }) };
  const form = await opened(reads);
  const { page } = form;
  await form.section('Addresses');
  const box = page.getByLabel('Same as the registered address');
  assert.equal(await box.isChecked(), true);
  reads.customer = (customer) => ({
    ...customer, registered_address: { ...oslo, street_line_1: 'Beta 2' }, physical_address: oslo,
    business_description: 'Words of somebody else, long enough to say something.', updated_at: '2030-01-01T00:00:00Z',
  });
  assert.deepEqual(await sendWebsite(form, 'https://others.example.com'), { primary_website: 'https://others.example.com' });
  await form.close();
});

test('sends another address in place of neither where the one that was copied is changed here, and the copy elsewhere', async () => {
  const oslo = { street_line_1: 'Alpha 1', city: 'Oslo', state: 'Oslo', postal_code: '0150', country: 'NOR' };
  const reads = { customer: (customer) => ({ ...customer, registered_address: oslo, physical_address: oslo }) };
  const form = await opened(reads);
  const { page } = form;
  const sent = [];
  page.on('request', (request) => { if (request.method() === 'PUT') sent.push(request.postDataJSON()); });
  await form.section('Addresses');
  await form.input('/registered_address/street_line_1').fill('Gamma 3');
  reads.customer = (customer) => ({ ...customer, registered_address: oslo, physical_address: { ...oslo, street_line_1: 'Beta 2' }, updated_at: '2030-01-01T00:00:00Z' });
  await form.send();
  const conflict = page.locator('[data-page=review] .conflict');
  await conflict.waitFor();
  assert.match(await conflict.innerText(), /Where the business works[^]*Alpha 1[^]*Beta 2[^]*Gamma 3/);
  assert.deepEqual(sent, []);
  await conflict.getByRole('button', { name: /^Take what is on file/ }).click();
  await conflict.waitFor({ state: 'detached' });
  await form.press(/^Send \d+ change/);
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.deepEqual(sent.map(Object.keys), [['registered_address']]);
  await form.close();
});
