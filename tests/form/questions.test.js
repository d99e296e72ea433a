import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, openForm, startBrowser } from './form.js';
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

test('asks what the purpose is only when it is another one, and does not send what is not asked', async () => {
  await open();
  await form.section('Activity and money');
  const other = form.input('/account_purpose_other');
  assert.equal(await other.isVisible(), false);
  await form.choose('/account_purpose', 'other');
  await other.fill('Prizes');
  await form.choose('/account_purpose', 'payroll');
  assert.equal(await other.isVisible(), false);
  await form.goTo('review');
  assert.deepEqual(await form.page.locator('.row dt').allInnerTexts(), ['What will the account mainly be used for?']);
  await form.back();
  await form.choose('/account_purpose', 'other');
  assert.equal(await other.inputValue(), 'Prizes', 'what was typed is kept');
  await form.close();
});

test('asks about high-risk activities unless there are none, and takes none for none', async () => {
  await open();
  await form.section('Activity and money');
  const more = form.input('/high_risk_activities_explanation');
  await form.choose('/high_risk_activities', 'gambling');
  assert.equal(await more.isVisible(), true);
  await form.press('Continue');
  assert.match(await form.messages('/high_risk_activities_explanation').innerText(), /Explain your answer/);
  await form.choose('/high_risk_activities', 'none_of_the_above');
  assert.equal(await more.isVisible(), false);
  assert.equal(await form.page.locator('[name="/high_risk_activities"]:checked').count(), 1);
  await form.press('Continue');
  await form.headed('Tax');
  await form.close();
});

test('finds a country by other names and by its codes, in whatever case', async () => {
  await open();
  await form.section('Tax');
  const box = form.input('/tax_country');
  const first = form.page.locator(`#${await box.getAttribute('aria-controls')} [role=option] span`).first();
  const found = { UK: 'United Kingdom', 'Great Britain': 'United Kingdom', 'united states of america': 'United States', Holland: 'Netherlands', 'Czech Republic': 'Czechia', Inglaterra: 'United Kingdom' };
  for (const [typed, country] of Object.entries(found)) {
    await box.fill(typed);
    await first.filter({ hasText: country }).waitFor();
  }
  for (const [typed, country] of [['us', 'United States'], ['Usa', 'United States'], ['uae', 'United Arab Emirates'], ['Viet Nam', 'Vietnam'], ['de', 'Germany']]) {
    await box.fill('');
    await box.pressSequentially(typed);
    await box.press('Tab');
    await form.page.waitForFunction((name) => document.querySelector('[name="/tax_country"]').value === name, country);
  }
  await form.close();
});

test('goes on with the names of countries alone where the others do not come', async () => {
  form = await openForm(browser, sandbox.links.init, { before: (page) => page.route('**/language/countries.json', () => {}) });
  await form.section('Tax');
  await form.pick('/tax_country', 'Norw');
  assert.equal(await form.input('/tax_country').inputValue(), 'Norway');
  await form.close();
});

test('takes a whole date that is pasted into one part, and digits of other scripts', async () => {
  await open();
  await form.section('The business');
  const parts = form.page.locator('[name="/date_of_incorporation"][data-part]');
  const paste = async (text) => {
    for (const at of [0, 1, 2]) await parts.nth(at).fill('');
    await parts.first().evaluate((input, said) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', said);
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      input.focus();
      // What a browser does with a paste that nobody takes.
      if (input.dispatchEvent(event)) document.execCommand('insertText', false, said);
    }, text);
    return parts.evaluateAll((inputs) => inputs.map(({ value }) => value));
  };
  assert.deepEqual(await paste('04.11.1982'), ['04', '11', '1982']);
  assert.deepEqual(await paste(' 1982-11-04 '), ['04', '11', '1982']);
  assert.deepEqual(await paste('27/3/2019'), ['27', '3', '2019']);
  assert.deepEqual(await paste('27 3 2019'), ['27', '3', '2019'], 'as the example beside it is written');
  assert.deepEqual(await paste('3/27/2019'), ['27', '3', '2019']);
  assert.deepEqual(await paste('04/11/1982'), ['', '', '1982'], 'which is the month is not guessed');
  assert.deepEqual(await paste('27'), ['27', '', '']);
  for (const [at, part] of ['٢٧', '３', '۲۰۱۹'].entries()) await parts.nth(at).fill(part);
  await form.goTo('review');
  assert.match(await form.page.locator('.row[data-pointer="/date_of_incorporation"] .row-now').innerText(), /March 27, 2019/);
  await form.close();
});

