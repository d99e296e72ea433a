import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { noteRequest } from './log.js';
import { inRepository } from './sandbox.js';

/** A real Chromium. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
}

export const FILES = {
  registration: inRepository('server/seeds/files/registration.pdf'),
  proof: inRepository('server/seeds/files/proof-of-address.pdf'),
  front: inRepository('server/seeds/files/id-front.png'),
  back: inRepository('server/seeds/files/id-back.png'),
  shareholders: inRepository('server/seeds/files/shareholders.csv'),
};

/**
 * Waits until the page has drawn what a press led to, and the focus is where it belongs: the form goes from page to page
 * in a task after the press, and draws what is out of sight a few frames later. People take longer than that; a test may not.
 * @param {import('playwright-core').Page} page
 */
async function settled(page) {
  const drawn = page.evaluate(async () => {
    const frame = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
    await frame();
    do await frame(); while (document.querySelector('[data-later]'));
  });
  // A press may close the page, or lead away from it: then there is nothing to wait for.
  await Promise.race([drawn.catch(() => {}), new Promise((resolve) => { setTimeout(resolve, 2_000).unref(); })]);
}

/** Presses of a page's locators wait for what they lead to. @param {import('playwright-core').Page} page */
function waitAfterPresses(page) {
  const Locator = Object.getPrototypeOf(page.locator('html'));
  if (Locator.click.settles) return;
  const { click } = Locator;
  Locator.click = async function (...options) {
    await click.apply(this, options);
    await settled(this.page());
  };
  Locator.click.settles = true;
}

/**
 * The form as a person finds it: a page on which a link was opened, with what the tests do over and over.
 * An error that nobody caught fails the test.
 * @param {import('playwright-core').Browser} browser
 * @param {string} link
 * @param {import('playwright-core').BrowserContextOptions & { before?: (page: import('playwright-core').Page) => Promise<unknown> }} [options]
 */
export async function openForm(browser, link, { before, ...options } = {}) {
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'Europe/Berlin', ...options });
  context.on('request', noteRequest);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  waitAfterPresses(page);
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.stack ?? String(error)));
  page.on('console', (message) => { if (/Content Security Policy|TrustedHTML/.test(message.text())) faults.push(message.text()); });
  await before?.(page);
  await page.goto(link);
  await page.locator('h1').locator('visible=true').first().waitFor();
  return {
    page,
    context,
    /** The field of a pointer, on whatever page. @param {string} pointer */
    field: (pointer) => page.locator(`.field:has([name="${pointer}"])`).last(),
    /** The one input of a field. @param {string} pointer */
    input: (pointer) => page.locator(`[name="${pointer}"]`),
    /** Goes to a section by way of the overview. @param {string} name */
    async section(name) {
      await page.locator('.brand').click();
      await page.locator('.tasks').getByRole('link', { name, exact: true }).click();
    },
    /** Goes to a page by its address. @param {string} name */
    async goTo(name) {
      await page.evaluate((to) => { location.hash = `#/${to}`; }, name);
      await page.locator(`[data-page="${name}"]`).waitFor();
      await settled(page);
    },
    /** Goes one step back in the history of the tab. */
    async back() {
      const here = page.url();
      await page.evaluate(() => history.back());
      await page.waitForFunction((url) => location.href !== url, here);
      await settled(page);
    },
    /** Presses a button of the page in sight. @param {string|RegExp} name */
    press: (name) => page.getByRole('button', { name, exact: typeof name === 'string' }).locator('visible=true').click(),
    heading: () => page.locator('h1').locator('visible=true').innerText(),
    /** Waits for the page with this heading: a press may draw it a moment later. @param {string|RegExp} expected */
    async headed(expected) {
      const is = (said) => (typeof expected === 'string' ? said === expected : expected.test(said));
      let said = '';
      for (const until = Date.now() + 5_000; Date.now() < until && !is(said); ) {
        said = await this.heading();
        if (!is(said)) await page.evaluate(() => new Promise(requestAnimationFrame));
      }
      if (typeof expected === 'string') assert.equal(said, expected);
      else assert.match(said, expected);
    },
    /** @param {string} pointer @param {string} value */
    choose: (pointer, value) => page.locator(`[name="${pointer}"][value="${value}"]`).check(),
    /** @param {string} pointer @param {[string, string, string]} parts day, month, year */
    async date(pointer, parts) {
      const inputs = page.locator(`[name="${pointer}"][data-part]`);
      for (const [at, part] of parts.entries()) await inputs.nth(at).fill(part);
    },
    /** Types into a combobox and takes the first of the list with the keyboard. @param {string} pointer @param {string} text */
    async pick(pointer, text) {
      const box = page.locator(`[name="${pointer}"]`);
      await box.fill(text);
      await page.locator(`#${await box.getAttribute('aria-controls')} [role=option]`).first().waitFor();
      await box.press('ArrowDown');
      await box.press('Enter');
    },
    /** @param {string} group pointer of the address @param {Record<string, string>} address */
    async address(group, { country, ...lines }) {
      for (const [member, line] of Object.entries(lines)) await page.locator(`[name="${group}/${member}"]`).fill(line);
      await this.pick(`${group}/country`, country);
    },
    /** The messages at a field. @param {string} pointer */
    messages: (pointer) => page.locator(`.field:has([name="${pointer}"])`).last().locator('.message'),
    /** Sends what there is, from the overview. */
    async review() {
      await page.locator('.brand').click();
      await page.getByRole('link', { name: 'Check and send' }).click();
    },
    async send() {
      await this.review();
      await this.press(/^Send \d+ change/);
    },
    async close() {
      // An answer that a route is still rewriting is nobody's any more: it must not fail whichever test comes next.
      for (const routed of [...context.pages(), context]) await routed.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
      if (faults.length > 0) throw new Error(`the page failed: ${faults.join('\n')}`);
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openForm>>} OpenForm */

/**
 * Adds a person from the page of people, all that is asked filled in.
 * @param {OpenForm} form
 * @param {number} place among those to be added, from 0
 * @param {{ first: string, last: string, share?: string, passport?: boolean }} person
 */
export async function addPerson(form, place, { first, last, share, passport = false }) {
  const at = (member) => `/associated_persons/${place}/${member}`;
  await form.press(/^Add (a|another) person$/);
  await form.input(at('first_name')).fill(first);
  await form.input(at('last_name')).fill(last);
  await form.input(at('email')).fill(`${first.toLowerCase()}@example.com`);
  await form.date(at('birth_date'), ['4', '11', '1982']);
  await form.pick(at('primary_nationality'), 'Norway');
  await form.address(at('residential_address'), { street_line_1: 'Bryggen 7', city: 'Bergen', state: 'Vestland', postal_code: '5003', country: 'Norway' });
  await form.pick(at('poa_type'), 'Utility');
  await form.input(at('poa')).setInputFiles(FILES.proof);
  await form.choose(at('has_ownership'), share ? 'true' : 'false');
  if (share) await form.input(at('ownership_percentage')).fill(share);
  await form.choose(at('has_control'), 'true');
  await form.choose(at('is_signer'), 'false');
  await form.choose(at('is_director'), 'true');
  const id = (member) => at(`identifying_information/0/${member}`);
  await form.choose(id('type'), passport ? 'passport' : 'national_id');
  await form.pick(id('issuing_country'), 'Norway');
  await form.input(id('national_identity_number')).fill('04118212345');
  await form.input(id('image_front')).setInputFiles(FILES.front);
  if (!passport) await form.input(id('image_back')).setInputFiles(FILES.back);
  await form.press('Done');
  // Files may still be read: until then the page stays.
  await form.headed('People');
}
