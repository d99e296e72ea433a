import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openForm, startBrowser } from './form.js';
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
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Tax', 'focus is on the heading of the new page');
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
