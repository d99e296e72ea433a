import { after, before, beforeEach } from 'node:test';

import { startBrowser } from '../form/form.js';
import { install } from './install.js';
import { serveFolders } from './pages.js';

const BARE = '<!doctype html><meta charset="utf-8"><title>A form</title><link rel="icon" href="data:,"><main></main>';

/** A page in which one form after the other is bound, for the tests of a whole file. */
export async function forms() {
  const { inside } = await install({ after });
  const bare = (path, response) => path === '/' && Boolean(response.setHeader('content-type', 'text/html').end(BARE));
  const origin = await serveFolders({ after }, { '/kyb-patch/': inside, '/copy/': inside }, { answer: bare });
  const browser = await startBrowser();
  after(() => browser.close());
  /** @type {import('playwright-core').Page} */
  let page;
  let faults = [];
  before(async () => {
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => faults.push(String(error)));
  });
  beforeEach(() => { faults = []; });

  return {
    page: () => page,
    faults: () => faults,
    /**
     * Binds a form; what gets through lands in `sent`.
     * @param {string} html @param {string} [options] @param {string} [first] what is done before it is bound
     * @param {() => Promise<void>} [act] what a person does before it is bound
     */
    async bind(html, options = '{}', first = '', act = async () => {}) {
      await page.goto(`${origin}/`);
      await page.evaluate((html) => { document.querySelector('main').innerHTML = html; }, html);
      await act();
      await page.evaluate(`(async () => {
        globalThis.kyb = await import('/kyb-patch/index.js');
        const { bindForm } = await import('/kyb-patch/bind-form.js');
        await kyb.init();
        await ${first || 'undefined'};
        globalThis.sent = [];
        globalThis.bind = () => (globalThis.binding = bindForm(document.forms[0], ${options}));
        bind();
        window.addEventListener('submit', (event) => { event.preventDefault(); sent.push(binding.patch()); });
      })()`);
    },
    press: () => page.getByRole('button', { name: 'Send' }).click(),
    messages: () => page.locator('.kyb-issues p, [data-issues] p').allTextContents(),
    sent: () => page.evaluate('sent'),
    patch: () => page.evaluate('binding.patch()'),
  };
}
