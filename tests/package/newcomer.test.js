import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { note } from '../form/log.js';
import { startSandbox } from '../form/sandbox.js';
import { install, root } from './install.js';

const script = join(root, 'tests/package/fixtures/newcomer.js');
const readme = () => readFile(join(root, 'npm/README.md'), 'utf8');

/** The code blocks of a page, in their order. @param {string} page */
const blocks = (page) => [...page.matchAll(/^```(?:js|html|sh)\n([\s\S]*?)^```$/gm)].map(([, code]) => code);

test('a newcomer checks a patch and sends it to the sandbox in ten lines', async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  note('Harbour Goods Ltd');
  const project = await install(t);
  const file = await project.take('fixtures/newcomer.js', 'newcomer.js');

  const { stdout } = await promisify(execFile)(process.execPath, [file], {
    cwd: project.folder,
    env: { ...process.env, KYB_API: sandbox.origin },
  });
  assert.match(stdout, /^\/date_of_incorporation Write the date of incorporation as YYYY-MM-DD/);
  assert.match(stdout, /kind: 'accepted'/);

  const stored = await sandbox.read(`/v1/customers/${sandbox.ids.init}`);
  assert.equal(stored.business_legal_name, 'Harbour Goods Ltd');
  assert.equal(stored.date_of_incorporation, '2020-12-31');
});

test('the README quotes that script as it is run', async () => {
  const code = await readFile(script, 'utf8');
  assert.ok(blocks(await readme()).includes(code), 'npm/README.md does not have tests/package/fixtures/newcomer.js');
  assert.equal(code.split('\n').filter(Boolean).length, 10);
});

test('the five lines of the README say what it says that they say', async (t) => {
  const [five] = blocks(await readme()).filter((code) => code.includes('validate({'));
  const project = await install(t);
  const file = join(project.folder, 'five.js');
  await writeFile(file, five);
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: project.folder });
  const promised = [...five.matchAll(/\/\/ (.*)/g)].map(([, line]) => line).join('\n');
  assert.equal(stdout.trim(), promised);
});
