import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

let browser;
let sandbox;
let axe;
before(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  browser = await startBrowser();
  sandbox = await startSandbox();
});
after(async () => {
  await browser.close();
  await sandbox.stop();
});

/** No violation in light or in dark, and nothing that scrolls sideways on a phone or on a desk. */
async function clean({ page }, name) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme });
    // Without the sheets, as in axe.test.js.
    const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'], preload: { assets: ['media'] } })).violations
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join('\n  ')}`));
    assert.deepEqual(found, [], `${name}, ${colorScheme}`);
  }
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${name} at ${width} px`);
    if (process.env.PICTURES) {
      for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${process.env.PICTURES}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      }
    }
  }
}

test('compliance asks for more in the console, and the form shows it', async () => {
  const id = sandbox.ids.under_review;
  const before = await sandbox.read(`/v1/customers/${id}`);
  const person = before.associated_persons[0];
  const console = await openForm(browser, `${sandbox.origin}/console/`, { reducedMotion: 'reduce' });
  const { page } = console;
  await page.evaluate(axe);
  await page.getByRole('link', { name: before.business_legal_name }).waitFor();
  assert.equal(await page.locator('.task').count(), 9);
  await clean(console, 'customers');

  await page.getByRole('link', { name: before.business_legal_name }).click();
  await page.getByRole('heading', { level: 1, name: before.business_legal_name }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
  assert.match(await page.title(), new RegExp(`^${before.business_legal_name}`));
  const company = page.getByRole('group', { name: 'The company' });
  await company.getByLabel('Reason').fill('Proof of <b>address</b> missing');
  await company.getByLabel('What is asked for').fill('Send a statement of the last 90 days.');
  const name = `${person.first_name} ${person.last_name}`;
  const one = page.getByRole('group', { name });
  await one.getByLabel('Reason').fill('Passport cut off');
  await console.press('Save, and move to pending_response');
  await page.getByRole('alert').filter({ hasText: 'An issue has a reason and a description' }).waitFor();
  await one.getByLabel('What is asked for').fill('The whole page.');
  await console.press('Save, and move to pending_response');
  await page.locator('.facts .status-pending_response').waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'Status' }).inputValue(), 'pending_response');

  const stored = await sandbox.read(`/v1/customers/${id}`);
  assert.equal(stored.status, 'PENDING_RESPONSE');
  assert.equal(stored.review_issues.company_issues.reject_reason, 'Proof of <b>address</b> missing');
  assert.equal(stored.review_issues.associated_person_issues[0].name, name);

  await console.press('New link to the form');
  const form = await openForm(browser, await page.getByRole('link', { name: 'Open the form' }).evaluate((link) => /** @type {HTMLAnchorElement} */ (link).href));
  await form.page.getByText('Proof of <b>address</b> missing').first().waitFor();
  await form.page.getByText('Passport cut off').first().waitFor();
  await form.close();

  await console.press('Look again');
  const seen = page.locator('.requests > li').filter({ hasText: 'Mozilla/5.0' }).filter({ has: page.getByText(`/v1/customers/${id}`, { exact: true }) }).first();
  await seen.locator('summary').click();
  assert.equal(await seen.locator('pre').innerText(),
    `curl -i -X GET '${sandbox.origin}/v1/customers/${id}' \\\n  -H 'Authorization: Bearer test_access_key'`);
  await clean(console, 'customer');
  await console.close();
});

test('a status is moved in the console with the keyboard alone', async () => {
  const console = await openForm(browser, `${sandbox.origin}/console/#customer=${sandbox.ids.init}`);
  const { page } = console;
  const select = page.getByRole('combobox', { name: 'Status' });
  await select.focus();
  await page.keyboard.type('approved');
  assert.match(await page.locator('#meaning').innerText(), /^Approved, the customer is active/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.facts .status-approved').waitFor();
  assert.equal((await sandbox.read(`/v1/customers/${sandbox.ids.init}`)).status, 'APPROVED');
  await page.goto(`${sandbox.origin}/console/#customer=nobody`);
  await page.getByText('There is no customer of this id.').waitFor();
  await console.close();
});
