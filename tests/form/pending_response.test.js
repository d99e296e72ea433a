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

test('shows what the review asks for, sends the answer to it, and only that', async () => {
  const form = await openForm(browser, sandbox.links.pending_response);
  await form.headed(/^We need a little more about Łąkowa Optyka/);
  assert.match(await form.page.locator('.remarks').locator('visible=true').innerText(), /Proof of address out of date[^]*Ólafur Þór Jónsson[^]*Identity document not readable/);

  await form.section('The business');
  assert.equal(await form.input('/business_legal_name').inputValue(), 'Łąkowa Optyka sp. z o.o.');
  assert.match(await form.input('/business_industry').inputValue(), /^456130 /);
  await form.input('/business_description').fill('Four opticians in Wrocław.');
  await form.section('Documents');
  await form.page.getByLabel('Choose files').setInputFiles(FILES.proof);
  await form.input('/documents/0/doc_type').selectOption('proof_of_address');
  await form.section('People');
  assert.deepEqual(await form.page.locator('.on-file .card-title').allInnerTexts(), ['Zofia Wiśniewska-Nguyễn', 'Ólafur Þór Jónsson']);
  await addPerson(form, 0, { first: 'Ewa', last: 'Kowalska', passport: true });

  await form.page.locator('.brand').click();
  await form.page.getByRole('link', { name: 'Check and send' }).click();
  const rows = form.page.locator('.row[data-pointer]');
  assert.deepEqual(await rows.evaluateAll((all) => all.map((row) => row.dataset.pointer)), ['/business_description', '/associated_persons/0', '/documents/0']);
  assert.match(await rows.first().innerText(), /New: Four opticians in Wrocław\.[^]*On file: Three opticians in Wrocław;/);

  const path = `/v1/customers/${sandbox.ids.pending_response}`;
  const before = await sandbox.read(path);
  const sent = form.page.waitForRequest((request) => request.method() === 'PUT');
  await form.press('Send 3 changes');
  assert.deepEqual(Object.keys((await sent).postDataJSON()).sort(), ['associated_persons', 'business_description', 'documents']);
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();

  const after = await sandbox.read(path);
  assert.equal(after.business_description, 'Four opticians in Wrocław.');
  assert.deepEqual(after.registered_address, before.registered_address);
  const persons = await sandbox.read(`${path}/associated_persons`);
  assert.deepEqual(persons.map((person) => person.first_name), ['Zofia', 'Ólafur', 'Ewa']);
  await form.close();

  const { data } = sandbox;
  await sandbox.stop({ keep: true });
  sandbox = await startSandbox(data);
  assert.deepEqual(await sandbox.read(path), after);
});

test('asks under license_as_a_service for an agreement number and no date', async () => {
  const form = await openForm(browser, sandbox.links.pending_response);
  await form.section('Agreement');
  assert.equal(await form.page.getByLabel('I accept the terms now').isVisible(), false);
  await form.input('/signed_agreement_id').fill('7C1F0C52-3F5E');
  await form.press('Continue');
  assert.match(await form.messages('/signed_agreement_id').innerText(), /Copy the whole/);
  await form.close();
});
