import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { join } from 'node:path';

import { startBrowser } from '../form/form.js';
import { install, root } from './install.js';
import { STRICT, serveFolders } from './pages.js';

const { inside } = await install({ after });
const folders = { '/kyb-patch/': inside, '/': join(root, 'tests/package/fixtures/plain') };
const origin = await serveFolders({ after }, folders, { policy: STRICT });
const browser = await startBrowser();
after(() => browser.close());

/** @type {import('playwright-core').Page} */
let page;
let faults = [];
before(async () => {
  page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
});
beforeEach(async () => {
  faults = [];
  await page.goto(`${origin}/`);
  await page.locator('html[data-ready]').waitFor();
});
afterEach(() => assert.deepEqual(faults, []));

const control = (name) => page.locator(`[name="${name}"]`);
const messages = () => page.locator('.kyb-issues p, [data-issues] p').allTextContents();
const patch = () => page.evaluate('binding.patch()');
const send = () => page.getByRole('button', { name: 'Send' }).click();

test('nothing is red while a person types for the first time, what is wrong is said on leaving, and goes once it is right', async () => {
  const country = control('/tax_country');
  await country.pressSequentially('US');
  assert.deepEqual(await messages(), []);
  assert.equal(await country.getAttribute('aria-invalid'), null);
  await country.press('Tab');
  assert.match((await messages())[0], /^Choose the country.* Use USA$/);
  assert.equal(await country.getAttribute('aria-invalid'), 'true');
  const [hint, message] = (await country.getAttribute('aria-describedby')).split(' ');
  assert.equal(hint, 'hint');
  assert.match(await page.locator(`#${message}`).textContent(), /^Choose the country/);
  assert.match(await country.evaluate((input) => input.validationMessage), /^Choose the country/);

  await country.pressSequentially('A');
  assert.deepEqual(await messages(), []);
  assert.equal(await country.getAttribute('aria-invalid'), null);
  assert.equal(await country.getAttribute('aria-describedby'), 'hint');
  assert.equal(await country.evaluate((input) => input.validationMessage), '');
  // It was right, and is being typed again: not red before it is left.
  await country.press('Backspace');
  assert.deepEqual(await messages(), []);
  assert.deepEqual(await page.evaluate('told'), ['/tax_country not_iso_3166_alpha3']);
});

test('passing by says nothing, and what is not bound is left alone', async () => {
  await control('/email').focus();
  for (let step = 0; step < 8; step++) await page.keyboard.press('Tab');
  assert.deepEqual(await messages(), []);
  await control('note').fill('x');
  assert.ok(!('note' in (await patch())));
});

test('a suggestion is one press away', async () => {
  await control('/tax_country').fill('us');
  await control('/tax_country').blur();
  await page.getByRole('button', { name: 'Use USA' }).click();
  assert.equal(await control('/tax_country').inputValue(), 'USA');
  assert.deepEqual(await messages(), []);
  assert.equal(await control('/tax_country').evaluate((input) => document.activeElement === input), true);
});

test('controls make the patch that they say', async () => {
  await control('/email').fill('a@example.com');
  await control('/business_type').selectOption('llc');
  await page.getByLabel('Grants').check();
  await page.getByLabel('No', { exact: true }).check();
  await control('/associated_persons/0/first_name').fill('Ada');
  await control('/associated_persons/0/ownership_percentage').fill('60.5');
  await control('/associated_persons/5/ownership_percentage').fill('forty');
  assert.deepEqual(await patch(), {
    email: 'a@example.com', business_type: 'llc', source_of_funds: ['grants'], publicly_traded: false,
    associated_persons: [
      { first_name: 'Ada', has_ownership: false, ownership_percentage: 60.5 }, { has_ownership: false, ownership_percentage: 'forty' },
    ],
    documents: [{ doc_type: 'other' }],
  });
});

test('an item whose number leaves a gap is told at its own controls', async () => {
  const share = control('/associated_persons/5/ownership_percentage');
  await share.fill('forty');
  await share.blur();
  assert.equal(await share.getAttribute('aria-invalid'), 'true');
  assert.equal(await control('/associated_persons/0/ownership_percentage').getAttribute('aria-invalid'), null);
});

test('a list of choices is told at its fieldset, a list as a whole in its own place', async () => {
  await page.getByLabel('Lottery').check();
  await page.getByLabel('Grants').focus();
  assert.deepEqual(await messages(), []);
  await control('/email').focus();
  const funds = page.locator('fieldset', { hasText: 'Where the money' });
  const id = await funds.getAttribute('aria-describedby');
  assert.match(await page.locator(`#${id}`).textContent(), /^Choose/);
  assert.equal(await page.getByLabel('Lottery').getAttribute('aria-invalid'), 'true');

  for (const [at, share] of [[0, '70'], [5, '60']]) {
    await control(`/associated_persons/${at}/has_ownership`).check();
    await control(`/associated_persons/${at}/ownership_percentage`).fill(share);
  }
  await control('/email').focus();
  assert.match(await page.locator('[data-issues="/associated_persons"] p[data-code="ownership_above_100"]').textContent(), /100/);
});

