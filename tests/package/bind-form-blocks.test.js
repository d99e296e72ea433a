import assert from 'node:assert/strict';
import { test } from 'node:test';

import { forms } from './bound-forms.js';

const { bind, page, press, messages, sent, faults } = await forms();
const WRONG = '<input name="/associated_persons/0/birth_date" value="31/12/1980">';
/** Whether the browser has sent the form's answers as part of an address. */
const left = () => page().url().includes('?');

for (const [what, options, inside, fault] of [
  ['a context that throws', '{ context() { throw new Error("no context"); } }', WRONG, /no context/],
  ['a context that is none', '{ context: { nope: 1 } }', WRONG, /InvalidContext/],
  ['a list of words that throws', '{ locale: { toString() { throw new Error("no locale"); } } }', WRONG, /no locale/],
]) {
  test(`${what} blocks a submit, and the page hears of it`, async () => {
    await bind(`<form>${inside}<button>Send</button></form>`, options);
    await press();
    assert.equal(left(), false);
    assert.deepEqual(await sent(), []);
    assert.match(faults().join('\n'), fault);
  });
}

test('hooks that throw are heard of, and change nothing', async () => {
  const hooks = '{ onIssue() { throw new Error("telemetry"); }, words: { use() { throw new Error("wording"); } } }';
  await bind('<form><input name="/tax_country" value="US"><button>Send</button></form>', hooks);
  await press();
  assert.equal(left(), false);
  assert.deepEqual(await sent(), []);
  assert.match((await messages())[0], /^Choose the country.* Use USA$/);
  assert.match(faults().join('\n'), /wording[^]*telemetry/);
  await page().fill('[name="/tax_country"]', 'USA');
  await press();
  assert.deepEqual(await sent(), [{ tax_country: 'USA' }]);
});

test('a locale with an underscore is spoken', async () => {
  await bind('<form><input name="/terms_signed_at" value="2099-01-01T00:00:00Z"><button>Send</button></form>', "{ locale: 'de_DE' }", "kyb.loadMessages('de_DE')");
  await press();
  assert.match((await messages())[0], /Zukunft|später|nicht/);
  assert.deepEqual(faults(), []);
});

const HIDING = [
  'elements', 'submit', 'reset', 'requestSubmit', 'noValidate', 'id', 'action', 'name', 'nodeName', 'ownerDocument', 'addEventListener',
  'contains', 'prepend', 'querySelector', 'querySelectorAll', 'length', 'children', 'parentNode', 'nodeType',
];
for (const attribute of ['id', 'name']) {
  test(`controls whose ${attribute} is called like a member of the form hide nothing`, async () => {
    for (const name of HIDING) {
      await bind(`<form><input ${attribute}="${name}"><label>Country <input name="/tax_country" value="US"></label><button>Send</button></form>`);
      // The driver's own locators are led astray by such names.
      const seen = await page().evaluate(() => {
        const send = /** @type {HTMLElement} */ (document.querySelector('button'));
        const country = /** @type {HTMLInputElement} */ (document.querySelector('[name="/tax_country"]'));
        send.click();
        const said = [...document.querySelectorAll('[data-code]')].map(({ dataset }) => dataset.code);
        const lines = document.querySelectorAll('.kyb-summary a').length;
        const before = globalThis.sent.length;
        country.value = 'USA';
        send.click();
        globalThis.binding.unbind();
        return { said, lines, before, marked: document.querySelectorAll('form[novalidate]').length };
      });
      assert.deepEqual(seen, { said: ['not_iso_3166_alpha3'], lines: 1, before: 0, marked: 0 }, name);
      assert.deepEqual(await sent(), [{ tax_country: 'USA' }], name);
      assert.equal(left(), false, name);
    }
    assert.deepEqual(faults(), []);
  });
}

test('a reset takes what was said away, unless someone cancels it', async () => {
  await bind('<form><input name="/tax_country" value="US"><button>Send</button></form>');
  await press();
  const reset = () => page().evaluate(async () => {
    document.forms[0].reset();
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  // Whoever listens last has the last word.
  await page().evaluate(() => window.addEventListener('reset', (event) => event.preventDefault(), { once: true }));
  await reset();
  assert.equal((await messages()).length, 1);
  assert.equal(await page().locator('.kyb-summary a').count(), 1);
  await reset();
  assert.deepEqual(await messages(), []);
  assert.equal(await page().locator('.kyb-summary a').count(), 0);
});

test('after a reset nobody has answered yet', async () => {
  await bind('<form><input name="/tax_country" value="US"><input name="/email"><button>Send</button></form>');
  const leave = (name, text) => page().locator(`[name="${name}"]`).fill(text).then(() => page().locator(`[name="${name}"]`).blur());
  await leave('/tax_country', 'DE');
  assert.equal((await messages()).length, 1);
  await page().evaluate(() => document.forms[0].reset());
  await leave('/email', 'ada@harbour.example');
  assert.deepEqual(await messages(), []);
  await leave('/tax_country', 'FR');
  assert.equal((await messages()).length, 1);
});

test('says that the module is not there when it is called before init', async () => {
  await bind('<form></form>');
  await page().reload();
  const name = await page().evaluate(async () => {
    const { bindForm } = await import(`${'/kyb-patch/'}bind-form.js`);
    try { bindForm(document.createElement('form')); } catch (error) { return error.name; }
  });
  assert.equal(name, 'NotReady');
});
