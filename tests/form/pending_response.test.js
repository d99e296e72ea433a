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
  assert.match(await form.heading(), /^We need a little more about Łąkowa Optyka/);
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

test('corrects a person on file through the remark about them, removes another, and touches nobody else', async () => {
  const path = `/v1/customers/${sandbox.ids.pending_response}/associated_persons`;
  const before = await sandbox.read(path);
  const form = await openForm(browser, sandbox.links.pending_response);
  const { page } = form;
  const [zofia, olafur] = before;
  const at = (member) => `/stored_persons/${olafur.associated_person_id}/${member}`;
  await page.getByRole('link', { name: 'Correct Ólafur Þór Jónsson' }).click();
  assert.equal(await form.heading(), 'Correct Ólafur Þór Jónsson');
  assert.match(await page.locator('.remarks').locator('visible=true').innerText(), /passport page is cut off/);
  assert.equal(await form.input(at('first_name')).inputValue(), olafur.first_name);
  await form.press('Send this correction');
  await page.getByText('Nothing differs from what is on file').waitFor();
  await form.input(at('email')).fill('olafur');
  await form.press('Send this correction');
  assert.match(await form.messages(at('email')).innerText(), /email address/);
  await form.input(at('email')).fill('olafur.thor@lakowaoptyka.example');
  assert.equal(await form.messages(at('email')).count(), 0);

  // Left and opened again, it is still there; the last look says that it goes out from here.
  await form.goTo('review');
  await page.getByRole('link', { name: 'Correct Ólafur Þór Jónsson' }).locator('visible=true').click();
  await form.press('Add another identity document');
  const id = (member) => at(`identifying_information/0/${member}`);
  await form.choose(id('type'), 'passport');
  await form.pick(id('issuing_country'), 'Iceland');
  await form.input(id('national_identity_number')).fill('A1234567');
  await form.input(id('image_front')).setInputFiles(FILES.front);
  const sent = page.waitForRequest((request) => request.method() === 'PUT');
  await form.press('Send this correction');
  const request = await sent;
  assert.equal(new URL(request.url()).pathname, `${path}/${olafur.associated_person_id}`);
  assert.deepEqual(Object.keys(request.postDataJSON()).sort(), ['email', 'identifying_information']);
  await page.getByText('The correction for Ólafur Þór Jónsson was sent.').locator('visible=true').waitFor();
  const after = await sandbox.read(path);
  assert.deepEqual(after.map((person) => person.email), [zofia.email, 'olafur.thor@lakowaoptyka.example', ...before.slice(2).map((person) => person.email)]);
  assert.deepEqual(after[0], zofia);

  await page.getByRole('link', { name: 'Correct Ewa Kowalska' }).click();
  await form.press('Remove Ewa Kowalska');
  await form.press('Keep');
  await form.press('Remove Ewa Kowalska');
  await form.press('Remove now');
  await page.getByText('Ewa Kowalska was removed.').locator('visible=true').waitFor();
  assert.deepEqual((await sandbox.read(path)).map((person) => person.first_name), ['Zofia', 'Ólafur']);
  await form.close();
});

test('says what came of a correction that did not arrive, keeps it, and puts what the server refuses on its field', async () => {
  const form = await openForm(browser, sandbox.links.pending_response);
  const { page } = form;
  await form.goTo('people');
  await page.getByRole('link', { name: 'Correct Zofia' }).click();
  const [zofia] = await sandbox.read(`/v1/customers/${sandbox.ids.pending_response}/associated_persons`);
  const last = `/stored_persons/${zofia.associated_person_id}/last_name`;
  await form.input(last).fill('Nguyễn');
  let answer = (route) => route.abort('connectionreset');
  await page.route('**/associated_persons/*', (route) => answer(route));
  await form.press('Send this correction');
  await page.getByText('We can’t tell whether it arrived').waitFor();
  answer = (route) => route.fulfill({ status: 422, json: { status: 422, detail: 'No.', errors: [{ pointer: '/last_name', code: 'name_too_odd', detail: 'Write the name as in the passport.' }] } });
  await form.press('Send this correction');
  await page.locator('.summary a', { hasText: 'Write the name as in the passport.' }).waitFor();
  assert.equal(await form.messages(last).count(), 1);
  answer = (route) => route.fulfill({ status: 401, json: { status: 401 } });
  await form.input(last).fill('Nguyễn-Wiśniewska');
  assert.equal(await form.messages(last).count(), 0, 'another answer is not the one refused');
  await form.press('Send this correction');
  await page.getByText('the link has expired').waitFor();
  assert.equal(await form.input(last).inputValue(), 'Nguyễn-Wiśniewska');
  await form.close();
});
