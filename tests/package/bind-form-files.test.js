import assert from 'node:assert/strict';
import { test } from 'node:test';

import { forms } from './bound-forms.js';

const { bind, page, press, messages, sent, patch, faults } = await forms();
const TYPE = '<input name="/documents/0/doc_type" value="other">';
const FILE = '<input type="file" name="/documents/0/file">';
const form = (inside = TYPE + FILE) => `<form>${inside}<button>Send</button></form>`;
const pdf = (mark) => ({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n${mark} 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n`) });
const choose = (...marks) => page().locator('[type=file]').setInputFiles(marks.map(pdf));
const isSent = () => page().waitForFunction('sent.length');
/** What the file of a patch says. */
const marksOf = ({ documents }) => [documents[0].file].flat().map((uri) => Number(/(\d) 0 obj/.exec(Buffer.from(uri.split(',')[1], 'base64').toString())[1]));

/** Chooses a file that takes a while to read, and does what a person does meanwhile. @param {string} act */
const meanwhile = (act, shout = true) => page().evaluate(`(async () => {
  const bytes = new Uint8Array(2e6).fill(65);
  bytes.set(new TextEncoder().encode('%PDF-1.4\\n'));
  bytes.set(new TextEncoder().encode('\\n%%EOF\\n'), bytes.length - 7);
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], 'a.pdf', { type: 'application/pdf' }));
  const file = document.querySelector('[type=file]');
  file.files = transfer.files;
  if (${shout}) for (const type of ['input', 'change']) file.dispatchEvent(new Event(type, { bubbles: true }));
  const form = document.forms[0];
  const button = form.querySelector('button');
  globalThis.submits = [];
  window.addEventListener('submit', (event) => submits.push(event.submitter?.textContent ?? null));
  ${act};
  globalThis.said = document.querySelectorAll('.kyb-issues p').length;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  globalThis.saidLater = document.querySelectorAll('.kyb-issues p').length;
})()`);

for (const [what, act, submitters] of [
  ['one press', 'button.click()', ['Send']],
  ['three presses', 'button.click(); await null; button.click(); await new Promise((go) => setTimeout(go, 2)); button.click()', ['Send']],
  ['three submits without a button', 'form.requestSubmit(); form.requestSubmit(); form.requestSubmit()', [null]],
  ['a press of a button that goes', 'button.click(); button.remove()', [null]],
  ['a press and a reset', 'button.click(); form.reset()', []],
  ['a press, a reset and a press', 'button.click(); form.reset(); button.click()', []],
]) {
  test(`while a file is read: ${what}`, async () => {
    await bind(form());
    await meanwhile(act);
    assert.deepEqual(await page().evaluate('submits'), submitters);
    // The required file is missing only where the reset took it away and the form was sent again.
    const missing = what.endsWith('reset and a press') ? 1 : 0;
    assert.equal(await page().evaluate('said'), missing);
    assert.equal(await page().evaluate('saidLater'), missing, JSON.stringify(await messages()));
    assert.equal((await sent()).length, submitters.length);
    for (const { documents } of await sent()) assert.match(documents[0].file, /^data:application\/pdf;base64,/);
  });
}

for (const [what, act, submitters] of [
  ['a press', 'button.click()', ['Send']],
  ['a press of a button that goes', 'button.click(); button.remove()', ['']],
  ['a press of a button that is disabled', 'button.click(); button.disabled = true', ['']],
]) {
  test(`while a file is read, where no form can be asked to submit: ${what}`, async () => {
    await bind(form(), '{}', 'delete HTMLFormElement.prototype.requestSubmit');
    await meanwhile(act);
    assert.deepEqual(await page().evaluate('submits'), submitters);
    assert.equal((await sent()).length, 1);
    assert.deepEqual(faults(), []);
    assert.equal(await page().locator('button:not(:has-text("Send"))').count(), 0);
  });
}

test('an error beside a file that is read blocks what went on by itself', async () => {
  await bind(form(`${TYPE}${FILE}<input name="/tax_country" value="US">`));
  await meanwhile('button.click()');
  assert.deepEqual(await sent(), []);
  assert.match((await messages())[0], /^Choose the country/);
});

test('leaving a file while it is read says nothing of it', async () => {
  await bind(form());
  await meanwhile('file.focus(); button.focus()');
  assert.equal(await page().evaluate('said'), 0);
  assert.deepEqual(await messages(), []);
});

test('a file is taken however it came into its control', async () => {
  await bind(form(), '{}', '', () => choose(1));
  await press();
  await isSent();
  assert.deepEqual(marksOf((await sent())[0]), [1]);

  await page().evaluate(() => { globalThis.binding.unbind(); globalThis.bind(); globalThis.sent = []; });
  await press();
  await isSent();
  assert.deepEqual(marksOf((await sent())[0]), [1]);

  await bind(`<form id="here">${TYPE}<button>Send</button></form>${FILE.replace('<input', '<input form="here"')}`);
  await choose(2);
  await press();
  await isSent();
  assert.deepEqual(marksOf((await sent())[0]), [2]);
  assert.deepEqual(faults(), []);
});

test('a file that a script puts in place of another is the one that is sent', async () => {
  await bind(form());
  await choose(1);
  await page().waitForFunction('binding.patch().documents[0].file');
  await meanwhile('button.click()', false);
  const [{ documents }] = await sent();
  assert.ok(documents[0].file.length > 1e6);
});

test('a reset that is cancelled keeps the file, one that is not takes it away', async () => {
  await bind(form());
  await choose(3);
  await page().waitForFunction('binding.patch().documents[0].file');
  await page().evaluate(() => {
    document.forms[0].addEventListener('reset', (event) => event.preventDefault(), { once: true });
    document.forms[0].reset();
  });
  assert.deepEqual(marksOf(await patch()), [3]);
  await page().evaluate(() => document.forms[0].reset());
  assert.equal((await patch()).documents[0].file, undefined);
});

test('several files in a control of one are an error, and none is left out without a word', async () => {
  await bind(form(TYPE + FILE.replace('>', ' multiple>')));
  await choose(1, 2);
  await page().waitForFunction('binding.patch().documents[0].file');
  assert.deepEqual(marksOf(await patch()), [1, 2]);
  await press();
  assert.deepEqual(await sent(), []);
  assert.equal(await page().locator('[type=file]').getAttribute('aria-invalid'), 'true');
  await choose(2);
  await press();
  await isSent();
  assert.deepEqual(marksOf((await sent())[0]), [2]);
});

test('what is typed outside the form element is followed too', async () => {
  await bind(`<form id="here"><button>Send</button></form><label>Country <input form="here" name="/tax_country"></label>`);
  await page().fill('[name="/tax_country"]', 'US');
  await page().locator('[name="/tax_country"]').blur();
  assert.match((await messages())[0], /^Choose the country/);
  await page().fill('[name="/tax_country"]', 'USA');
  assert.deepEqual(await messages(), []);
});

test('a file that is refused is not read as a text, and nothing else is said of it', async () => {
  await bind(form());
  const { read, said, report, waited } = await page().evaluate(async () => {
    const bytes = new Uint8Array(24e6);
    bytes.set(new TextEncoder().encode('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41'));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'film.mp4', { type: 'video/mp4' }));
    let read = 0;
    const { slice } = Blob.prototype;
    Blob.prototype.slice = function (...given) {
      const piece = slice.apply(this, given);
      read += piece.size;
      return piece;
    };
    const file = /** @type {HTMLInputElement} */ (document.querySelector('[type=file]'));
    file.files = transfer.files;
    const began = Date.now();
    document.querySelector('button')?.click();
    while (!document.querySelector('.kyb-summary')) await new Promise((resolve) => setTimeout(resolve, 5));
    const waited = Date.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 200));
    const report = globalThis.binding.check();
    return { read, waited, said: [...document.querySelectorAll('[data-code]')].map(({ dataset }) => dataset.code), report };
  });
  assert.ok(read < 8e6, `${read} bytes read, in ${waited} ms`);
  assert.deepEqual(said, ['file_large', 'file_type_not_taken']);
  assert.deepEqual(await sent(), []);
  assert.deepEqual([report.ok, report.issues.map(({ path, code }) => [path, code])], [false, said.map((code) => ['/documents/0/file', code])]);
  await choose(4);
  await press();
  await isSent();
  assert.deepEqual(marksOf((await sent())[0]), [4]);
});

test('a refused file that need not be there blocks too', async () => {
  await bind(form('<input name="/associated_persons/3/first_name" value="Ada"><input type="file" name="/associated_persons/3/poa">'));
  await page().locator('[type=file]').setInputFiles({ name: 'run.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ\0\0this program') });
  await page().locator('[type=file][aria-invalid=true]').waitFor();
  assert.equal((await patch()).associated_persons[0].poa, undefined);
  const { issues } = await page().evaluate(() => globalThis.binding.check());
  assert.ok(issues.some(({ path, severity }) => path === '/associated_persons/0/poa' && severity === 'error'), JSON.stringify(issues));
});
