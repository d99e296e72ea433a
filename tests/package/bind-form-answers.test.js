import assert from 'node:assert/strict';
import { test } from 'node:test';

import { forms } from './bound-forms.js';

const { bind, page, press, messages, sent, patch } = await forms();
const form = (inside) => `<form>${inside}<button>Send</button></form>`;

test('half a date is told at its control, on leaving and on submit, and goes once the date is whole or gone', async () => {
  await bind(form('<label>Since <input type="date" name="/date_of_incorporation"></label><input name="/email" value="a@example.com">'));
  const date = page().locator('[type=date]');
  await date.focus();
  await page().keyboard.type('05');
  await page().locator('[name="/email"]').focus();
  assert.match((await messages())[0], /^Write the date of incorporation/);
  await press();
  assert.deepEqual(await sent(), []);
  assert.equal(await date.getAttribute('aria-invalid'), 'true');
  await date.fill('2020-05-12');
  assert.deepEqual(await messages(), []);
  await press();
  assert.deepEqual(await sent(), [{ date_of_incorporation: '2020-05-12', email: 'a@example.com' }]);
});

test('half a number is told at its control, whatever the field takes', async () => {
  await bind(form('<input type="number" name="/associated_persons/0/ownership_percentage"><input type="number" name="/tax_id">'));
  for (const name of ['/associated_persons/0/ownership_percentage', '/tax_id']) {
    await page().locator(`[name="${name}"]`).focus();
    await page().keyboard.type('5e');
  }
  await press();
  assert.deepEqual(await sent(), []);
  assert.equal(await page().locator('input[aria-invalid=true]').count(), 2);
  const codes = await page().locator('.kyb-issues p').evaluateAll((lines) => lines.map(({ dataset }) => dataset.code));
  assert.equal(codes.filter((code) => code === 'wrong_type').length, 2);
});

test('a checkbox or a radio button decides before a hidden control of its name', async () => {
  const hidden = '<input type="hidden" name="/publicly_traded" value="false">';
  for (const [inside, answer] of [
    [`${hidden}<input type="checkbox" name="/publicly_traded" value="true" checked>`, true],
    [`${hidden}<input type="checkbox" name="/publicly_traded" value="true">`, false],
    [`<input type="checkbox" name="/publicly_traded" value="1" checked>${hidden}`, true],
    [`${hidden}<input type="radio" name="/publicly_traded" value="true" checked>`, true],
    [`${hidden}<input type="radio" name="/publicly_traded" value="true">`, false],
  ]) {
    await bind(form(inside));
    assert.deepEqual(await patch(), { publicly_traded: answer }, inside);
  }
  await bind(form('<input type="hidden" name="/business_type" value=""><input type="radio" name="/business_type" value="llc" checked>'));
  assert.deepEqual(await patch(), { business_type: 'llc' });
});

test('of a hidden control and one that is seen, what is said stands at the one that is seen', async () => {
  await bind(form('<input type="hidden" name="/business_type" value=""><label>Form <input type="text" name="/business_type" value="LLC"></label>'));
  await press();
  assert.equal(await page().locator('[type=text]').getAttribute('aria-invalid'), 'true');
  assert.match(await page().locator('[type=text]').getAttribute('aria-describedby'), /./);
  assert.equal(await page().locator('.kyb-summary a').count(), 1);
});

test('several controls of one list are joined', async () => {
  const choice = (value) => `<select name="/source_of_funds"><option></option><option selected>${value}</option></select>`;
  await bind(form(`${choice('grants')}${choice('')}${choice('tax_refund')}<input name="/source_of_funds" value="lottery">`));
  assert.deepEqual(await patch(), { source_of_funds: ['grants', 'tax_refund', 'lottery'] });
  await bind(form('<input name="/email" value=""><input name="/email" value="a@example.com">'));
  assert.deepEqual(await patch(), { email: 'a@example.com' });
});

test('of a list with a control for each place, those without an answer are left out, and an issue stands at its own', async () => {
  const choice = (place, value = '') => `<select name="/source_of_funds/${place}"><option></option><option ${value && 'selected'}>${value || 'grants'}</option></select>`;
  await bind(form([0, 1, 2].map((place) => choice(place)).join('')));
  assert.deepEqual(await patch(), {});
  await press();
  assert.deepEqual(await messages(), []);
  assert.deepEqual(await sent(), [{}]);

  await bind(form(`${choice(3, 'grants')}${choice(10)}${choice(12, 'lottery')}${choice(2)}`));
  assert.deepEqual(await patch(), { source_of_funds: ['grants', 'lottery'] });
  await press();
  assert.deepEqual(await page().locator('[aria-invalid]').evaluateAll((controls) => controls.map((control) => control.getAttribute('name'))), ['/source_of_funds/12']);
});
