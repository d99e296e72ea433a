import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { FILES, openForm, startBrowser } from './form.js';
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

/** Opens a link with axe beside the page. */
const open = async (link) => {
  // A colour on its way to another is none that a person reads.
  const form = await openForm(browser, link, { reducedMotion: 'reduce' });
  await form.page.evaluate(axe);
  return form;
};

/** No violation as the page stands: in light, in dark, and, where it is not laid out as another, from right to left. */
async function clean(form, name, { mirrored = true } = {}) {
  const { page } = form;
  const wrong = async (look, rules) => {
    const found = await page.evaluate(async (options) => (await globalThis.axe.run(document, options)).violations
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join('\n  ')}`),
    // Not the sheets: axe would write what form.css imports into the page, which the policy forbids, for one experimental rule that does not run.
    { resultTypes: ['violations'], preload: { assets: ['media'] }, ...rules });
    assert.deepEqual(found, [], `${name}, ${look}`);
  };
  await wrong('light', {});
  await page.emulateMedia({ colorScheme: 'dark' });
  await wrong('dark', { runOnly: ['color-contrast'] });
  await page.emulateMedia({ colorScheme: 'light' });
  if (!mirrored) return;
  await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  await wrong('right to left', { rules: { 'color-contrast': { enabled: false } } });
  await page.evaluate(() => { document.documentElement.dir = 'ltr'; });
}

test('axe finds nothing on any page of the form, empty or with everything unfolded and wrong', async () => {
  const form = await open(sandbox.links.init);
  const { page } = form;
  await clean(form, 'overview');
  await form.goTo('business');
  await form.input('/email').fill('nobody');
  await form.input('/primary_website').fill('kestrel.example');
  await form.press('Continue');
  await clean(form, 'business with an error and a warning');
  await form.input('/business_industry').fill('soft');
  await page.locator('[data-field="/business_industry"] [role=option]').nth(3).waitFor();
  await form.input('/business_industry').press('ArrowDown');
  await clean(form, 'an open combobox');
  await form.input('/business_industry').press('Escape');
  await form.goTo('addresses');
  await clean(form, 'addresses');
  await form.goTo('activity');
  await form.choose('/account_purpose', 'other');
  await form.choose('/high_risk_activities', 'gambling');
  await form.press('Continue');
  await clean(form, 'activity');
  await form.goTo('tax');
  await form.pick('/tax_country', 'United States');
  await form.pick('/tax_type', 'EIN');
  await form.input('/tax_id').fill('12');
  await form.press('Continue');
  await clean(form, 'tax');
  await form.goTo('agreement');
  await form.page.getByLabel('They were accepted earlier').check();
  await clean(form, 'agreement');
  await form.goTo('documents');
  await page.getByLabel('Choose files').setInputFiles([
    { name: 'scan.png', mimeType: 'image/png', buffer: await readFile(FILES.front) }, { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.from('film') },
  ]);
  await page.locator('.message.error').locator('visible=true').first().waitFor();
  await clean(form, 'documents');
  await form.goTo('people');
  await form.press('Add a person');
  await form.input('/associated_persons/0/first_name').fill('Kari');
  await form.choose('/associated_persons/0/has_ownership', 'true');
  await form.input('/associated_persons/0/ownership_percentage').fill('60');
  await form.choose('/associated_persons/0/identifying_information/0/type', 'national_id');
  await form.press('Done');
  await clean(form, 'a person');
  await form.goTo('people');
  await clean(form, 'people');
  await form.goTo('review');
  await clean(form, 'the last look');
  await form.goTo('');
  await clean(form, 'overview with problems');
  await form.close();
});

test('axe finds nothing in any state that is no form, nor in what comes of sending', async () => {
  for (const state of ['pending_review', 'under_review', 'escalated', 'pending_approval', 'rejected', 'approved', 'provisioning']) {
    const form = await open(sandbox.links[state]);
    await clean(form, state, { mirrored: state === 'rejected' });
    await form.close();
  }
  const lost = await open(sandbox.origin);
  await clean(lost, 'no link');
  await lost.close();

  const form = await open(sandbox.links.pending_response);
  const { page } = form;
  await clean(form, 'overview with remarks');
  await page.getByRole('link', { name: 'Correct Ólafur Þór Jónsson' }).click();
  await form.press(/^Remove Ólafur/);
  await clean(form, 'correction');
  await form.goTo('people');
  await clean(form, 'people on file');
  await form.section('The business');
  await form.input('/business_description').fill('Words');
  await page.route('**/v1/customers/*', (route) => (route.request().method() === 'PUT' ? route.abort('connectionreset') : route.continue()));
  await form.send();
  await page.locator('[data-outcome-kind]').waitFor();
  await clean(form, 'an outcome that is not known');
  await page.unroute('**/v1/customers/*');
  await fetch(`${sandbox.origin}/v1/customers/${sandbox.ids.pending_response}`, {
    method: 'PUT', headers: { Authorization: 'Bearer test_access_key', 'Content-Type': 'application/json' }, body: '{"business_description":"Others"}',
  });
  await form.press('Send again');
  await page.locator('.conflict').waitFor();
  await clean(form, 'a conflict');
  await form.press(/^Keep my answer/);
  await form.press(/^Send/);
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await clean(form, 'sent');
  await form.close();
});

test('the summary, a combobox and a repeating group have the roles and names that assistive tools need', async () => {
  const form = await openForm(browser, sandbox.links.init);
  const { page } = form;
  await form.goTo('tax');
  await form.input('/tax_country').fill('Norw');
  await form.press('Continue');
  await page.locator('.summary').waitFor();
  const client = await form.context.newCDPSession(page);
  const tree = async () => (await client.send('Accessibility.getFullAXTree')).nodes.filter(({ ignored }) => !ignored)
    .map(({ role, name, properties = [] }) => ({ role: role?.value, name: name?.value, ...Object.fromEntries(properties.map(({ name: key, value }) => [key, value.value])) }));
  const said = await tree();
  const alert = said.find(({ role }) => role === 'alert');
  assert.ok(alert?.focused, 'the summary is an alert that has the focus');
  assert.ok(said.some(({ role, name }) => role === 'link' && /^Country where the business is tax resident: /.test(name)));
  const box = said.find(({ role, name }) => role === 'combobox' && name === 'Country where the business is tax resident');
  assert.equal(box?.expanded, false);
  assert.equal(box?.invalid, 'true');
  await form.input('/tax_country').fill('norw');
  await page.locator('[role=option]').first().waitFor();
  await form.input('/tax_country').press('ArrowDown');
  const open = await tree();
  assert.equal(open.find(({ role, name }) => role === 'combobox' && /^Country where/.test(name))?.expanded, true);
  assert.ok(open.some(({ role, name }) => role === 'listbox' && name === 'Country where the business is tax resident'));
  assert.ok(open.some(({ role, name }) => role === 'option' && /^Norway/.test(name)));
  await form.input('/tax_country').press('Escape');

  await form.goTo('people');
  await form.press('Add a person');
  await form.press('Add another identity document');
  const group = await tree();
  assert.ok(group.some(({ role, name }) => role === 'group' && name === 'Identity documents'));
  for (const number of [1, 2]) assert.ok(group.some(({ role, name }) => role === 'group' && name === `Identity document ${number}`), `${number}`);
  assert.equal(group.filter(({ role, name }) => role === 'radiogroup' && /^Kind of document/.test(name)).length, 2);
  await form.close();
});
