import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
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
  await sandbox.stop({ keep: true });
  await rm(dirname(sandbox.data), { recursive: true });
});

const ADDRESS = { street_line_1: 'Kjøpmannsgata 10', city: 'Trondheim', state: 'Trøndelag', postal_code: '7013', country: 'Norway' };
const STORED = { street_line_1: 'Kjøpmannsgata 10', city: 'Trondheim', state: 'Trøndelag', postal_code: '7013', country: 'NOR' };

test('takes a customer in init from an almost empty form to everything on file, and keeps it over a restart', async () => {
  const form = await openForm(browser, sandbox.links.init);
  await form.headed(/^Verify Kestrel & Fen Ltd$/);
  assert.equal(new URL(form.page.url()).hash, '#/', 'the token is off the address bar');

  await form.section('The business');
  await form.choose('/business_type', 'llc');
  await form.input('/business_registration_number').fill('918 222 111');
  await form.date('/date_of_incorporation', ['4', '3', '2017']);
  await form.pick('/business_industry', '541511');
  await form.input('/business_description').fill('Route planning for ferry companies.');
  await form.choose('/publicly_traded', 'false');
  await form.input('/primary_website').fill('https://kestrelandfen.example');
  await form.press('Continue');

  await form.headed('Addresses');
  await form.address('/registered_address', ADDRESS);
  await form.page.getByLabel('Same as the registered address').check();
  await form.press('Continue');

  await form.headed('People');
  await addPerson(form, 0, { first: 'Kari', last: 'Nordmann', share: '60' });
  await addPerson(form, 1, { first: 'Ola', last: 'Hansen', share: '40', passport: true });
  assert.equal(await form.page.locator('.card.person').count(), 2);
  assert.match(await form.page.locator('.ownership').innerText(), /100% of the business/);
  await form.press('Continue');

  await form.headed('Activity and money');
  await form.choose('/account_purpose', 'payroll');
  await form.choose('/source_of_funds', 'sales_of_goods_and_services');
  await form.choose('/source_of_wealth', 'investments');
  await form.choose('/high_risk_activities', 'none_of_the_above');
  await form.choose('/estimated_annual_revenue_usd', '1000000_9999999');
  await form.choose('/expected_monthly_fiat_deposits', '100000_999999');
  await form.choose('/expected_monthly_fiat_withdrawals', '0_99999');
  await form.press('Continue');

  await form.pick('/tax_country', 'Norway');
  await form.pick('/tax_type', 'TIN');
  await form.input('/tax_id').fill('918222111');
  await form.press('Continue');

  await form.page.getByLabel('Choose files').setInputFiles([FILES.registration, FILES.shareholders]);
  await form.input('/documents/0/doc_type').selectOption('registration_document');
  await form.input('/documents/0/description').fill('Extract from the register');
  await form.input('/documents/1/doc_type').selectOption('shareholder_register');
  await form.press('Continue');

  await form.page.getByLabel('I accept the terms now').check();
  await form.press('Continue');

  await form.headed('Check your answers');
  const rows = await form.page.locator('.row[data-pointer]').evaluateAll((all) => all.map((row) => row.dataset.pointer));
  assert.deepEqual(rows, ['/business_type', '/business_registration_number', '/date_of_incorporation', '/business_industry',
    '/business_description', '/publicly_traded', '/primary_website', '/registered_address', '/physical_address',
    '/associated_persons/0', '/associated_persons/1', '/account_purpose', '/source_of_funds', '/source_of_wealth', '/high_risk_activities',
    '/estimated_annual_revenue_usd', '/expected_monthly_fiat_deposits', '/expected_monthly_fiat_withdrawals',
    '/tax_country', '/tax_type', '/tax_id', '/documents/0', '/documents/1', '/terms_signed_at']);
  const passport = await form.page.locator('.row[data-pointer="/associated_persons/1"]').innerText();
  assert.doesNotMatch(passport, /nothing on the back/, 'what nobody was asked is no answer');
  await form.press(/^Send \d+ changes$/);
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();

  const path = `/v1/customers/${sandbox.ids.init}`;
  const customer = await sandbox.read(path);
  const { terms_signed_at: signed, ...told } = customer;
  assert.equal(customer.status, 'PENDING_REVIEW', 'nothing that is needed is missing');
  assert.ok(Math.abs(Date.now() - Date.parse(signed)) < 120_000, 'the terms were accepted just now');
  assert.deepEqual(
    Object.fromEntries(Object.entries(told).filter(([name]) => !/^(created_at|updated_at|status|associated_persons|customer_id|submitted_at)$/.test(name))),
    {
      business_legal_name: 'Kestrel & Fen Ltd', email: 'accounts@kestrelandfen.example', business_type: 'llc',
      business_registration_number: '918 222 111', date_of_incorporation: '2017-03-04', business_industry: '541511',
      business_description: 'Route planning for ferry companies.', publicly_traded: false, primary_website: 'https://kestrelandfen.example',
      registered_address: STORED, physical_address: STORED, tax_country: 'NOR', tax_type: 'TIN', tax_id: '918222111',
    });
  const persons = await sandbox.read(`${path}/associated_persons`);
  assert.deepEqual(persons.map((person) => [person.first_name, person.last_name, person.birth_date, person.ownership_percentage, person.has_control, person.is_signer, person.is_director]),
    [['Kari', 'Nordmann', '1982-11-04', 60, true, false, true], ['Ola', 'Hansen', '1982-11-04', 40, true, false, true]]);
  await form.close();

  const { data, ids } = sandbox;
  await sandbox.stop({ keep: true });
  sandbox = await startSandbox(data);
  assert.deepEqual(await sandbox.read(path), customer);
  assert.deepEqual(await sandbox.read(`${path}/associated_persons`), persons);

  const again = await openForm(browser, sandbox.byId[ids.init]);
  assert.match(await again.heading(), /complete/);
  const text = await again.page.locator('main').innerText();
  for (const value of ['Route planning for ferry companies.', 'Kari Nordmann', 'Ola Hansen']) assert.ok(text.includes(value), value);
  assert.equal(await again.page.locator('input, select, textarea, form').count(), 0, 'there is nothing more to fill in');
  await again.close();
});
