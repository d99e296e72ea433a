/**
 * Engines of since 2025 decode the ends of a long data URI themselves; elsewhere the module does it. The report must be
 * the same: of what is right, and of what an engine takes that is no base64 of RFC 4648 with padding.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { join } from 'node:path';

import { startBrowser } from '../form/form.js';
import { texts } from './data-uris.js';
import { ready, root } from './install.js';
import { serveFolders } from './pages.js';

const { kyb, inside } = await ready({ after });
const origin = await serveFolders({ after }, { '/kyb-patch/': inside, '/tests/': join(root, 'tests/package') });
const browser = await startBrowser();
after(() => browser.close());

/** Runs in both: what is said of each text as a document, in each place of a file, and where none belongs. */
function reports({ kyb }, texts) {
  return texts.map((file) => {
    const patch = { documents: [{ doc_type: 'other', file }], associated_persons: [{ poa: file, identifying_information: [{ image_front: file }] }], email: file, file };
    const { issues } = kyb.validate(patch, { now: '2026-06-15T12:00:00Z' });
    const field = kyb.validateField('/documents/0/file', file);
    const said = [...issues, ...field].map((issue) => `${issue.path} ${issue.code} ${JSON.stringify(issue.params)}`);
    return said.filter((line) => !line.includes('required')).join('\n');
  });
}

/** A page in which the module is there, after something was done to what engines bring along. */
async function pageWith(before) {
  const page = await browser.newPage();
  await page.goto(`${origin}/kyb-patch/package.json`);
  await page.evaluate(before);
  await page.evaluate(`Promise.all([import('/kyb-patch/index.js'), import('/tests/data-uris.js')]).then(async ([kyb, { texts }]) => {
    await kyb.init();
    Object.assign(globalThis, { kyb, texts, reports: ${reports} });
  })`);
  return page;
}

const here = reports({ kyb }, texts);
const ways = {
  'the engine decodes': () => {
    const { setFromBase64 } = /** @type {any} */ (Uint8Array.prototype);
    const counted = /** @type {any} */ (globalThis);
    counted.decoded = 0;
    Object.assign(Uint8Array.prototype, {
      setFromBase64(...given) {
        counted.decoded++;
        return setFromBase64.apply(this, given);
      },
    });
  },
  'the engine knows nothing of it': () => {
    Reflect.deleteProperty(Uint8Array.prototype, 'setFromBase64');
  },
  'the engine’s is broken': () => {
    let calls = 0;
    Object.assign(Uint8Array.prototype, {
      setFromBase64() {
        if (calls++ % 2) throw calls;
      },
    });
  },
};

test('what is said of ends does not depend on who decodes them', async (t) => {
  assert.ok(new Set(here).size > 20, `${new Set(here).size} different reports`);
  for (const [name, before] of Object.entries(ways)) {
    await t.test(name, async () => {
      const page = await pageWith(before);
      const there = await page.evaluate(() => /** @type {any} */ (globalThis).reports(globalThis, /** @type {any} */ (globalThis).texts));
      assert.equal(there.length, texts.length);
      there.forEach((said, at) => assert.equal(said, here[at], `${texts[at].slice(0, 60)} … ${texts[at].slice(-20)}`));
      if (name === 'the engine decodes') {
        const decoded = await page.evaluate(() => /** @type {any} */ (globalThis).decoded);
        assert.ok(decoded > texts.length, `${decoded} calls`);
      }
      await page.close();
    });
  }
});

test('a file finds room also where making some has moved the memory', async () => {
  const page = await pageWith(() => {});
  const said = await page.evaluate(async (file) => {
    const { Tape } = await import(/** @type {any} */ ('/kyb-patch/tape.js'));
    const memory = new WebAssembly.Memory({ initial: 1 });
    const asked = [];
    const wasm = {
      keys: () => '',
      words: (room) => {
        asked.push(room);
        return 0;
      },
      // As where the page that is there has no room for it: all views of the memory are empty from now on.
      text: () => {
        memory.grow(1);
        return 65_536;
      },
    };
    const tape = new Tape(wasm, memory);
    tape.write(file, false, 'file');
    return { asked, tag: new Uint32Array(memory.buffer)[0] & 15, words: tape.words };
  }, texts[0]);
  assert.deepEqual({ ...said, words: undefined }, { asked: [1024, 2048], tag: 12, words: undefined });
  assert.ok(said.words > 1_500 && said.words < 2_048, `${said.words} words`);
  await page.close();
});

test('more files than fit at once are a wrong call, and what follows is right', async () => {
  const page = await pageWith(() => {});
  const said = await page.evaluate((file) => {
    const { kyb } = /** @type {any} */ (globalThis);
    const documents = (count) => ({ documents: Array.from({ length: count }, () => ({ doc_type: 'other', file })) });
    const tried = (count) => {
      try {
        return kyb.validate(documents(count)).issues.length;
      } catch (error) {
        return error.constructor.name;
      }
    };
    return [tried(3_000), tried(12_000), tried(1)];
  }, texts[0]);
  assert.deepEqual(said, [0, 'TooLarge', 0]);
  await page.close();
});
