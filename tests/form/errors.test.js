import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, FILES, openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

let browser;
let sandbox;
let form;
before(async () => {
  browser = await startBrowser();
  sandbox = await startSandbox();
});
after(async () => {
  await browser.close();
  await sandbox.stop();
});
const open = async (state = 'init') => { form = await openForm(browser, sandbox.links[state]); };
const focused = () => form.page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.className);
/** Another page takes the focus once it is drawn. @param {string} name */
const focusComesTo = (name) => form.page.waitForFunction((wanted) => document.activeElement?.getAttribute('name') === wanted, name);

test('puts the message beside the field, a summary first on the page with focus, and the page in the title', async () => {
  await open();
  await form.section('The business');
  await form.input('/email').fill('nobody');
  assert.equal(await form.messages('/email').count(), 0, 'nothing is red while a person types');
  await form.input('/business_description').fill('Text');
  assert.equal(await form.messages('/email').count(), 0, 'nor as they go on to the next question');
  await form.press('Continue');

  await form.headed('The business');
  assert.equal(await focused(), 'summary');
  assert.match(await form.page.title(), /^Error: The business/);
  assert.equal(await form.page.locator('[data-page="business"] > :first-child').getAttribute('class'), 'summary');
  const email = form.input('/email');
  assert.equal(await email.getAttribute('aria-invalid'), 'true');
  const described = await email.evaluate((input) => input.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' | '));
  assert.match(described, /We write to this address.* \| Error: Enter an email address/);

  await form.page.getByRole('link', { name: /^Email address: / }).click();
  assert.equal(await focused(), '/email');
  await form.back();
  assert.notEqual(await form.heading(), 'The business', 'the jump to the field is no step of its own');
  await form.close();
});

test('takes an error away as soon as the answer is right', async () => {
  await open();
  await form.section('The business');
  await form.input('/email').fill('nobody');
  await form.press('Continue');
  await form.messages('/email').first().waitFor();
  assert.equal(await form.messages('/email').count(), 1);
  await form.input('/email').pressSequentially('@example.com');
  assert.equal(await form.messages('/email').count(), 0);
  assert.equal(await form.input('/email').getAttribute('aria-invalid'), null);
  assert.equal(await form.page.locator('.summary').count(), 0);
  assert.doesNotMatch(await form.page.title(), /^Error/);
  await form.close();
});

test('calls nothing wrong that unfolded or was added on a page seen before, until it is left or Continue is pressed', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const codes = () => form.page.locator('.message.error').locator('visible=true').evaluateAll((all) => all.map((one) => one.dataset.code));
  await form.goTo('activity');
  await form.choose('/account_purpose', 'other');
  await form.press('Continue');
  assert.deepEqual(await codes(), ['explanation_missing']);
  await form.choose('/high_risk_activities', 'adult_entertainment');
  assert.deepEqual(await codes(), ['explanation_missing'], 'the one that was asked before');
  await form.press('Continue');
  assert.deepEqual(await codes(), ['explanation_missing', 'explanation_missing']);

  await form.goTo('documents');
  await form.page.getByLabel('Choose files').setInputFiles(FILES.registration);
  await form.page.getByText('Ready to send').locator('visible=true').waitFor();
  await form.press('Continue');
  assert.deepEqual(await codes(), ['required']);
  await form.page.getByLabel('Choose files').setInputFiles(FILES.proof);
  await form.page.getByText('Ready to send').locator('visible=true').nth(1).waitFor();
  assert.deepEqual(await codes(), ['required'], 'nobody was asked yet what the second is');
  await form.goTo('');
  await form.goTo('documents');
  assert.deepEqual(await codes(), ['required', 'required']);
  await form.close();
});

test('calls no date incomplete while it is being written', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const { keyboard } = form.page;
  const name = '/date_of_incorporation';
  const parts = form.page.locator(`[name="${name}"]`);
  await form.goTo('business');
  await form.goTo('');
  await form.goTo('business');
  await parts.first().focus();
  for (const part of ['31', '2']) {
    await keyboard.type(part);
    await keyboard.press('Tab');
    assert.equal(await form.messages(name).count(), 0, 'more is to come');
  }
  await keyboard.type('2017');
  await keyboard.press('Tab');
  assert.match(await form.messages(name).innerText(), /that exists/);
  await parts.first().fill('');
  await form.press('Continue');
  assert.match(await form.messages(name).innerText(), /Add the day/);

  await form.goTo('agreement');
  await form.goTo('');
  await form.goTo('agreement');
  await form.choose('/terms_signed_at', 'earlier');
  assert.equal(await form.messages('/terms_signed_at').count(), 0, 'the time has not been asked for yet');
  await form.press('Continue');
  assert.match(await form.messages('/terms_signed_at').innerText(), /Give the date and the time/);
  await form.close();
});

test('takes a suggestion with one press', async () => {
  await open();
  await form.section('Tax');
  await form.input('/tax_country').fill('ZAR');
  await form.press('Continue');
  assert.match(await form.messages('/tax_country').innerText(), /no longer used/);
  await form.press('Use COD');
  assert.equal(await form.input('/tax_country').inputValue(), 'Congo - Kinshasa');
  assert.equal(await form.messages('/tax_country').count(), 0);
  await form.press('Continue');
  await form.headed('Documents');
  await form.close();
});

