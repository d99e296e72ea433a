import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FILES, openForm, startBrowser } from './form.js';
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

test('fills in the tax section and sends it with the keyboard alone', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const { page } = form;
  const { keyboard } = page;
  /** Tabs until the focus is on something of that name. */
  const tabTo = async (name) => {
    for (let presses = 0; presses < 80; presses++) {
      await keyboard.press('Tab');
      const here = await page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute('name') ?? element?.textContent?.trim();
      });
      if (here === name) return;
    }
    assert.fail(`no way to "${name}" with Tab`);
  };
  await tabTo('Tax');
  await keyboard.press('Enter');
  // Once the page is drawn, focus is on its heading.
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1' && document.activeElement.textContent === 'Tax');
  await tabTo('/tax_country');
  await keyboard.type('germ');
  await page.locator('[role=option]').first().waitFor();
  await keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent), 'GermanyDEU');
  await keyboard.press('Enter');
  await tabTo('/tax_type');
  await keyboard.type('vat');
  await page.locator('[data-field="/tax_type"] [role=option]').first().waitFor();
  await keyboard.press('ArrowDown');
  await keyboard.press('Escape');
  assert.equal(await page.locator('[data-field="/tax_type"] [role=listbox]').isVisible(), false, 'Escape closes the list');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await tabTo('/tax_id');
  await keyboard.type('DE136695976');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Documents' }).waitFor();
  await tabTo('Back to the overview');
  await keyboard.press('Enter');
  await tabTo('Check and send');
  await keyboard.press('Enter');
  await tabTo('Send 3 changes');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  const stored = await sandbox.read(`/v1/customers/${sandbox.ids.init}`);
  assert.deepEqual([stored.tax_country, stored.tax_type, stored.tax_id], ['DEU', 'VAT', 'DE136695976']);
  await form.close();
});

test('shows where the focus is, on everything that takes it', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const { page } = form;
  for (const name of ['', 'business', 'activity', 'documents']) {
    await form.goTo(name);
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return true;
        const ringed = [element, element.parentElement].some((one) => one && getComputedStyle(one).outlineStyle !== 'none')
          || getComputedStyle(element, '::after').outlineStyle !== 'none';
        return ringed || element.outerHTML.slice(0, 120);
      });
      assert.equal(seen, true);
    }
  }
  await form.close();
});

