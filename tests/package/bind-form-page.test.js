import assert from 'node:assert/strict';
import { test } from 'node:test';

import { forms } from './bound-forms.js';

const { bind, page, press, messages, sent, patch, faults } = await forms();
const TERMS = '<label><input type="checkbox" name="terms" required> I accept the terms</label>';
const EMAIL = '<input type="email" name="/email" value="a@example.com">';
const focused = () => page().evaluate(() => document.activeElement?.getAttribute('name'));

test('what the page itself requires stops a submit once nothing else does', async () => {
  await bind(`<form><input name="/tax_country" value="US">${TERMS}<button>Send</button></form>`);
  await press();
  assert.equal((await messages()).length, 1);
  assert.equal(await page().locator('.kyb-summary').evaluate((summary) => document.activeElement === summary), true);
  await page().fill('[name="/tax_country"]', 'USA');
  await press();
  assert.deepEqual([await sent(), await focused()], [[], 'terms']);
  await page().check('[name=terms]');
  await press();
  assert.deepEqual(await sent(), [{ tax_country: 'USA' }]);
  assert.deepEqual(faults(), []);
});

for (const [what, html] of [
  ['a bound control', `<form><input name="/email" required>${EMAIL}<button>Send</button></form>`],
  ['a custom validity', `<form>${EMAIL}<button>Send</button></form>`],
]) {
  test(`${what} holds too`, async () => {
    await bind(html);
    if (what.startsWith('a custom')) await page().locator('[name="/email"]').evaluate((input) => input.setCustomValidity('Taken.'));
    await press();
    assert.deepEqual([await sent(), await focused()], [[], '/email']);
  });
}

for (const [what, html] of [
  ['a form that asks for no check itself', `<form novalidate>${EMAIL}${TERMS}<button>Send</button></form>`],
  ['a button that asks for none', `<form>${EMAIL}${TERMS}<button formnovalidate>Send</button></form>`],
]) {
  test(`${what} goes without what the page requires`, async () => {
    await bind(html);
    await press();
    assert.equal((await sent()).length, 1);
  });
}

test('what the page has said of a control itself is there again afterwards', async () => {
  await bind('<form><input name="/email" value="x" aria-invalid="false"><input name="/tax_country" value="USA"><button>Send</button></form>');
  const control = page().locator('[name="/email"]');
  const own = (text) => control.evaluate((input, text) => input.setCustomValidity(text), text);
  const said = () => control.evaluate((input) => [input.validationMessage, input.getAttribute('aria-invalid')]);
  await own('Taken.');
  await press();
  assert.match((await said())[0], /name@example\.com/);
  await page().evaluate('binding.unbind()');
  assert.deepEqual(await said(), ['Taken.', 'false']);

  // What the page says or takes back meanwhile holds.
  for (const later of ['Too short.', '']) {
    await page().evaluate('bind()');
    await control.fill('x');
    await press();
    await own(later);
    await control.fill('a@example.com');
    assert.deepEqual(await said(), [later, 'false']);
    await page().evaluate('binding.unbind()');
  }
});

test('two copies of the package on one page share no id', async () => {
  await bind('<form><input name="/tax_country" value="US"><button>Send</button></form><form><input name="/email" value="x"></form>');
  const { ids, told } = await page().evaluate(async () => {
    globalThis.binding.check();
    const { bindForm } = await import(`${'/copy/'}bind-form.js`);
    await (await import(`${'/copy/'}index.js`)).init();
    bindForm(document.forms[1]).check();
    const told = document.querySelector('[name="/email"]')?.getAttribute('aria-describedby') ?? '';
    return { ids: [...document.querySelectorAll('[id]')].map(({ id }) => id), told: document.getElementById(told)?.textContent };
  });
  assert.equal(new Set(ids).size, ids.length, ids.join());
  assert.match(told, /name@example\.com/);
});

test('a name is found where the host has no CSS.escape', async () => {
  await bind('<form><input name="/email" value="x"><p data-issues="/email"></p><button>Send</button></form>', '{}', 'delete CSS.escape');
  await press();
  assert.equal(await page().locator('[data-issues] p').count(), 1);
  assert.deepEqual(faults(), []);
});

