import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

/** The browser's own storage where it hangs, is denied, or is shared with another tab. */
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
/** What the foot of the page says of drafts. @param {import('playwright-core').Page} page @param {string} text */
const state = (page, text) => page.locator('[data-draft-state]', { hasText: text }).waitFor();
const SWITCH = 'Keep unsent answers on this device';
const IMPOSSIBLE = 'This browser can’t keep them';

test('opens without drafts, and says so, while another tab holds the database', async () => {
  const form = await open();
  const holder = form.page;
  await holder.goto(`${sandbox.origin}/logo.svg`);
  // An upgrade that never comes to its end: who opens the database meanwhile is not answered.
  await holder.evaluate(() => new Promise((resolve) => {
    const request = indexedDB.open('kyb-patch.drafts', 99);
    request.onupgradeneeded = () => {
      const store = request.transaction?.objectStore('drafts');
      const again = () => { store.count().onsuccess = again; };
      again();
      resolve(undefined);
    };
  }));
  const page = await form.context.newPage();
  await page.goto(sandbox.links.pending_response);
  await page.locator('.tasks a').first().waitFor({ timeout: 10_000 });
  await state(page, IMPOSSIBLE);
  assert.equal(await page.getByLabel(SWITCH).isDisabled(), true);
  assert.equal(await page.getByLabel(SWITCH).isChecked(), false);
  await form.close();
});

test('says what became of the answers where the database hangs while they are sent', async () => {
  const form = await open();
  const { page } = form;
  await form.section('The business');
  await form.input('/business_description').fill('Sent while the disk hangs');
  await state(page, 'are kept until');
  await page.evaluate(() => { indexedDB.open = () => /** @type {any} */ (new EventTarget()); });
  await form.send();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await form.close();
});

test('does what the switch says where it cannot be remembered, and says that', async () => {
  const form = await open({ before: (page) => page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
  }) });
  const { page } = form;
  await form.section('The business');
  await form.input('/business_description').fill('Kept without a note');
  await state(page, 'are kept until');
  await page.getByLabel(SWITCH).click();
  await state(page, 'with the next visit it is on again');
  assert.equal(await page.getByLabel(SWITCH).isChecked(), false);
  await page.getByLabel(SWITCH).click();
  await state(page, 'are kept until');
  await page.reload();
  await page.waitForFunction(() => document.querySelector('[name="/business_description"]')?.value === 'Kept without a note');
  await form.close();
});

for (const off of [false, true]) {
  test(`shows at once that nothing can be kept where the database is denied, drafts ${off ? 'off' : 'on'}`, async () => {
    const form = await open({ before: (page) => page.addInitScript((wanted) => {
      if (wanted) localStorage.setItem('kyb-patch.no-drafts', '');
      IDBFactory.prototype.open = () => { throw new DOMException('denied', 'InvalidStateError'); };
    }, off) });
    await state(form.page, IMPOSSIBLE);
    assert.equal(await form.page.getByLabel(SWITCH).isDisabled(), true);
    await form.close();
  });
}
