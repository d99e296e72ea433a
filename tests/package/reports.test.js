/**
 * Holds the package's reports against the native ones, to the byte: patches mixed from the cases, in Node and in
 * Chromium. 300 of them, or as many as KYB_PATCHES says.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';

import { startBrowser } from '../form/form.js';

import { ready, root } from './install.js';
import { serveFolders } from './pages.js';

const COUNT = Number(process.env.KYB_PATCHES ?? 300);
const SEED = process.env.KYB_SEED ?? '1';
/** Lines that cross to the page at once. */
const BATCH = 500;

const { kyb, inside } = await ready({ after });

/** Lines of `[context, patch, report]`, as the native rules write them. */
async function* native() {
  const command = ['run', '--quiet', '--profile', 'tool', '--package', 'kyb-patch', '--example', 'reports', '--', String(COUNT), SEED];
  const cargo = spawn('cargo', command, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => cargo.on('close', resolve));
  yield* createInterface({ input: cargo.stdout });
  assert.equal(await ended, 0, 'the native rules end well');
}

/** Runs in Node as in a page: which lines get another report, at most three of them.
 * @param {{ validate: (patch: unknown, context: unknown) => unknown }} kyb @param {string[]} lines */
function differences(kyb, lines) {
  const found = [];
  for (const line of lines) {
    const [context, patch, report] = JSON.parse(line);
    const here = JSON.stringify(kyb.validate(JSON.parse(patch), context));
    if (here !== report && found.length < 3) found.push({ context, patch, native: report, here });
  }
  return found;
}

/** @type {string[]} */
const lines = [];

before(async () => {
  for await (const line of native()) lines.push(line);
});

test('there are as many as were asked for, right ones and wrong ones', () => {
  assert.equal(lines.length, COUNT);
  const reports = lines.map((line) => JSON.parse(JSON.parse(line)[2]));
  assert.ok(reports.some(({ ok }) => ok));
  assert.ok(reports.some(({ issues }) => issues.length > 9));
});

test('Node says what the native rules say', () => {
  assert.deepEqual(differences(kyb, lines), []);
});

test('Chromium says what the native rules say', async () => {
  const origin = await serveFolders({ after }, { '/kyb-patch/': inside });
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${origin}/kyb-patch/package.json`);
    await page.evaluate(`import('/kyb-patch/index.js').then(async (kyb) => { await kyb.init(); globalThis.kyb = kyb; })`);
    await page.evaluate(`globalThis.differences = ${differences}`);
    for (let at = 0; at < lines.length; at += BATCH) {
      const found = await page.evaluate(
        (lines) => Reflect.get(globalThis, 'differences')(Reflect.get(globalThis, 'kyb'), lines), lines.slice(at, at + BATCH));
      assert.deepEqual(found, []);
    }
  } finally {
    await browser.close();
  }
});