test('a message that comes does not take the button away from under the pointer', async () => {
  await page.evaluate(() => document.querySelectorAll('fieldset, label:has([name^="/documents"])').forEach((element) => element.remove()));
  await control('/tax_country').fill('Germany');
  await page.getByRole('button', { name: 'Send' }).hover();
  await page.mouse.down();
  assert.deepEqual(await messages(), []);
  await page.mouse.up();
  await page.locator('.kyb-summary').waitFor();
  assert.equal((await messages()).length, 1);
  // Elsewhere, too, it comes when the pointer is up.
  await page.locator('#hint').click();
  await control('/tax_country').fill('DEU');
  await control('/primary_website').fill('example');
  await page.locator('#hint').click();
  await page.locator('.kyb-warning').waitFor();
});

test('submit says everything, stops before anyone hears of it, and its summary leads to the controls', async () => {
  await control('/tax_country').fill('Germany');
  await control('/primary_website').fill('example');
  await send();
  const summary = page.locator('.kyb-summary');
  assert.equal(await summary.evaluate((element) => element === document.activeElement), true);
  assert.equal(await summary.getAttribute('aria-labelledby'), await summary.locator('h2').getAttribute('id'));
  assert.ok((await summary.locator('a').count()) > 5);
  assert.equal(await page.evaluate('sent.length'), 0);
  await summary.locator('a', { hasText: 'country' }).first().click();
  assert.equal(await control('/tax_country').evaluate((input) => document.activeElement === input), true);
  assert.ok(!page.url().includes('#'));
  // A warning is said and is no problem.
  assert.equal(await page.locator('.kyb-warning').count() > 0, true);
  assert.equal(await summary.locator('a', { hasText: 'web' }).count(), 0);
});

test('warnings never stop a submit; a file is read before it goes', async () => {
  await page.evaluate(() => document.querySelectorAll('[name^="/associated_persons/"]').forEach((control) => control.closest('label').remove()));
  await control('/primary_website').fill('example');
  await control('/documents/0/file').setInputFiles({ name: 'deed.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n') });
  await page.waitForFunction(() => binding.patch().documents[0].file);
  await send();
  const [sent] = await page.evaluate('sent');
  assert.equal(sent.primary_website, 'example');
  assert.match(sent.documents[0].file, /^data:application\/pdf;base64,/);
  assert.equal(await page.locator('.kyb-summary').count(), 0);
});

test('a file of a kind that is not taken is told at once', async () => {
  const file = control('/documents/0/file');
  await file.setInputFiles({ name: 'run.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ\0\0this program') });
  await page.locator('[name="/documents/0/file"][aria-invalid=true]').waitFor();
  const codes = () => file.locator('xpath=../..').locator('.kyb-issues p').evaluateAll((lines) => lines.map(({ dataset }) => dataset.code));
  assert.ok((await codes()).some((code) => code.startsWith('file_')));
  await file.setInputFiles([]);
  assert.deepEqual(await codes(), ['required']);
});

test('rows that come later are bound, rows that go take their messages with them', async () => {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.name = '/registered_address/country';
    document.querySelector('form').append(input);
  });
  await control('/registered_address/country').fill('ZZ');
  await control('/registered_address/country').blur();
  assert.ok((await messages()).length > 0);
  await page.evaluate(() => document.querySelector('[name="/registered_address/country"]').remove());
  await control('/email').fill('a@example.com');
  assert.deepEqual(await messages(), []);
});

test('unbinding leaves the form as it was, and it can be bound again', async () => {
  const before = await page.evaluate(() => {
    globalThis.binding.unbind();
    const { innerHTML } = document.body;
    globalThis.bind();
    return innerHTML;
  });
  for (let round = 0; round < 2; round++) {
    await control('/tax_country').fill('US');
    await send();
    await page.evaluate('binding.unbind()');
    assert.equal(await page.evaluate(() => document.body.innerHTML), before);
    assert.equal(await page.evaluate(() => document.querySelector('form').noValidate), false);
    await control('/tax_country').fill('DE');
    await control('/tax_country').blur();
    assert.deepEqual(await messages(), []);
    await page.evaluate('bind()');
  }
});

test('a form that is bound again has the one binding, whichever is unbound first', async () => {
  const before = await page.evaluate(() => {
    globalThis.binding.unbind();
    return document.body.innerHTML;
  });
  for (const order of [[0, 1], [1, 0]]) {
    await page.evaluate(() => { globalThis.both = [globalThis.bind(), globalThis.bind()]; });
    await control('/tax_country').fill('US');
    await send();
    assert.equal(await page.locator('.kyb-summary').count(), 1);
    await page.evaluate((first) => globalThis.both[first].unbind(), order[0]);
    assert.equal(await page.evaluate(() => document.querySelector('form').noValidate), order[0] === 0);
    await page.evaluate((last) => globalThis.both[last].unbind(), order[1]);
    assert.equal(await page.evaluate(() => document.body.innerHTML), before);
    assert.equal(await page.evaluate(() => document.querySelector('form').noValidate), false);
  }
});

test('what is no form is refused by name', async () => {
  const name = await page.evaluate(async () => {
    const { bindForm } = await import(`${'/kyb-patch/'}bind-form.js`);
    try { bindForm(document.body); } catch (error) { return error.name; }
  });
  assert.equal(name, 'InvalidCall');
});
