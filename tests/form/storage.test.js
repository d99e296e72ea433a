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

/** Lets writing fail until it is taken back. @param {import('playwright-core').Page} page */
async function full(page) {
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
    globalThis.roomAgain = () => { IDBObjectStore.prototype.put = put; };
  });
}
const kept = (page) => page.evaluate(() => new Promise((resolve) => {
  const request = indexedDB.open('kyb-patch.drafts');
  request.onsuccess = () => {
    const all = request.result.transaction('drafts').objectStore('drafts').count();
    all.onsuccess = () => { request.result.close(); resolve(all.result); };
  };
}));

test('removes what was kept once it is sent, also where a later write failed', async () => {
  const form = await open();
  const { page } = form;
  await form.section('The business');
  await form.input('/business_description').fill('The first words');
  await state(page, 'are kept until');
  await full(page);
  await form.input('/business_description').fill('The words that are sent');
  await state(page, IMPOSSIBLE);
  assert.equal(await kept(page), 1);
  await form.send();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.equal(await kept(page), 0);
  await form.close();
});

test('tries again at the next change after a write that failed, and warns meanwhile', async () => {
  const form = await open();
  const { page } = form;
  await form.section('The business');
  await full(page);
  await form.input('/business_description').fill('Not kept');
  await state(page, IMPOSSIBLE);
  assert.equal(await page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))), true, 'leaving warns');
  assert.equal(await page.getByLabel(SWITCH).isEnabled(), true);
  await page.evaluate(() => globalThis.roomAgain());
  await form.input('/business_description').fill('Kept again');
  await state(page, 'are kept until');
  assert.equal(await page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))), false);
  assert.equal(await kept(page), 1);
  await form.close();
});

test('opens, keeps answers and sends them in a browser before Safari 16', async () => {
  const form = await open({ before: (page) => page.addInitScript(() => {
    Reflect.deleteProperty(AbortSignal, 'timeout');
    Reflect.deleteProperty(HTMLFormElement.prototype, 'requestSubmit');
    Reflect.deleteProperty(Uint8Array.prototype, 'setFromBase64');
  }) });
  const { page } = form;
  await form.section('The business');
  await form.input('/business_description').fill('Kept by an older browser');
  await state(page, 'are kept until');
  await page.reload();
  await page.waitForFunction(() => document.querySelector('[name="/business_description"]')?.value === 'Kept by an older browser');
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

/** Two tabs on one link, each with the business open. */
async function twoTabs() {
  const form = await open();
  await form.section('The business');
  const other = await form.context.newPage();
  await other.goto(sandbox.links.pending_response);
  await other.locator('.tasks').getByRole('link', { name: 'The business' }).click();
  return { form, other, mine: form.page, told: (page) => page.locator('[data-overtaken]') };
}
const DESCRIPTION = '[name="/business_description"]';

test('tells a tab whose answers another tab has overtaken, keeps nothing of it meanwhile, and loads the newer at a press', async () => {
  const { form, other, mine, told } = await twoTabs();
  await mine.locator(DESCRIPTION).fill('From the first tab');
  await state(mine, 'are kept until');
  await told(other).waitFor();
  assert.equal(await told(other).evaluate((panel) => panel.getBoundingClientRect().top >= 0), true, 'it is in sight');
  assert.equal(await told(mine).count(), 0, 'who wrote is not told');
  await state(other, 'are lost when you close this page');
  // Typing and going about in the tab that is behind writes nothing over the newer answers.
  await other.locator(DESCRIPTION).fill('From the second tab');
  await other.locator('.brand').click();
  await other.waitForTimeout(1200);
  assert.equal(await told(mine).count(), 0);
  await told(other).getByRole('button', { name: 'Load the newer answers' }).click();
  await other.waitForFunction((at) => document.querySelector(at)?.value === 'From the first tab', DESCRIPTION);
  assert.equal(await told(other).count(), 0);
  await other.waitForFunction(() => document.activeElement?.tagName === 'H1');
  // Who only looks around disturbs nobody.
  await other.locator('.tasks').getByRole('link', { name: 'Tax' }).click();
  await other.locator('.brand').click();
  await other.waitForTimeout(1200);
  assert.equal(await told(mine).count(), 0);
  await form.close();
});

test('goes on with the answers of a tab that was overtaken at a press, and then tells the other', async () => {
  const { form, other, mine, told } = await twoTabs();
  await mine.locator(DESCRIPTION).fill('Of the first tab');
  await told(other).waitFor();
  await other.locator(DESCRIPTION).fill('Of the second tab');
  await told(other).getByRole('button', { name: 'Go on with those on this page' }).click();
  await told(mine).waitFor();
  assert.equal(await told(other).count(), 0);
  assert.equal(await mine.locator(DESCRIPTION).inputValue(), 'Of the first tab', 'nothing is mixed');
  await mine.reload();
  await mine.waitForFunction((at) => document.querySelector(at)?.value === 'Of the second tab', DESCRIPTION);
  await form.close();
});

test('tells the other tab, too, when the answers were sent', async () => {
  const { form, other, mine, told } = await twoTabs();
  await mine.locator(DESCRIPTION).fill('Sent from the first tab');
  await told(other).waitFor();
  await told(other).getByRole('button', { name: 'Load the newer answers' }).click();
  await other.waitForFunction((at) => document.querySelector(at)?.value === 'Sent from the first tab', DESCRIPTION);
  await form.send();
  await mine.getByRole('heading', { name: 'Thank you' }).waitFor();
  await told(other).getByRole('button', { name: 'Load the newer answers' }).click();
  await told(other).waitFor({ state: 'detached' });
  await other.evaluate(() => { location.hash = '#/'; });
  await other.getByText('Nothing new to send yet').waitFor();
  assert.equal(await other.locator(DESCRIPTION).inputValue(), 'Sent from the first tab');
  await form.close();
});