test('asks for a share of owners only, and for the back of documents that have one', async () => {
  await open();
  await form.section('People');
  await form.press('Add a person');
  const at = (member) => form.input(`/associated_persons/0/${member}`);
  assert.equal(await at('ownership_percentage').isVisible(), false);
  await form.choose('/associated_persons/0/has_ownership', 'true');
  assert.equal(await at('ownership_percentage').isVisible(), true);
  await form.choose('/associated_persons/0/has_ownership', 'false');
  assert.equal(await at('ownership_percentage').isVisible(), false);
  const back = form.field('/associated_persons/0/identifying_information/0/image_back');
  assert.equal(await back.isVisible(), false);
  await form.choose('/associated_persons/0/identifying_information/0/type', 'drivers_license');
  assert.equal(await back.isVisible(), true);
  await form.choose('/associated_persons/0/identifying_information/0/type', 'passport');
  assert.equal(await back.isVisible(), false);
  await form.close();
});

test('takes a person away and back with every answer', async () => {
  await open();
  await form.section('People');
  await addPerson(form, 0, { first: 'Kari', last: 'Nordmann', share: '60' });
  await addPerson(form, 1, { first: 'Ola', last: 'Hansen' });
  const body = () => form.page.evaluate(() => document.querySelector('[data-ownership]').textContent);
  const before = await body();
  await form.press('Remove Kari Nordmann');
  assert.deepEqual(await form.page.locator('.card.person .card-title').allInnerTexts(), ['Ola Hansen']);
  assert.equal(await form.input('/associated_persons/0/first_name').inputValue(), 'Ola', 'the next one moves up');
  await form.press('Undo');
  assert.deepEqual(await form.page.locator('.card.person .card-title').allInnerTexts(), ['Kari Nordmann', 'Ola Hansen']);
  assert.equal(await body(), before);
  assert.equal(await form.page.locator('[name="/associated_persons/0/has_ownership"][value="true"]').isChecked(), true);
  assert.equal(await form.page.locator('[name="/associated_persons/1/has_ownership"][value="false"]').isChecked(), true);
  await form.close();
});

test('gives back each of two people who were removed one after the other', async () => {
  await open();
  await form.goTo('people');
  for (const [place, name] of ['Kari', 'Ola'].entries()) {
    await form.press(/^Add (a|another) person$/);
    await form.input(`/associated_persons/${place}/first_name`).fill(name);
    await form.goTo('people');
  }
  await form.press('Remove Kari');
  await form.press('Remove Ola');
  const undo = form.page.getByRole('button', { name: 'Undo' });
  assert.equal(await undo.count(), 2);
  const described = await undo.evaluateAll((all) => all.map((one) => document.getElementById(one.getAttribute('aria-describedby') ?? '')?.textContent));
  assert.deepEqual(described, ['Kari was removed.', 'Ola was removed.'], 'each says whom it brings back');
  await undo.last().click();
  await undo.first().click();
  assert.deepEqual(await form.page.locator('.card.person .card-title').evaluateAll((all) => all.map((one) => one.firstChild.textContent)), ['Kari', 'Ola']);
  await form.close();
});

test('takes an identity document away and back, and none takes the answers of another', async () => {
  await open();
  await form.section('People');
  await form.press('Add a person');
  const id = (place, member) => `/associated_persons/0/identifying_information/${place}/${member}`;
  const kind = (place) => form.page.locator(`[name="${id(place, 'type')}"]:checked`).getAttribute('value');
  await form.choose(id(0, 'type'), 'passport');
  await form.press('Add another identity document');
  await form.choose(id(1, 'type'), 'national_id');
  await form.input(id(1, 'national_identity_number')).fill('B');
  await form.press('Add another identity document');
  await form.choose(id(2, 'type'), 'other');
  await form.page.getByRole('button', { name: 'Remove this identity document' }).first().click();
  assert.deepEqual([await kind(0), await kind(1)], ['national_id', 'other']);
  assert.equal(await form.input(id(0, 'national_identity_number')).inputValue(), 'B');
  await form.press('Undo');
  assert.deepEqual([await kind(0), await kind(1), await kind(2)], ['passport', 'national_id', 'other']);
  await form.close();
});

