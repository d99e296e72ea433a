import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { install } from './install.js';
import { whole } from './patches.js';

const { folder } = await install({ after });
const secret = 'Rumpelstiltskin';
const right = JSON.stringify(whole());
const wrong = JSON.stringify({ tax_country: 'US', email: secret });
const files = {
  'right.jsonl': `${right}\n\n${right}`,
  'mixed.jsonl': `\ufeff${right}\r\n${wrong}\n{"email": "${secret}\n${JSON.stringify({ primary_website: 'example' })}\n`,
  'one.json': wrong,
  'list.json': `[${right}, ${wrong}]`,
  'context.json': '{"kybStatus": "approved"}',
};
for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);

/** @param {string[]} options @param {string} [input] */
function run(options, input) {
  const program = join(folder, 'node_modules/.bin/kyb-patch');
  const { status, stdout, stderr } = spawnSync(program, options, { cwd: folder, input, encoding: 'utf8' });
  assert.ok(!`${stdout}${stderr}`.includes(secret), 'what a record holds is printed');
  return { status, stdout, stderr, lines: stdout.trim().split('\n') };
}

test('right records end with 0', () => {
  const { status, lines } = run(['check', 'right.jsonl']);
  assert.equal(status, 0);
  assert.match(lines.at(-1), /^2 records, /);
});

test('errors end with 1, and are counted by code with the place of the first', () => {
  const { status, lines } = run(['check', 'mixed.jsonl', 'one.json', 'list.json']);
  assert.equal(status, 1);
  assert.ok(lines.some((line) => /^ *3 +error +not_iso_3166_alpha3 +first at mixed\.jsonl:2$/.test(line)), lines.join('\n'));
  assert.ok(lines.some((line) => /^ *1 +error +unreadable +first at mixed\.jsonl:3$/.test(line)));
  assert.match(lines.at(-1), /^7 records, .*3 with errors, 1 unreadable$/);
});

test('--json says each record with issues as a line, and a summary', () => {
  const { status, lines } = run(['check', '--json', '-'], files['mixed.jsonl']);
  assert.equal(status, 1);
  const said = lines.map((line) => JSON.parse(line));
  const [issue] = said.find(({ place }) => place === 2).issues.filter(({ path }) => path === '/tax_country');
  assert.deepEqual(issue, { path: '/tax_country', code: 'not_iso_3166_alpha3', severity: 'error', params: {}, suggestion: 'USA' });
  assert.deepEqual(said.find(({ place }) => place === 3), { file: '-', place: 3, unreadable: 'not JSON' });
  const { summary } = said.at(-1);
  assert.deepEqual([summary.records, summary.withErrors, summary.unreadable], [4, 1, 1]);
  assert.equal(summary.codes.not_iso_3166_alpha3.count, 1);
});

test('a context is taken from a file, and from options', () => {
  assert.match(run(['check', '--context', 'context.json', 'right.jsonl']).stdout, /2 +error +status_not_editable/);
  assert.match(run(['check', '--status', 'APPROVED', 'right.jsonl']).stdout, /2 +error +status_not_editable/);
});

test('what can not be done ends with 2 and says why', () => {
  for (const [options, words] of [
    [[], /Usage/], [['check'], /Usage/], [['check', '--nope', 'x'], /--nope/], [['check', 'nowhere.jsonl'], /nowhere\.jsonl: ENOENT/],
    [['check', '--context', 'nowhere.json', 'right.jsonl'], /nowhere\.json: ENOENT/], [['check', '--kyc-model', 'other', 'right.jsonl'], /context/],
  ]) {
    const { status, stderr } = run(/** @type {string[]} */ (options));
    assert.equal(status, 2, options.join(' '));
    assert.match(stderr, /** @type {RegExp} */ (words));
  }
  const { stdout } = spawnSync('npx', ['--no-install', 'kyb-patch', '--help'], { cwd: folder, encoding: 'utf8' });
  assert.match(stdout, /^Usage/);
});
