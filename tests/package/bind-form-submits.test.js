import assert from 'node:assert/strict';
import { test } from 'node:test';

import { forms } from './bound-forms.js';

const { bind, page, press, messages, sent } = await forms();
const WRONG = '<input name="/email" value="bad">';

test('a button that asks for no check closes a dialog, whatever stands in its form', async () => {
  await bind(`<dialog open><form method="dialog">${WRONG}<button value="cancel" formnovalidate>Cancel</button><button value="ok">Send</button></form></dialog>`);
  await press();
  assert.deepEqual(await sent(), []);
  await page().evaluate(() => globalThis.binding.unbind());
  await page().evaluate('bind()');
  await page().getByRole('button', { name: 'Cancel' }).click();
  assert.equal((await sent()).length, 1);
  assert.deepEqual(await messages(), []);
});

test('who cancels while a file is read does not send the form once it is', async () => {
  await bind('<form><input name="/email" value="a@example.com"><input type="file" name="/documents/0/file"><input name="/documents/0/doc_type" value="other"><button formnovalidate>Cancel</button><button>Send</button></form>');
  await page().evaluate(async () => {
    const files = new DataTransfer();
    files.items.add(new File(['%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'], 'deed.pdf', { type: 'application/pdf' }));
    /** @type {HTMLInputElement} */ (document.querySelector('[type=file]')).files = files.files;
    const [cancel, send] = document.querySelectorAll('button');
    send.click();
    cancel.click();
  });
  await page().waitForFunction(() => globalThis.binding.patch().documents[0].file);
  await page().evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  assert.equal((await sent()).length, 1);
});

test('a form inside of a bound one is submitted and reset for itself', async () => {
  await bind(`<form>${WRONG}<div></div><button>Send</button></form>`);
  await press();
  await page().evaluate(() => {
    const inner = document.createElement('form');
    inner.append(document.createElement('input'), Object.assign(document.createElement('button'), { textContent: 'Search' }));
    // No engine lets it come further than to the form around it.
    inner.addEventListener('submit', (event) => { event.preventDefault(); globalThis.sent.push('inner'); });
    document.querySelector('form > div:not([class])')?.append(inner);
  });
  await page().evaluate(() => globalThis.binding.check());
  await page().getByRole('button', { name: 'Search' }).click();
  assert.deepEqual(await sent(), ['inner']);
  await page().evaluate(async () => {
    document.forms[1].reset();
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  assert.equal((await messages()).length, 1);
  assert.equal(await page().locator('.kyb-summary a').count(), 1);
});

test('the summary leads into what is closed', async () => {
  await bind(`<form><details><summary>More</summary><details><summary>Still more</summary>${WRONG}</details></details><button>Send</button></form>`);
  await press();
  await page().locator('.kyb-summary a').click();
  assert.equal(await page().locator('details[open]').count(), 2);
  assert.equal(await page().evaluate(() => document.activeElement?.getAttribute('name')), '/email');
});
