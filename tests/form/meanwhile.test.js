import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FILES, openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

/** What happens elsewhere, or at another time than it should: to others, to the browser, on the line. */
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

/** @param {Parameters<typeof openForm>[2]} [how] */
const open = (how) => openForm(browser, sandbox.links.pending_response, how);

/** Has files read only after a while. */
const slowFiles = { before: (page) => page.addInitScript(() => {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...message) { setTimeout(() => post.apply(this, message), 1500); };
}) };

test('a person on file who was only looked at is shown as others have changed them meanwhile', async () => {
  const form = await open();
  const { page } = form;
  let moved = false;
  await page.route('**/associated_persons', async (route) => {
    const response = await route.fetch();
    const persons = await response.json();
    if (moved) persons[1].email = 'moved@example.com';
    await route.fulfill({ response, json: persons });
  });
  await form.section('People');
  const people = page.locator('.on-file a');
  await people.nth(1).click();
  const email = page.locator('[name$="/email"]').locator('visible=true');
  await email.waitFor();
  await form.goTo('people');
  await people.nth(0).click();
  await page.locator('[name$="/middle_name"]').locator('visible=true').fill('Ann');
  moved = true;
  await form.press('Send this correction');
  await page.locator('.told').waitFor();
  assert.equal(await page.getByText('Correction not sent').count(), 0);
  await people.nth(1).click();
  await page.waitForFunction(() => [...document.querySelectorAll('[name$="/email"]')].some((input) => input.checkVisibility() && input.value === 'moved@example.com'));
  await form.close();
});

test('stays on the page that is being sent until it is known what came of it', async () => {
  const form = await open();
  const { page } = form;
  let answer = () => {};
  await page.route('**/v1/customers/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    await new Promise((resolve) => { answer = () => resolve(undefined); });
    await route.fulfill({ status: 422, json: { code: 'Nope', detail: 'No.', errors: [null, 7, { pointer: '/business_description', code: 'odd', detail: 'Say it in fewer words.' }] } });
  });
  await form.section('The business');
  await form.input('/business_description').fill('Sells fishing nets to boats.');
  await form.goTo('review');
  const sending = page.waitForRequest((request) => request.method() === 'PUT');
  await page.locator('[data-send]').click();
  await sending;
  await page.evaluate(() => { location.hash = '#/tax'; });
  await page.waitForFunction(() => location.hash === '#/review');
  // Who presses a link is told why it leads nowhere.
  await page.locator('[data-page=review] .later').click();
  const held = page.locator('.held').locator('visible=true');
  await held.waitFor();
  assert.match(await held.innerText(), /Still sending/);
  await page.waitForFunction(() => /Still sending/.test(document.getElementById('announcer')?.textContent ?? ''));
  assert.equal(await page.evaluate(() => location.hash), '#/review');
  answer();
  await page.locator('.summary').locator('visible=true').waitFor();
  assert.match(await page.locator('.summary').locator('visible=true').innerText(), /Say it in fewer words/);
  assert.equal(await page.evaluate(() => document.querySelector('[data-page=review]')?.checkVisibility()), true);
  assert.equal(await held.count(), 0);
  await form.close();
});

test('says on the page of a person, too, why it stays while a correction is sent', async () => {
  const form = await open();
  const { page } = form;
  let answer = () => {};
  await page.route('**/associated_persons/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    await new Promise((resolve) => { answer = () => resolve(undefined); });
    await route.fulfill({ status: 503, json: {} });
  });
  await form.section('People');
  await page.locator('.on-file a').nth(1).click();
  await page.locator('[name$="/middle_name"]').locator('visible=true').fill('Ann');
  const sending = page.waitForRequest((request) => request.method() === 'PUT');
  await form.press('Send this correction');
  await sending;
  await page.locator('.brand').click();
  const held = page.locator('.held').locator('visible=true');
  await held.waitFor();
  await form.headed(/^Correct /);
  answer();
  await page.locator('.outcome').locator('visible=true').waitFor();
  assert.equal(await held.count(), 0);
  await form.close();
});

test('says that Continue waits for a file that is being read, and goes on by itself', async () => {
  // Read when the test says so: what is said meanwhile must not be gone before it is looked at.
  const form = await open({ before: (page) => page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    const told = new Promise((resolve) => { globalThis.readOn = resolve; });
    Worker.prototype.postMessage = function (...message) { told.then(() => post.apply(this, message)); };
  }) });
  const { page } = form;
  await form.section('Documents');
  await page.locator('[data-page=documents] input[data-add]').setInputFiles(FILES.registration);
  await page.locator('[data-page=documents] select').selectOption({ index: 1 });
  // All that is said aloud: that a draft is kept may be said next.
  await page.evaluate(() => {
    globalThis.said = [];
    const announcer = /** @type {Element} */ (document.getElementById('announcer'));
    new MutationObserver(() => globalThis.said.push(announcer.textContent)).observe(announcer, { childList: true });
  });
  await form.press('Continue');
  const held = page.locator('.held').locator('visible=true');
  await held.waitFor();
  assert.match(await held.innerText(), /still being read/);
  await page.waitForFunction(() => globalThis.said.some((text) => /still being read/.test(text)));
  await page.evaluate(() => globalThis.readOn());
  await page.waitForFunction(() => location.hash === '#/agreement');
  await form.back();
  await page.locator('[data-page=documents]').waitFor();
  assert.equal(await held.count(), 0);
  await form.close();
});

