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

test('tells a script of the host where people stumble: path and code, once each, and no answer', async () => {
  const form = await openForm(browser, sandbox.links.init, {
    before: (page) => page.addInitScript(() => {
      globalThis.told = [];
      globalThis.kybForm = { onIssue: (...told) => globalThis.told.push(told) };
    }),
  });
  await form.goTo('business');
  await form.input('/email').fill('somebody@');
  await form.press('Continue');
  await form.input('/email').fill('somebody@e');
  await form.press('Continue');
  assert.deepEqual(await form.page.evaluate(() => globalThis.told), [['/email', 'email_malformed']]);
  await form.close();
});

test('takes colours, type, corners and a logo from custom properties, in a sheet loaded after its own', async () => {
  const form = await openForm(browser, sandbox.links.init, {
    before: async (page) => {
      await page.route('**/css/brand.css', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${await response.text()}
          :root { --accent: rgb(120, 20, 90); --font: serif; --radius: 0; --brand-logo: url("../yours.svg"); --measure: 30rem; color-scheme: light; }` });
      });
      await page.route('**/yours.svg', (route) => route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }));
    },
  });
  await form.goTo('tax');
  const look = await form.page.evaluate(() => {
    const of = (selector) => getComputedStyle(document.querySelector(selector));
    return [of('[data-page=tax] button[type=submit]').backgroundColor, of('body').fontFamily, of('[data-page=tax] input').borderRadius, of('.brand-logo').backgroundImage, document.querySelector('main').clientWidth];
  });
  assert.deepEqual(look.slice(0, 3), ['rgb(120, 20, 90)', 'serif', '0px']);
  assert.match(look[3], /yours\.svg/);
  assert.equal(look[4], 520, 'the column and its margins');
  await form.close();
});

test('keeps every border, mark and state in forced colours, and moves nothing for those who asked for that', async () => {
  const form = await openForm(browser, sandbox.links.init, { forcedColors: 'active', reducedMotion: 'reduce' });
  await form.goTo('business');
  await form.input('/email').fill('nobody');
  await form.press('Continue');
  const seen = await form.page.evaluate(() => {
    const of = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo);
    return {
      borders: [...document.querySelectorAll('[data-page=business] :is(button, input:not([type=radio]), textarea, .summary)')].filter((one) => one.checkVisibility())
        .every((one) => one.matches('.combobox-open, .small, .link') || getComputedStyle(one).borderStyle === 'solid'),
      mark: of('[data-page=business] .has-error', '::before').borderInlineStartStyle,
      moving: [...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).transitionDuration !== '0s').length,
    };
  });
  assert.deepEqual(seen, { borders: true, mark: 'solid', moving: 0 });
  await form.close();
});

test('prints the answers without what is there to be pressed', async () => {
  const form = await openForm(browser, sandbox.links.pending_response);
  await form.section('The business');
  await form.input('/business_description').fill('On paper');
  await form.goTo('review');
  await form.page.emulateMedia({ media: 'print' });
  assert.equal(await form.page.locator('.row', { hasText: 'On paper' }).isVisible(), true);
  const pressed = await form.page.evaluate(() => [...document.querySelectorAll('button, .actions a, .row-change, [data-draft], .languages')].filter((one) => one.checkVisibility()).map((one) => one.outerHTML));
  assert.deepEqual(pressed, []);
  await form.close();
});

test('writes how a tax number looks in the country chosen, and says quietly that one is right', async () => {
  const form = await openForm(browser, sandbox.links.init);
  await form.goTo('tax');
  await form.pick('/tax_country', 'United States');
  await form.pick('/tax_type', 'EIN');
  const field = form.field('/tax_id');
  assert.match(await field.innerText(), /EIN numbers are written like 12-3456789/);
  const described = await form.input('/tax_id').evaluate((input) => input.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id)?.textContent).join(' '));
  assert.match(described, /12-3456789/);
  await form.input('/tax_id').fill('12-345678');
  await form.input('/tax_id').blur();
  assert.equal(await field.getByText('Looks right').count(), 0);
  await form.input('/tax_id').fill('12-3456789');
  await form.input('/tax_id').blur();
  await field.getByText('Looks right').waitFor();
  await form.input('/tax_id').pressSequentially('1');
  assert.equal(await field.getByText('Looks right').count(), 0);
  await form.close();
});