test('an element of the page\'s own is a control like any other', async () => {
  const first = `(() => {
    const define = (name, members) => customElements.define(name, class extends HTMLElement {
      static formAssociated = true;
      internals = this.attachInternals();
      answer = null;
      static { Object.defineProperties(this.prototype, Object.getOwnPropertyDescriptors(members)); }
    });
    define('x-one', { get value() { return this.answer; }, set value(to) { this.answer = to; } });
    document.querySelector('form').prepend(document.createElement('x-one'), document.createElement('x-one'), document.createElement('x-one'));
    for (const [at, name] of ['/tax_country', '/source_of_funds', '/email'].entries()) document.querySelectorAll('x-one')[at].setAttribute('name', name);
  })()`;
  await bind('<form><button>Send</button></form>', '{}', first);
  assert.deepEqual(await patch(), {});
  const answer = (at, value) => page().locator('x-one').nth(at).evaluate((element, value) => {
    element.answer = value;
    element.dispatchEvent(new Event('change', { bubbles: true }));
    element.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
  }, value);
  await answer(1, []);
  await answer(2, []);
  assert.deepEqual(await patch(), {});
  await answer(1, ['grants', 'lottery']);
  assert.deepEqual(await patch(), { source_of_funds: ['grants', 'lottery'] });
  assert.equal((await messages()).length, 1);
  await answer(1, ['grants', 'tax_refund']);
  assert.deepEqual(await messages(), []);
  await answer(0, 'US');
  assert.equal((await messages()).length, 1);
  await page().locator('.kyb-use').click();
  assert.deepEqual(await patch(), { tax_country: 'USA', source_of_funds: ['grants', 'tax_refund'] });
  assert.deepEqual(await messages(), []);
  assert.deepEqual(faults(), []);
});

test('a share is read as a decimal number or not at all', async () => {
  const texts = ['0x10', '0b1', '0o7', 'Infinity', '1e999', ' 12.5 ', '1e1', '.5', '1,5', '-'];
  await bind(`<form>${texts.map((text, at) => `<input name="/associated_persons/${at}/ownership_percentage" value="${text}">`).join('')}</form>`);
  assert.deepEqual((await patch()).associated_persons.map((person) => person.ownership_percentage), ['0x10', '0b1', '0o7', 'Infinity', '1e999', 12.5, 10, 0.5, '1,5', '-']);
});

test('a message that what renders the page took away is told again', async () => {
  const slot = '<p data-issues="/tax_country"></p>';
  for (const [given, emptied] of [['', false], [slot, false], [slot, true]]) {
    await bind(`<form><label>Country <input name="/tax_country" value="US"></label>${given}<button>Send</button></form>`);
    await press();
    const told = await messages();
    assert.equal(told.length, 1);
    // As morphing does it: what the server did not send goes, the control stays.
    await page().evaluate(([slot, emptied]) => {
      for (const element of document.querySelectorAll('.kyb-issues, [data-issues]')) {
        if (emptied) element.textContent = '';
        else element.outerHTML = String(slot);
      }
      document.querySelector('input')?.removeAttribute('aria-describedby');
    }, [given, emptied]);
    assert.deepEqual(await messages(), []);
    await press();
    assert.deepEqual(await messages(), told);
    const described = await page().evaluate(() => {
      const input = /** @type {HTMLElement} */ (document.querySelector('input'));
      return document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent;
    });
    assert.match(String(described), /country/);
  }
});

test('a summary of the page is left as it was', async () => {
  const html = '<div class="summary"></div><form><input name="/tax_country" value="US"><button>Send</button></form>';
  await bind(html, "{ summary: document.querySelector('.summary') }");
  await press();
  assert.equal(await page().locator('.summary').evaluate((summary) => document.activeElement === summary), true);
  await page().evaluate('binding.unbind()');
  assert.equal(await page().evaluate(() => document.querySelector('main')?.innerHTML), html);
});
