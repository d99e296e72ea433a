import assert from 'node:assert/strict';
import { test } from 'node:test';

import { forms } from './bound-forms.js';

const { bind, page, press, patch } = await forms();
const form = (inside) => `<form>${inside}<button>Send</button></form>`;
const uses = () => page().locator('.kyb-use').allTextContents();
const use = () => page().locator('.kyb-use').first().click();
const focused = () => page().evaluate(() => /** @type {any} */ (document.activeElement).value);

test('of several controls of a list, the one that gave the answer takes the suggestion', async () => {
  const input = (value) => `<input name="/source_of_funds" value="${value}">`;
  await bind(form(['grants', '', 'tax_refnd', ''].map(input).join('')));
  await press();
  await use();
  assert.deepEqual(await patch(), { source_of_funds: ['grants', 'tax_refund'] });
  assert.deepEqual(await page().locator('input').evaluateAll((inputs) => inputs.map(({ value }) => value)), ['grants', '', 'tax_refund', '']);
  assert.equal(await focused(), 'tax_refund');
});

test('an answer that moved since it was told is the one that is put right', async () => {
  await bind(form('<input name="/source_of_funds" value="grants"><input name="/source_of_funds" value="tax_refnd"><input name="/source_of_funds" value="investments">'));
  await press();
  await page().evaluate(() => { /** @type {HTMLInputElement} */ (document.querySelector('input')).value = ''; });
  await use();
  assert.deepEqual(await patch(), { source_of_funds: ['tax_refund', 'investments'] });
});

test('a suggestion that is another now is offered as it is now', async () => {
  await bind(form('<input name="/tax_country" value="US">'));
  await press();
  assert.deepEqual(await uses(), ['Use USA']);
  await page().locator('input').fill('DE');
  assert.deepEqual(await uses(), ['Use DEU']);
  await use();
  assert.deepEqual(await patch(), { tax_country: 'DEU' });
});

test('of boxes, the wrong one is taken back and the right one chosen; none is given another value', async () => {
  const box = (value, checked = '') => `<label>${value} <input type="checkbox" name="/source_of_funds" value="${value}" ${checked}></label>`;
  await bind(form(`<fieldset>${box('grants', 'checked')}${box('tax_refnd', 'checked')}${box('tax_refund')}</fieldset>`));
  await page().evaluate(() => {
    globalThis.heard = [];
    document.addEventListener('change', ({ target }) => globalThis.heard.push(/** @type {any} */ (target).value));
  });
  await press();
  await use();
  assert.deepEqual(await patch(), { source_of_funds: ['grants', 'tax_refund'] });
  assert.deepEqual(await page().locator('input').evaluateAll((inputs) => inputs.map(({ value }) => value)), ['grants', 'tax_refnd', 'tax_refund']);
  assert.deepEqual(await page().evaluate('heard'), ['tax_refnd', 'tax_refund']);
  assert.equal(await focused(), 'tax_refund');
});

test('of a select of several, the other options stay chosen', async () => {
  const option = (value, selected = '') => `<option value="${value}" ${selected}>${value}</option>`;
  const inside = `${option('')}${option('grants', 'selected')}${option('tax_refnd', 'selected')}${option('tax_refund')}`;
  await bind(form(`<select multiple name="/source_of_funds">${inside}</select>`));
  await press();
  await use();
  assert.deepEqual(await patch(), { source_of_funds: ['grants', 'tax_refund'] });
});

test('a select takes the option of the suggestion, a radio button that of its group', async () => {
  await bind(form('<select name="/tax_country"><option></option><option selected>US</option><option>USA</option></select>'));
  await press();
  await use();
  assert.deepEqual(await patch(), { tax_country: 'USA' });
  const radio = (value, checked = '') => `<label>${value} <input type="radio" name="/business_type" value="${value}" ${checked}></label>`;
  await bind(form(`${radio('LLC', 'checked')}${radio('llc')}`));
  await press();
  await use();
  assert.deepEqual(await patch(), { business_type: 'llc' });
});

test('where no choice is the suggestion, none is offered', async () => {
  for (const inside of [
    '<select name="/tax_country"><option></option><option selected>US</option></select>',
    '<select name="/tax_country"><option selected>US</option><option disabled>USA</option></select>',
    '<select multiple name="/source_of_funds"><option selected>grants</option><option selected>tax_refnd</option></select>',
    '<input type="radio" name="/business_type" value="LLC" checked>',
    '<input type="checkbox" name="/source_of_funds" value="tax_refnd" checked><input type="checkbox" name="/source_of_funds" value="grants">',
  ]) {
    await bind(form(inside));
    const before = await patch();
    await press();
    assert.equal(await page().locator('[data-code]').count(), 1, inside);
    assert.deepEqual(await uses(), [], inside);
    assert.deepEqual(await patch(), before, inside);
  }
});

test('a text beside choices goes where the choice says the same', async () => {
  await bind(form('<label>llc <input type="radio" name="/business_type" value="llc"></label><input name="/business_type" value="LLC">'));
  await press();
  await use();
  assert.deepEqual(await patch(), { business_type: 'llc' });
  assert.equal(await page().locator('[type=radio]').isChecked(), true);
});
