import assert from 'node:assert/strict';
import { REFERENCE } from './webkit.js';

/**
 * A browser as both protocols give it. Elements go by their references.
 * @typedef {{ name: string, go: (url: string) => Promise<unknown>, run: (script: string, args?: unknown[]) => Promise<any>,
 *   click: (id: string) => Promise<unknown>, type: (id: string, text: string) => Promise<unknown>, clear: (id: string) => Promise<unknown>,
 *   newTab: () => Promise<unknown>, stop: () => Promise<void> }} Engine
 */

/** A press or key, tried again while what it is meant for is still being drawn. @param {() => Promise<unknown>} act */
async function settled(act) {
  for (let tries = 0; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (tries > 20 || !/not interactable|intercepted/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const KEY = { down: '\uE015', enter: '\uE007' };

/**
 * The form in a browser, with what people do: real presses and keys, by the names of the fields.
 * @param {Engine} browser
 */
export function pageIn(browser) {
  const engine = {
    ...browser,
    click: (/** @type {string} */ id) => settled(() => browser.click(id)),
    type: (/** @type {string} */ id, /** @type {string} */ text) => settled(() => browser.type(id, text)),
    clear: (/** @type {string} */ id) => settled(() => browser.clear(id)),
  };
  /** Waits until a script answers something. @param {string} script @param {unknown[]} [args] */
  const until = async (script, args = []) => {
    for (let tries = 0; tries < 150; tries++) {
      const answer = await engine.run(script, args).catch(() => null);
      if (answer) return answer;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return assert.fail(`${engine.name}: never came: ${script} ${JSON.stringify(args)}`);
  };
  const element = async (script, args) => (await until(script, args))[REFERENCE];
  // WebKit's driver takes an element at the very edge of the window for one that can't be pressed.
  const named = (name, more = '') => element('const one = document.querySelector(`[name="${arguments[0]}"]${arguments[1]}`); one?.scrollIntoView({ block: "center" }); return one', [name, more]);
  const VISIBLE = 'const seen = (one) => one.getClientRects().length > 0;';
  const page = {
    engine, until,
    /** @param {string} link */
    async open(link) {
      // A document of its own first: the same address with another fragment would be no new visit.
      await engine.go('about:blank');
      await engine.go(link);
      await page.heading();
    },
    heading: () => until(`${VISIBLE} return [...document.querySelectorAll('h1')].find(seen)?.innerText`),
    /** @param {RegExp} wanted */
    async at(wanted) {
      await until(`${VISIBLE} return new RegExp(arguments[0]).test([...document.querySelectorAll('h1')].find(seen)?.innerText ?? '')`, [wanted.source]);
    },
    /** @param {string} name */
    async goTo(name) {
      await engine.run('location.hash = `#/${arguments[0]}`', [name]);
      // The heading has the focus once the page is laid out; a robot is quicker than that.
      await until('return document.querySelector(`[data-page="${arguments[0]}"]:not([hidden]) h1`)?.matches(":focus")', [name]);
    },
    /** @param {string} name @param {string} text */
    async fill(name, text) {
      const id = await named(name);
      await engine.clear(id);
      await engine.type(id, text);
    },
    /** @param {string} name @param {string} value */
    choose: async (name, value) => engine.click(await named(name, `[value="${value}"]`)),
    /** @param {string} name @param {string} value */
    async select(name, value) {
      await engine.click(await element('return document.querySelector(`[name="${arguments[0]}"] option[value="${arguments[1]}"]`)', [name, value]));
    },
    /** @param {string} name @param {string[]} parts */
    async date(name, parts) {
      for (const [at, part] of ['day', 'month', 'year'].entries()) await engine.type(await named(name, `[data-part=${part}]`), parts[at]);
    },
    /** @param {string} name @param {string} text */
    async pick(name, text) {
      const id = await named(name);
      await engine.clear(id);
      await engine.type(id, text);
      await until('return document.getElementById(document.querySelector(`[name="${arguments[0]}"]`).getAttribute("aria-controls")).querySelector("[role=option]") !== null', [name]);
      await engine.type(id, KEY.down);
      await engine.type(id, KEY.enter);
    },
    /** @param {string} name @param {string} file path */
    file: async (name, file) => engine.type(await named(name), file),
    /** @param {string} selector @param {string} file path */
    add: async (selector, file) => engine.type(await element('return document.querySelector(arguments[0])', [selector]), file),
    /** Presses the button or link in sight that says this. @param {RegExp} text */
    async press(text) {
      const id = await element(`${VISIBLE} return [...document.querySelectorAll('button, a, label.tick input')].find((one) => seen(one) && new RegExp(arguments[0]).test(one.getAttribute('aria-label') ?? one.closest('label')?.innerText ?? one.innerText))`, [text.source]);
      await engine.click(id);
    },
    /** What is read in sight. */
    text: () => engine.run('return document.querySelector("main").innerText'),
    /** @param {RegExp} wanted */
    reads: (wanted) => until('return new RegExp(arguments[0]).test(document.body.innerText)', [wanted.source]),
    /** @param {string} name */
    value: (name) => engine.run('return document.querySelector(`[name="${arguments[0]}"]`).value', [name]),
  };
  return page;
}
