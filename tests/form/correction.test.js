import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FILES, openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

let browser;
let sandbox;
let path;
before(async () => {
  browser = await startBrowser();
  sandbox = await startSandbox();
  path = `/v1/customers/${sandbox.ids.pending_response}`;
});
after(async () => {
  await browser.close();
  await sandbox.stop();
});

/** Opens the page on which Ólafur is corrected, by the link beside the remark about him. */
async function open() {
  const form = await openForm(browser, sandbox.links.pending_response);
  await form.page.getByRole('link', { name: /^Correct Ólafur/ }).click();
  await form.page.getByRole('heading', { name: /^Correct Ólafur/ }).waitFor();
  const person = (await sandbox.read(`${path}/associated_persons`))[1];
  const at = (/** @type {string} */ member) => `/stored_persons/${person.associated_person_id}/${member}`;
  return { ...form, person, at };
}

/** What the page asks of the server beside reading it. */
function writes(page) {
  const all = [];
  page.on('request', (request) => { if (request.method() !== 'GET') all.push([request.method(), new URL(request.url()).pathname, request.postDataJSON()]); });
  return all;
}

test('says so when nothing was changed, and puts what is wrong on the answer, without sending', async () => {
  const form = await open();
  const sent = writes(form.page);
  assert.match(await form.page.locator('.remarks').locator('visible=true').innerText(), /Identity document not readable/);
  await form.press('Send this correction');
  assert.match(await form.page.locator('.outcome').locator('visible=true').innerText(), /Nothing differs from what is on file/);
  await form.input(form.at('email')).fill('olafur@');
  await form.press('Send this correction');
  assert.match(await form.messages(form.at('email')).innerText(), /email address/);
  assert.match(await form.page.title(), /^Error: Correct Ólafur/);
  assert.deepEqual(sent, []);
  await form.input(form.at('email')).fill(form.person.email);
  await form.close();
});

test('says what is wrong in the words of the question, as on every other page', async () => {
  const form = await open();
  await form.date(form.at('birth_date'), ['4', '3', '82']);
  await form.input(form.at('residential_address/city')).fill('');
  await form.press('Add another identity document');
  await form.choose(form.at('identifying_information/0/type'), 'national_id');
  await form.press('Send this correction');
  assert.match(await form.messages(form.at('birth_date')).innerText(), /in numbers, such as 27 3 2019/);
  assert.match(await form.messages(form.at('residential_address/city')).innerText(), /Fill this in\./);
  assert.match(await form.messages(form.at('identifying_information/0/image_back')).innerText(), /Choose a file\./);
  await form.close();
});

test('leaves what came of sending on the page where the press that sent it also finished an answer', async () => {
  const form = await open();
  const outcome = form.page.locator('.outcome').locator('visible=true');
  await form.context.setOffline(true);
  await form.input(form.at('last_name')).fill('Jónssen');
  await form.press('Send this correction');
  assert.match(await outcome.innerText(), /there is no connection/);
  await form.input(form.at('last_name')).fill(form.person.last_name);
  await form.press('Send this correction');
  assert.match(await outcome.innerText(), /Nothing differs/);
  await form.close();
});

test('puts a refusal of the server on the answer it is about', async () => {
  const form = await open();
  await form.page.route('**/associated_persons/*', (route) => (route.request().method() === 'PUT'
    ? route.fulfill({ status: 422, json: { code: 'Unprocessable_Entity', status: 422, detail: 'No.', errors: [{ pointer: '/last_name', code: 'refused', detail: 'The register has another name.' }] } })
    : route.continue()));
  await form.input(form.at('last_name')).fill('Jónssen');
  await form.press('Send this correction');
  await form.messages(form.at('last_name')).waitFor();
  assert.match(await form.messages(form.at('last_name')).innerText(), /The register has another name\./);
  assert.equal(await form.input(form.at('last_name')).inputValue(), 'Jónssen', 'the answer stays');
  await form.close();
});

test('says that it cannot tell when no answer comes, keeps the correction, and sends it on another press', async () => {
  const form = await open();
  await form.page.route('**/associated_persons/*', (route) => (route.request().method() === 'PUT' ? route.abort('connectionreset') : route.continue()));
  await form.input(form.at('middle_name')).fill('Þorri');
  await form.press('Send this correction');
  await form.page.locator('.outcome').locator('visible=true').waitFor();
  assert.equal(await form.input(form.at('middle_name')).inputValue(), 'Þorri');
  await form.page.unroute('**/associated_persons/*');
  await form.press('Send this correction');
  await form.page.locator('.told', { hasText: 'The correction for Ólafur' }).waitFor();
  assert.equal((await sandbox.read(`${path}/associated_persons`))[1].middle_name, 'Þorri');
  await form.close();
});

