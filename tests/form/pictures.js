/**
 * Makes the pictures of the documentation: KYB_SERVER=target/tool/kyb-server node tests/form/pictures.js docs/screenshots
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { addPerson, FILES, openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

const [folder = 'docs/screenshots'] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await startBrowser();
const sandbox = await startSandbox();

const WIDE = { viewport: { width: 1280, height: 900 }, reducedMotion: /** @type {const} */ ('reduce') };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, reducedMotion: /** @type {const} */ ('reduce') };
const DARK = { colorScheme: /** @type {const} */ ('dark') };

/**
 * @param {string} name
 * @param {{ state?: string, lang?: string, whole?: boolean } & import('playwright-core').BrowserContextOptions} how
 * @param {(form: import('./form.js').OpenForm) => Promise<unknown>} act
 */
async function picture(name, { state = 'init', lang, whole = false, ...options }, act) {
  const form = await openForm(browser, lang ? sandbox.links[state].replace('/#', `/?lang=${lang}#`) : sandbox.links[state], options);
  await act(form);
  await form.page.mouse.move(0, 0);
  await form.page.waitForTimeout(700);
  await form.page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole });
  console.log(name);
  await form.context.close();
}

const business = async (form, wrong = false) => {
  await form.goTo('business');
  await form.choose('/business_type', 'llc');
  await form.date('/date_of_incorporation', wrong ? ['4', '', '2017'] : ['4', '3', '2017']);
  await form.input('/primary_website').fill(wrong ? 'kestrel.example' : 'https://kestrel.example');
  await form.input('/business_description').fill('Route planning for ferry companies in the north.');
};

await picture('overview', WIDE, async (form) => {
  await business(form);
  await form.goTo('activity');
  await form.choose('/account_purpose', 'payroll');
  await form.goTo('');
});
await picture('errors', WIDE, async (form) => {
  await business(form, true);
  await form.input('/email').fill('accounts@');
  await form.page.locator('[data-page=business] button[type=submit]').click();
});
await picture('documents', WIDE, async (form) => {
  await form.goTo('documents');
  await form.page.getByLabel('Choose files').setInputFiles([FILES.registration, FILES.front]);
  await form.page.locator('.file-right').locator('visible=true').nth(1).waitFor();
  await form.input('/documents/0/doc_type').selectOption('registration_document');
  await form.page.locator('[data-page=documents] .card.item').first().scrollIntoViewIfNeeded();
});
await picture('check-answers', { ...WIDE, state: 'pending_response' }, async (form) => {
  await form.goTo('business');
  await form.input('/business_description').fill('Four opticians in Wrocław; glasses, lenses and eye tests.');
  await form.goTo('documents');
  await form.page.getByLabel('Choose files').setInputFiles([FILES.proof]);
  await form.page.locator('.file-right').locator('visible=true').waitFor();
  await form.input('/documents/0/doc_type').selectOption('proof_of_address');
  await form.goTo('review');
});
await picture('people-phone-dark', { ...PHONE, ...DARK }, async (form) => {
  await form.goTo('people');
  await addPerson(form, 0, { first: 'Kari', last: 'Nordmann', share: '60', passport: true });
  await addPerson(form, 1, { first: 'Ola', last: 'Hansen', share: '15', passport: true });
  await form.page.getByRole('heading', { name: 'To be added' }).evaluate((heading) => heading.scrollIntoView());
});
await picture('correction-dark', { ...WIDE, ...DARK, state: 'pending_response' }, async (form) => {
  await form.page.getByRole('link', { name: /^Correct Ólafur/ }).click();
});
await picture('german-phone', { ...PHONE, lang: 'de' }, async (form) => {
  await form.goTo('tax');
  await form.pick('/tax_country', 'Deutsch');
  await form.pick('/tax_type', 'IDNR');
});
await picture('rtl', { ...WIDE, lang: 'ar-XB', state: 'pending_response' }, (form) => form.goTo('people'));
await picture('status', { ...WIDE, state: 'under_review' }, async () => {});
await picture('conflict', { ...PHONE, state: 'pending_response' }, async (form) => {
  await form.goTo('business');
  await form.input('/business_description').fill('Four opticians in Wrocław');
  const answer = await fetch(`${sandbox.origin}/v1/customers/${sandbox.ids.pending_response}`, {
    method: 'PUT', headers: { Authorization: 'Bearer test_access_key', 'Content-Type': 'application/json' },
    body: JSON.stringify({ business_description: 'Three opticians in Wrocław and one in Opole' }),
  });
  if (!answer.ok) throw new Error(`the sandbox said ${answer.status}`);
  await form.goTo('review');
  await form.press(/^Send/);
  await form.page.locator('.conflict').waitFor();
});
await browser.close();
await sandbox.stop();
