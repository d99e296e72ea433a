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

const PAGES = ['', 'business', 'addresses', 'people', 'people/1', 'activity', 'tax', 'documents', 'agreement', 'review'];

/** Opens every page of the form, everything that unfolds unfolded and with errors shown. */
async function everyPage(form, look) {
  await form.goTo('activity');
  await form.choose('/account_purpose', 'other');
  await form.choose('/high_risk_activities', 'gambling');
  await form.goTo('people');
  await form.page.locator('[data-page=people] button[data-add]').click();
  await form.input('/associated_persons/0/first_name').fill('Maximiliane-Friederike');
  await form.choose('/associated_persons/0/has_ownership', 'true');
  await form.choose('/associated_persons/0/identifying_information/0/type', 'national_id');
  await form.input('/associated_persons/0/poa').setInputFiles({
    name: 'a_very_long_name_of_a_photograph_taken_by_some_telephone_2026-11-22.png', mimeType: 'image/png', buffer: Buffer.from('89504E470D0A1A0A', 'hex'),
  });
  await form.page.locator('[data-page="people/1"] [type=submit]').click();
  await form.goTo('documents');
  await form.page.locator('[data-page=documents] input[data-add]').setInputFiles({ name: `${'a_very_long_name_'.repeat(6)}.csv`, mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') });
  await form.page.locator('[data-page=documents] .file-right').locator('visible=true').waitFor();
  for (const name of PAGES) {
    await form.goTo(name);
    await look(name || 'overview');
  }
}

const SIZES = {
  'on a window of 320 px': { viewport: { width: 320, height: 640 } },
  'with text of 200 %': {
    viewport: { width: 640, height: 640 },
    before: (page) => page.addInitScript(() => addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%'; })),
  },
  'with text of 200 % and the long words of German': {
    lang: 'de',
    viewport: { width: 390, height: 844 },
    before: (page) => page.addInitScript(() => addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%'; })),
  },
  'from right to left': {
    viewport: { width: 390, height: 844 },
    before: (page) => page.addInitScript(() => addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl'; })),
  },
};

for (const [name, { lang = 'en', ...options }] of Object.entries(SIZES)) {
  test(`needs no sideways scrolling ${name}`, async () => {
    const form = await openForm(browser, sandbox.links.init.replace('/#', `/?lang=${lang}#`), options);
    await everyPage(form, async (page) => {
      const wide = await form.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${page} is ${wide} px too wide`);
    });
    await form.close();
  });
}

test('has nothing to press that is smaller than 24 by 24 px, but links in text and in lists', async () => {
  const form = await openForm(browser, sandbox.links.init, { viewport: { width: 390, height: 844 } });
  await everyPage(form, async (page) => {
    const small = await form.page.evaluate(() => [...document.querySelectorAll('main button, main input, main select, main textarea, main a.button, main :is(.row-change, .card-actions, .actions) a, .brand')]
      .filter((element) => element.checkVisibility() && element.getAttribute('aria-hidden') !== 'true')
      .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
      .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html));
    assert.deepEqual(small, [], page);
  });
  await form.close();
});

test('asks nothing of anyone but its own server, and breaks no rule of its policy', async () => {
  const strangers = [];
  const form = await openForm(browser, sandbox.links.init, {
    before: async (page) => page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== sandbox.origin && protocol !== 'blob:' && protocol !== 'data:') strangers.push(request.url());
    }),
  });
  await everyPage(form, async () => {});
  assert.deepEqual(strangers, []);
  const policy = await (await fetch(sandbox.origin)).headers.get('content-security-policy');
  assert.match(policy, /require-trusted-types-for 'script'/, 'the policy that it was held to');
  // Closing fails on any violation that the console told of.
  await form.close();
});