test('lists no correction as not sent that is on file, and says of one that nobody can see that it may be, where the status moved', async () => {
  const form = await open();
  const move = (status) => fetch(`${sandbox.origin}/console/customers/${sandbox.ids.pending_response}/status`,
    { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ status }) });
  await form.page.route('**/associated_persons/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    await route.fetch();
    await route.abort('connectionreset');
  });
  await form.input(form.at('middle_name')).fill('Þorlákur');
  await form.pick(form.at('poa_type'), 'Utility');
  await form.input(form.at('poa')).setInputFiles(FILES.proof);
  await form.press('Send this correction');
  await form.page.locator('.outcome').locator('visible=true').waitFor();
  await move('pending_review');
  await form.page.unroute('**/associated_persons/*');
  await form.press('Send this correction');
  const text = await form.page.locator('.unsent').innerText();
  assert.match(text, /^We can’t tell whether your answers arrived[^]*proof-of-address\.pdf/);
  assert.doesNotMatch(text, /not sent|Middle/);
  await move('pending_response');
  await form.close();
});

test('corrects a person on file through the remark: by the call of that person, and with what changed alone', async () => {
  const form = await open();
  const { at, person } = form;
  const [zofia] = await sandbox.read(`${path}/associated_persons`);
  const sent = writes(form.page);
  await form.input(at('email')).fill('olafur.thor@lakowaoptyka.example');
  await form.page.getByRole('button', { name: 'Add another identity document' }).locator('visible=true').click();
  await form.choose(at('identifying_information/0/type'), 'passport');
  await form.pick(at('identifying_information/0/issuing_country'), 'Iceland');
  await form.input(at('identifying_information/0/national_identity_number')).fill('A1234567');
  await form.input(at('identifying_information/0/image_front')).setInputFiles(FILES.front);
  await form.page.getByText('Ready to send').locator('visible=true').waitFor();
  await form.press('Send this correction');
  await form.page.locator('.told', { hasText: 'The correction for Ólafur' }).waitFor();
  assert.equal(sent.length, 1);
  const [method, where, body] = sent[0];
  assert.deepEqual([method, where], ['PUT', `${path}/associated_persons/${person.associated_person_id}`]);
  assert.deepEqual(Object.keys(body).sort(), ['email', 'identifying_information']);
  const now = await sandbox.read(`${path}/associated_persons`);
  assert.equal(now.length, 2, 'nobody was added');
  assert.equal(now[1].email, 'olafur.thor@lakowaoptyka.example');
  assert.deepEqual({ ...now[0], updated_at: '' }, { ...zofia, updated_at: '' }, 'nobody else was touched');
  await form.close();
});

test('takes nothing more on a correction that is on its way', async () => {
  const form = await open();
  const { page } = form;
  const name = form.input(form.at('middle_name'));
  await name.fill('Þór');
  let answer = () => {};
  const asked = new Promise((resolve) => { answer = resolve; });
  await page.route('**/associated_persons/*', async (route) => {
    if (route.request().method() === 'PUT') await asked;
    await route.continue();
  });
  await name.press('Enter');
  await page.waitForFunction(() => document.activeElement?.textContent === 'Send this correction');
  await page.evaluate((at) => document.querySelector(`[name="${at}"]`).focus(), form.at('middle_name'));
  await page.keyboard.type('lost');
  assert.equal(await name.inputValue(), 'Þór');
  answer();
  await page.locator('.told', { hasText: 'The correction for Ólafur' }).waitFor();
  await form.close();
});

test('asks once more before a person on file is removed, and removes by the call of that person', async () => {
  const form = await open();
  const sent = writes(form.page);
  await form.press(/^Remove Ólafur/);
  await form.press('Keep');
  assert.deepEqual(sent, []);
  await form.press(/^Remove Ólafur/);
  await form.press('Remove now');
  await form.page.locator('.told').waitFor();
  assert.deepEqual(sent, [['DELETE', `${path}/associated_persons/${form.person.associated_person_id}`, null]]);
  assert.deepEqual((await sandbox.read(`${path}/associated_persons`)).map(({ first_name: name }) => name), ['Zofia']);
  assert.deepEqual(await form.page.locator('.on-file .card-title').allInnerTexts(), ['Zofia Wiśniewska-Nguyễn']);
  await form.close();
});