test('what is said aloud stands in order, whatever is said in the same moment', async () => {
  const form = await open();
  const region = form.page.getByRole('log');
  await form.page.evaluate(async () => {
    const { announce } = await import(`${'/dom.js'}`);
    for (const text of ['Still sending.', 'Your answers are kept.', 'Your answers are kept.']) announce(text);
  });
  const said = await region.locator('p').allTextContents();
  assert.deepEqual(said.slice(-3), ['Still sending.', 'Your answers are kept.', 'Your answers are kept.']);
  await form.close();
});

test('a press leaves nothing behind that holds the form', async () => {
  const form = await open({ before: (page) => page.addInitScript(() => {
    const { addEventListener, removeEventListener } = globalThis;
    globalThis.listening = new Set();
    globalThis.addEventListener = (name, ...more) => { if (/^pointer/.test(name)) globalThis.listening.add(name); addEventListener(name, ...more); };
    globalThis.removeEventListener = (name, ...more) => { globalThis.listening.delete(name); removeEventListener(name, ...more); };
  }) });
  await form.section('Tax');
  await form.page.getByText('Country where the business').locator('visible=true').first().hover();
  await form.page.mouse.down();
  assert.deepEqual(await form.page.evaluate(() => [...globalThis.listening]), ['pointerup', 'pointercancel']);
  await form.page.mouse.up();
  assert.deepEqual(await form.page.evaluate(() => [...globalThis.listening]), []);
  await form.close();
});

test('keeps a new person of whom half a date is known', async () => {
  const form = await open();
  await form.section('People');
  await form.press('Add a person');
  const day = form.page.locator('[data-field=birth_date] input').locator('visible=true').first();
  await day.fill('7');
  await form.goTo('people');
  assert.equal(await form.page.locator('[data-page^="people/"]').count() > 0, true);
  await form.page.getByRole('link', { name: /^Edit/ }).locator('visible=true').click();
  await day.waitFor();
  assert.equal(await day.inputValue(), '7');
  await form.close();
});

test('takes nobody away from where they went while a file was read', async () => {
  const form = await open(slowFiles);
  const { page } = form;
  await form.section('Documents');
  await page.locator('[data-page=documents] input[data-add]').setInputFiles(FILES.registration);
  await page.locator('[data-page=documents] select').selectOption({ index: 1 });
  await form.press('Continue');
  await form.goTo('tax');
  await form.input('/tax_id').focus();
  // Long enough for the file to be read, both times.
  await page.waitForTimeout(5000);
  assert.equal(new URL(page.url()).hash, '#/tax');
  assert.equal(await form.input('/tax_id').evaluate((input) => input === document.activeElement), true);
  await form.close();
});

test('takes a country that the browser fills in, and one that is typed and ended with Enter', async () => {
  const form = await open();
  await form.section('Addresses');
  await form.input('/registered_address/country').evaluate((input) => {
    input.value = 'Germany';
    for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
  });
  await form.press('Continue');
  await form.page.waitForFunction(() => location.hash === '#/people');
  await form.section('Tax');
  await form.input('/tax_country').fill('Iceland');
  await form.input('/tax_country').press('Enter');
  await form.page.waitForFunction(() => location.hash === '#/documents');
  await form.goTo('review');
  const listed = await form.page.locator('[data-page=review]').innerText();
  assert.match(listed, /Germany/);
  assert.match(listed, /Iceland/);
  await form.close();
});

test('calls no country wrong that is still looked for as Continue is pressed, and loses nobody\'s place by it', async () => {
  const form = await openForm(browser, sandbox.links.init, { before: (page) => page.route('**/language/countries.json', async (route) => {
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    await route.continue();
  }) });
  const { page } = form;
  await form.section('Tax');
  await page.evaluate(() => {
    globalThis.summaries = 0;
    new MutationObserver(() => { globalThis.summaries += document.querySelectorAll('.summary').length; }).observe(document.body, { childList: true, subtree: true });
  });
  await form.input('/tax_country').focus();
  await page.keyboard.insertText('Germany');
  await page.keyboard.press('Enter');
  await form.headed('Documents');
  assert.equal(await page.evaluate(() => globalThis.summaries), 0);
  assert.equal(await form.input('/tax_country').inputValue(), 'Germany');
  await form.close();
});

test('opens without a draft that it cannot show', async () => {
  const link = sandbox.links.pending_response;
  const form = await open();
  await form.section('The business');
  await form.input('/business_description').fill('Kept');
  await form.goTo('');
  await form.page.waitForTimeout(1500);
  await form.page.evaluate(async () => {
    const { lockOf } = await import(`${location.origin}/draft/seal.js`);
    const store = await import(`${location.origin}/draft/store.js`);
    const lock = await lockOf(JSON.parse(sessionStorage.getItem('kyb-patch.link') ?? ''));
    const kept = await store.get(lock.name);
    const contents = await lock.unseal(kept);
    contents.fields.push(['/source_of_funds', 5]);
    await store.put({ name: lock.name, expires: kept.expires, ...await lock.seal(contents) });
  });
  const again = await form.context.newPage();
  await again.goto(link);
  await again.locator('.tasks a').first().waitFor();
  await form.close();
});

test('opens where the browser keeps nothing for a page', async () => {
  const form = await open({ before: (page) => page.addInitScript(() => {
    Storage.prototype.setItem = () => { throw new DOMException('denied', 'SecurityError'); };
  }) });
  await form.page.locator('.tasks a').first().waitFor();
  await form.close();
});

test('tells people who listen of a warning that comes when they have left the field', async () => {
  const form = await open();
  await form.section('The business');
  await form.input('/primary_website').fill('example');
  await form.input('/email').focus();
  await form.page.waitForFunction(() => /website/i.test(document.getElementById('announcer')?.textContent ?? ''));
  await form.close();
});
