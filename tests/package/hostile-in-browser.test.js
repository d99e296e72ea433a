/**
 * Hostile values, and the Big List of Naughty Strings, through the exports in Chromium: an answer or an exception with a
 * name, never a trap, and the module works afterwards. `hostile.test.js` looks closer, in Node.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { join } from 'node:path';

import { startBrowser } from '../form/form.js';
import { ready, root } from './install.js';
import { serveFolders } from './pages.js';

const naughty = createRequire(import.meta.url)('big-list-of-naughty-strings');
const { kyb, inside } = await ready({ after });
/** What reached the API, which takes each patch and hangs up. @type {string[]} */
const puts = [];
const origin = await serveFolders({ after }, { '/kyb-patch/': inside, '/tests/': join(root, 'tests/package') }, {
  answer(path, response) {
    const { method, headers, socket } = response.req;
    if (method !== 'PUT') return false;
    puts.push(`${path} ${headers['idempotency-key']}`);
    socket.destroy();
    return true;
  },
});
const browser = await startBrowser();
after(() => browser.close());
const page = await browser.newPage();
await page.goto(`${origin}/kyb-patch/package.json`);
await page.evaluate(`Promise.all([import('/kyb-patch/index.js'), import('/tests/hostile.js')]).then(async ([kyb, hostile]) => {
  await kyb.init();
  Object.assign(globalThis, { kyb, hostile });
})`);

/** Runs in the page: what did not end as it should, and how many calls there were. */
async function throughEveryExport() {
  const { kyb, hostile } = /** @type {any} */ (globalThis);
  const faults = [];
  let calls = 0;
  const holds = () => kyb.validate({ business_type: 'LLC' }).issues.some(({ code }) => code === 'not_an_option');
  const nowhere = { baseUrl: 'http://127.0.0.1:9/' };
  for (const [name, make] of Object.entries(hostile.hostileTo(kyb))) {
    const each = {
      validate: () => kyb.validate(make()),
      'validate, a member': () => kyb.validate({ associated_persons: [{ birth_date: make() }], documents: [{ file: make() }], [String(name)]: make() }),
      'validate, context': () => kyb.validate({}, make()),
    };
    if (!hostile.large.test(name)) {
      Object.assign(each, {
        validateField: () => kyb.validateField('/email', make()),
        'validateField, pointer': () => kyb.validateField(make(), 1),
        editability: () => kyb.editability(make()),
        'changes, stored': () => kyb.changes(make(), {}),
        'changes, edited': () => kyb.changes({}, make()),
        missing: () => kyb.missing(make(), make(), make()),
        options: () => kyb.options(make(), 'en'),
        message: () => kyb.message(make()),
        countries: () => kyb.countries(make()),
        industries: () => kyb.industries(make()),
        loadMessages: () => kyb.loadMessages(make()),
        'submit, patch': () => kyb.submit('c1', { email: make() }, nowhere),
        'submit, options': () => kyb.submit('c1', {}, make()),
        inspectDocument: () => kyb.inspectDocument(make(), 'poa'),
        encodeDocument: () => kyb.encodeDocument(make()),
      });
    }
    for (const [what, call] of Object.entries(each)) {
      calls++;
      try {
        await call();
      } catch (error) {
        // Words and lists may throw what JavaScript throws at such a value.
        if (error instanceof WebAssembly.RuntimeError || error instanceof kyb.Trapped) faults.push(`${what}, ${name}: ${error}`);
        else if (/^(validate|editability|changes|missing|submit|inspect|encode)/.test(what) && !(error instanceof kyb.KybPatchError)) {
          faults.push(`${what}, ${name}: no class of the package`);
        }
      }
      if (!holds()) faults.push(`${what}, ${name}: the next call is wrong`);
    }
  }
  return { faults, calls };
}

test('hostile values end in an answer or an exception with a name', async () => {
  const { faults, calls } = await page.evaluate(throughEveryExport);
  assert.deepEqual(faults, []);
  assert.ok(calls > 800, `${calls} calls`);
});

/** Runs in both: the reports of each text in each place that takes one. */
function reports(kyb, texts) {
  const places = kyb.fields().map(({ path }) => path.replaceAll('*', '0'));
  return texts.map((text) => {
    const fields = places.map((pointer) => kyb.validateField(pointer, text));
    const patch = { [text]: text, business_legal_name: text, registered_address: { city: text, [text]: text }, associated_persons: [{ first_name: text }], source_of_funds: [text] };
    return JSON.stringify([fields, kyb.validate(patch, { now: '2026-06-15T12:00:00Z' })]);
  });
}

test('naughty strings get the same report in Chromium as in Node', async () => {
  assert.ok(naughty.length > 400, `${naughty.length} strings`);
  await page.evaluate(`globalThis.reports = ${reports}`);
  const there = await page.evaluate((texts) => {
    const { kyb, reports } = /** @type {any} */ (globalThis);
    return reports(kyb, texts);
  }, naughty);
  assert.deepEqual(there, reports(kyb, naughty));
});

test('what the browser sends again by itself has the same key', async () => {
  const outcome = await page.evaluate(() => {
    const { submit } = /** @type {any} */ (globalThis).kyb;
    return submit('c1', { business_legal_name: 'After Ltd' }, { baseUrl: location.origin, idempotencyKey: 'k1' });
  });
  assert.equal(outcome.kind, 'unknown');
  // The page has connections in use: that README names this limit is for as long as the browser does so.
  assert.ok(puts.length > 1, puts.join('\n'));
  assert.deepEqual([...new Set(puts)], ['/v1/customers/c1 k1']);
});
