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

const CLOSED = {
  pending_review: /complete/, under_review: /being reviewed/, escalated: /more closely/, pending_approval: /review is done/,
  rejected: /could not be approved/, approved: /approved/, provisioning: /approved/,
};

for (const [state, heading] of Object.entries(CLOSED)) {
  test(`is read-only in ${state}, and says why and what happens next`, async () => {
    const form = await openForm(browser, sandbox.links[state]);
    await form.headed(heading);
    const stored = await sandbox.read(`/v1/customers/${sandbox.ids[state]}`);
    const text = await form.page.locator('main').innerText();
    assert.match(text, /Why can’t I change anything\?/);
    assert.match(text, /What happens next/);
    assert.ok(text.includes(stored.business_legal_name) && text.includes(stored.registered_address.city), 'what is on file is shown');
    for (const person of stored.associated_persons) assert.ok(text.includes(person.last_name));
    assert.equal(await form.page.locator('input, select, textarea, form').count(), 0, 'there is nothing to fill in');
    // The address of a section leads nowhere.
    await form.page.evaluate(() => { location.hash = '#/business'; });
    await form.headed(heading);
    await form.close();

    const response = await fetch(`${sandbox.origin}/v1/customers/${sandbox.ids[state]}`, {
      method: 'PUT', headers: { Authorization: 'Bearer test_access_key', 'Content-Type': 'application/json' }, body: '{"business_description":"New"}',
    });
    assert.equal(response.status, 400);
  });
}

test('reads a closed customer anew when the link is opened again in its tab', async () => {
  let status = 'under_review';
  const form = await openForm(browser, sandbox.links.pending_response, { before: (page) => page.route('**/v1/customers/*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...await response.json(), status } });
  }) });
  await form.headed(CLOSED.under_review);
  status = 'pending_response';
  await form.page.evaluate((hash) => { setTimeout(() => { location.hash = hash; }); }, new URL(sandbox.links.pending_response).hash);
  await form.page.getByRole('heading', { name: /^We need a little more/ }).waitFor();
  await form.close();
});

test('lets a closed customer be left without a question where nothing unsent is shown, drafts off', async () => {
  const form = await openForm(browser, sandbox.links.approved, { before: (page) => page.addInitScript(() => localStorage.setItem('kyb-patch.no-drafts', '')) });
  const asked = [];
  form.page.on('dialog', (dialog) => { asked.push(dialog.type()); dialog.accept(); });
  await form.page.locator('h1').locator('visible=true').click();
  await form.page.reload();
  await form.headed(CLOSED.approved);
  assert.deepEqual(asked, []);
  await form.close();
});

test('does not say of terms that were agreed to by a number that they were not', async () => {
  const form = await openForm(browser, sandbox.links.under_review);
  assert.equal((await sandbox.read(`/v1/customers/${sandbox.ids.under_review}`)).terms_signed_at ?? null, null);
  await form.headed(CLOSED.under_review);
  assert.equal(await form.page.locator('.on-file').getByText('Terms of service').count(), 0);
  await form.close();
});

test('says so when there is no link, and asks for it', async () => {
  const form = await openForm(browser, sandbox.origin);
  await form.headed('Open the link you were sent');
  await form.close();
});

test('says so when the link has expired', async () => {
  const form = await openForm(browser, `${sandbox.origin}/#customer=${sandbox.ids.init}&token=expired`);
  await form.headed('This link no longer works');
  await form.close();
});

test('says so when the customer is not there', async () => {
  const form = await openForm(browser, sandbox.links.init.replace(sandbox.ids.init, '00000000-0000-4000-8000-0000000000ff'));
  await form.headed('We can’t find this business');
  await form.close();
});

test('says so when the service is down, and opens on another try', async () => {
  let down = true;
  const form = await openForm(browser, sandbox.links.init, {
    before: (page) => page.route('**/v1/**', (route) => (down ? route.fulfill({ status: 503, json: {} }) : route.continue())),
  });
  await form.headed('The service is not available');
  down = false;
  await form.press('Try again');
  await form.page.getByRole('heading', { name: 'Verify Kestrel & Fen Ltd' }).waitFor();
  await form.close();
});

test('says so when there is no connection', async () => {
  const form = await openForm(browser, sandbox.links.init, {
    before: (page) => {
      // Only then: what is asked for at the same time must have come.
      const rest = ['language/en.json', 'messages/en.json', 'kyb_patch_bg.wasm'].map(async (name) => {
        const response = await page.waitForResponse((response) => response.url().endsWith(name));
        await response.finished();
      });
      return page.route('**/v1/**', async (route) => {
        await Promise.all(rest);
        await page.context().setOffline(true);
        await route.abort('internetdisconnected');
      });
    },
  });
  await form.headed('You are offline');
  await form.close();
});

test('says so when its own words or the module do not arrive, and opens on another try', async () => {
  for (const [part, title] of [['**/language/en.json', 'The form could not be loaded'], ['**/kyb_patch_bg.wasm', 'This page did not load completely']]) {
    let down = true;
    const form = await openForm(browser, sandbox.links.init, {
      before: (page) => page.route(part, (route) => (down ? route.abort('connectionreset') : route.continue())),
    });
    await form.headed(title);
    down = false;
    await form.press('Try again');
    await form.page.getByRole('heading', { name: 'Verify Kestrel & Fen Ltd' }).waitFor();
    await form.close();
  }
});

test('opens again after a reload, and forgets the link with the tab', async () => {
  const form = await openForm(browser, sandbox.links.init);
  await form.page.reload();
  await form.page.getByRole('heading', { name: 'Verify Kestrel & Fen Ltd' }).waitFor();
  const other = await form.context.newPage();
  await other.goto(sandbox.origin);
  await other.getByRole('heading', { name: 'Open the link you were sent' }).waitFor();
  await form.close();
});