test('takes a customer through a whole onboarding with the keyboard alone, people and files too', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const { page } = form;
  const { keyboard } = page;
  // From here on the browser's dialogs are the test's to answer.
  page.on('filechooser', () => {});
  /** What has the focus, as people hear it: its name attribute, and its text or label. */
  const here = () => page.evaluate(() => {
    const element = /** @type {any} */ (document.activeElement);
    return [element?.getAttribute('name') ?? '', element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '', element?.value ?? ''];
  });
  /** Tabs on until `wanted` has the focus. @param {string} wanted name, or text of a link or button */
  const tabTo = async (wanted) => {
    for (let presses = 0; presses < 60; presses++) {
      const [name, text] = await here();
      if (name === wanted || text === wanted) return;
      await keyboard.press('Tab');
    }
    assert.fail(`no way to "${wanted}" with Tab; the focus is on ${await here()}`);
  };
  const tabToTick = async () => { while (!await page.evaluate(() => document.activeElement?.matches('[data-same-as]'))) await keyboard.press('Tab'); };
  const write = async (name, text) => { await tabTo(name); await keyboard.type(text); };
  const pick = async (name, text) => {
    await write(name, text);
    await page.locator(`#${await page.evaluate(() => document.activeElement?.getAttribute('aria-controls'))} [role=option]`).first().waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
  };
  /** Space takes the first of a group of radios or a tick; arrows go on among radios. */
  const choose = async (name, value) => {
    await tabTo(name);
    for (let presses = 0; presses < 20; presses++) {
      if ((await here())[2] === value) break;
      await keyboard.press(await page.evaluate(() => (/** @type {any} */ (document.activeElement)).type) === 'radio' ? 'ArrowDown' : 'Tab');
    }
    if (!await page.evaluate(() => (/** @type {any} */ (document.activeElement)).checked)) await keyboard.press('Space');
  };
  const date = async (name, parts) => { await tabTo(name); for (const part of parts) { await keyboard.type(part); await keyboard.press('Tab'); } };
  const address = async (group, country) => {
    await write(`${group}/street_line_1`, 'Bryggen 7');
    await write(`${group}/city`, 'Bergen');
    await write(`${group}/state`, 'Vestland');
    await write(`${group}/postal_code`, '5003');
    await pick(`${group}/country`, country);
  };
  /** Space opens the browser's own dialog, which is not the page's; the file is what comes of it. */
  const attach = async (name, file) => {
    await tabTo(name);
    const dialog = page.waitForEvent('filechooser');
    await keyboard.press('Space');
    await (await dialog).setFiles(file);
  };
  const on = (heading) => page.waitForFunction((text) => document.activeElement?.tagName === 'H1' && document.activeElement.textContent === text, heading);
  const next = async (label, heading) => { await tabTo(label); await keyboard.press('Enter'); await on(heading); };

  await next('The business', 'The business');
  await choose('/business_type', 'llc');
  await date('/date_of_incorporation', ['4', '3', '2017']);
  await pick('/business_industry', '541511');
  await write('/business_description', 'Route planning for ferry companies.');
  await choose('/publicly_traded', 'false');
  await next('Continue', 'Addresses');
  await address('/registered_address', 'Norway');
  await tabToTick();
  await keyboard.press('Space');
  await next('Continue', 'People');
  await next('Add a person', 'Add a person');
  const at = (/** @type {string} */ member) => `/associated_persons/0/${member}`;
  await write(at('first_name'), 'Kari');
  await write(at('last_name'), 'Nordmann');
  await write(at('email'), 'kari@example.com');
  await date(at('birth_date'), ['4', '11', '1982']);
  await pick(at('primary_nationality'), 'Norway');
  await address(at('residential_address'), 'Norway');
  await pick(at('poa_type'), 'Utility');
  await attach(at('poa'), FILES.proof);
  await choose(at('has_ownership'), 'true');
  await write(at('ownership_percentage'), '60');
  await choose(at('has_control'), 'true');
  await choose(at('is_signer'), 'false');
  await choose(at('is_director'), 'true');
  await choose(at('identifying_information/0/type'), 'passport');
  await pick(at('identifying_information/0/issuing_country'), 'Norway');
  await write(at('identifying_information/0/national_identity_number'), '04118212345');
  await attach(at('identifying_information/0/image_front'), FILES.front);
  await next('Done', 'People');
  await next('Continue', 'Activity and money');
  await choose('/account_purpose', 'payroll');
  await choose('/source_of_funds', 'grants');
  await choose('/source_of_wealth', 'investments');
  await choose('/high_risk_activities', 'none_of_the_above');
  for (const name of ['estimated_annual_revenue_usd', 'expected_monthly_fiat_deposits', 'expected_monthly_fiat_withdrawals']) await choose(`/${name}`, '100000_999999');
  await next('Continue', 'Tax');
  await pick('/tax_country', 'Norway');
  await pick('/tax_type', 'TIN');
  await write('/tax_id', '918222111');
  await next('Continue', 'Documents');
  const dialog = page.waitForEvent('filechooser');
  await page.keyboard.press('Tab');
  while (!await page.evaluate(() => document.activeElement?.matches('[data-page=documents] [data-add]'))) await keyboard.press('Tab');
  await keyboard.press('Space');
  await (await dialog).setFiles(FILES.registration);
  await page.waitForFunction(() => document.activeElement?.tagName === 'SELECT');
  await keyboard.type('Registration');
  await page.getByText('Ready to send').locator('visible=true').waitFor();
  await next('Continue', 'Agreement');
  await choose('/terms_signed_at', 'now');
  await next('Continue', 'Check your answers');
  const send = await page.locator('[data-send]').innerText();
  await tabTo(send);
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  const customer = await sandbox.read(`/v1/customers/${sandbox.ids.init}`);
  assert.equal(customer.status, 'PENDING_REVIEW', 'nothing that is needed is missing');
  await form.close();
});