test('leaves no person behind when one was added and nothing filled in', async () => {
  await open();
  await form.section('People');
  await form.press('Add a person');
  await form.page.getByRole('link', { name: 'Back to people' }).locator('visible=true').click();
  assert.equal(await form.page.locator('.card.person').count(), 0);
  assert.equal(await form.page.locator('[data-page^="people/"]').count(), 0);
  await form.close();
});

test('adds one person on a double press, and nobody for who goes elsewhere at once', async () => {
  await open();
  await form.section('People');
  const pages = form.page.locator('[data-page^="people/"]');
  const press = (more) => form.page.getByRole('button', { name: 'Add a person' }).evaluate((button, hash) => {
    button.click();
    if (hash) location.hash = hash;
    else button.click();
  }, more);
  await press();
  await form.page.getByRole('heading', { name: 'Add a person' }).waitFor();
  assert.equal(await pages.count(), 1);
  await form.goTo('people');
  await form.page.waitForFunction(() => !document.querySelector('[data-page^="people/"]'));
  await press('#/tax');
  await form.page.waitForFunction(() => !document.querySelector('[data-page^="people/"]'));
  assert.equal(new URL(form.page.url()).hash, '#/tax');
  await form.close();
});

test('sends no person twice who is on file already', async () => {
  await open('pending_response');
  await form.section('People');
  await form.press('Add a person');
  await form.input('/associated_persons/0/first_name').fill('zofia');
  await form.input('/associated_persons/0/last_name').fill('Wiśniewska-Nguyễn');
  await form.date('/associated_persons/0/birth_date', ['2', '11', '1981']);
  await form.goTo('review');
  assert.match(await form.page.locator('.not-sent').innerText(), /zofia[^]*on file already/);
  assert.equal(await form.page.locator('.row').count(), 0);
  await form.close();
});

test('reads a share with a comma and a percent sign', async () => {
  await open();
  await form.section('People');
  await form.press('Add a person');
  await form.choose('/associated_persons/0/has_ownership', 'true');
  await form.input('/associated_persons/0/ownership_percentage').fill('33,3 %');
  await form.page.getByRole('link', { name: 'Back to people' }).locator('visible=true').click();
  assert.match(await form.page.locator('.ownership').innerText(), /33\.3% of the business/);
  await form.close();
});

test('says of answers that no read shows that they stay when left empty', async () => {
  await open();
  for (const name of ['Activity and money', 'Documents', 'Agreement']) {
    await form.section(name);
    assert.match(await form.page.locator('.inset').locator('visible=true').innerText(), /We don’t show/);
  }
  await form.close();
});

test('takes an answer back that replaces one that is not shown', async () => {
  await open();
  await form.section('Activity and money');
  await form.choose('/account_purpose', 'payroll');
  await form.press('Clear this answer');
  await form.page.locator('.brand').click();
  assert.equal(await form.page.getByRole('link', { name: 'Check and send' }).count(), 0);
  await form.close();
});

test('takes terms that were accepted earlier, in the time zone of the person', async () => {
  await open();
  await form.section('Agreement');
  await form.page.getByLabel('They were accepted earlier').check();
  await form.press('Continue');
  assert.match(await form.field('/terms_signed_at').locator('.message').innerText(), /date and the time/);
  await form.date('/terms_signed_at', ['31', '2', '2026']);
  await form.page.getByLabel('Time', { exact: true }).fill('10:30');
  await form.press('Continue');
  await form.headed('Agreement');
  await form.date('/terms_signed_at', ['1', '4', '2026']);
  assert.equal(await form.field('/terms_signed_at').locator('.message').count(), 0);
  const sent = form.page.waitForRequest((request) => request.method() === 'PUT');
  await form.send();
  assert.deepEqual((await sent).postDataJSON(), { terms_signed_at: '2026-04-01T08:30:00.000Z' });
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await form.section('Agreement');
  assert.equal(await form.page.getByLabel('They were accepted earlier').isChecked(), true, 'it is shown as it is stored');
  await form.page.locator('.brand').click();
  assert.equal(await form.page.getByRole('link', { name: 'Check and send' }).count(), 0);
  await form.close();
});