test('shows a warning as one, lets it be answered, and is not held up by it', async () => {
  await open();
  await form.section('The business');
  await form.input('/primary_website').fill('kestrel.example');
  await form.input('/primary_website').blur();
  const warning = form.messages('/primary_website');
  assert.match(await warning.getAttribute('class'), /\bwarning\b/);
  assert.equal(await form.input('/primary_website').getAttribute('aria-invalid'), null);
  await form.press('Continue');
  await form.headed('Addresses');
  await form.back();
  await form.press('It is right');
  assert.equal(await warning.count(), 0);
  await form.input('/primary_website').fill('fen.example');
  await form.input('/primary_website').blur();
  assert.equal(await warning.count(), 1, 'another answer is asked about anew');
  await form.press('Use https://fen.example');
  assert.equal(await form.input('/primary_website').inputValue(), 'https://fen.example');
  await form.close();
});

test('keeps a button under the press that takes focus from an answer with a warning', async () => {
  await open();
  await form.section('The business');
  await form.input('/primary_website').fill('kestrel.example');
  await form.press('Continue');
  await form.page.getByRole('heading', { name: 'Addresses' }).waitFor();
  await form.back();
  await form.messages('/primary_website').waitFor();
  await form.close();
});

test('says one thing of a date, the most useful one', async () => {
  await open();
  await form.section('The business');
  await form.date('/date_of_incorporation', ['31', '', '2020']);
  await form.press('Continue');
  const messages = form.field('/date_of_incorporation').locator('.message');
  assert.deepEqual(await messages.allTextContents(), ['Error: Add the month of the date.']);
  await form.date('/date_of_incorporation', ['31', '2', '2020']);
  await form.press('Continue');
  assert.equal(await messages.count(), 1);
  assert.match(await messages.innerText(), /exists/);
  await form.date('/date_of_incorporation', ['1', '1', '2999']);
  await form.press('Continue');
  assert.match(await messages.innerText(), /not in the future/);
  await form.close();
});

test('says that a stored answer can be replaced and not removed, and puts it back with one press', async () => {
  await open('pending_response');
  await form.section('The business');
  await form.input('/primary_website').fill('');
  await form.input('/primary_website').blur();
  assert.match(await form.messages('/primary_website').innerText(), /can’t be removed here/);
  await form.press('Put it back');
  assert.equal(await form.input('/primary_website').inputValue(), 'https://lakowaoptyka.example');
  assert.equal(await form.messages('/primary_website').count(), 0);
  await form.close();
});

test('checks a file as it is chosen', async () => {
  await open();
  await form.section('Documents');
  await form.page.getByLabel('Choose files').setInputFiles([
    { name: 'empty.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) },
    { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.from('film') },
  ]);
  await form.page.locator('.message.error').nth(1).waitFor();
  assert.match(await form.messages('/documents/0/file').innerText(), /empty/);
  assert.match(await form.messages('/documents/1/file').innerText(), /type of file is not taken/);
  await form.close();
});

test('points from the last look to the person a problem is about', async () => {
  await open();
  await form.section('People');
  await addPerson(form, 0, { first: 'Kari', last: 'Nordmann', share: '60' });
  await addPerson(form, 1, { first: 'Ola', last: 'Hansen', share: '60' });
  await form.headed('People');
  await form.page.locator('.brand').click();
  await form.page.getByRole('link', { name: 'Check and send' }).click();
  const problem = form.page.locator('.summary a').locator('visible=true');
  assert.deepEqual(await problem.allInnerTexts(), ['People: Check the ownership of all people. Together they own 120%, and 100% is the most.']);
  await problem.click();
  await form.headed('People');
  await form.page.getByRole('link', { name: 'Edit Ola Hansen' }).click();
  await form.input('/associated_persons/1/ownership_percentage').fill('40');
  await form.input('/associated_persons/1/birth_date').first().fill('');
  await form.back();
  await form.back();
  assert.deepEqual(await problem.allInnerTexts(), ['Ola Hansen, Date of birth: Add the day of the date.']);
  await form.press(/^Send/);
  assert.equal(await focused(), 'summary', 'nothing is sent while there is a problem');
  await problem.click();
  await form.headed('Ola Hansen');
  await focusComesTo('/associated_persons/1/birth_date');
  await form.close();
});

test('reads the summary out as it comes, and not whole again at each answer that is mended', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const { page } = form;
  const tree = await form.context.newCDPSession(page);
  const live = async () => {
    const { result } = await tree.send('Runtime.evaluate', { expression: 'document.querySelector("form:not([hidden]) > .summary")' });
    const { nodes: [summary] } = await tree.send('Accessibility.getPartialAXTree', { objectId: result.objectId, fetchRelatives: false });
    return [summary.role.value, summary.properties.find(({ name }) => name === 'live')?.value.value];
  };
  await form.section('People');
  await form.press('Add a person');
  await form.press('Done');
  assert.deepEqual(await live(), ['alert', 'assertive']);
  await form.input('/associated_persons/0/first_name').fill('Kari');
  await page.locator('.summary').locator('visible=true').getByText('First name').waitFor({ state: 'detached' });
  assert.deepEqual(await live(), ['alert', undefined]);
  await form.close();
});
