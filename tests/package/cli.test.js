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
  'LIST.JSON': `[\n${right},\n${wrong}\n]`,
  'lines.JSONL': `${right}\n${wrong}`,
  'context.json': '\ufeff{"kybStatus": "approved"}',
  'none.json': '[]', 'twice.json': '{"kybStatus": "init", "kybStatus": "approved"}',
  'stored-twice.json': `{"stored": {"${secret}": 1, "${secret}": 2}}`,
  'personal.jsonl': JSON.stringify({
    date_of_incorporation: '31/12/2019', primary_website: `${secret}.example`, tax_country: 'US', source_of_funds: ['Grants'], [secret]: 1,
    registered_address: { [secret]: 1 }, associated_persons: [{ birth_date: '31/12/1980', primary_nationality: 'US', 4711: secret }],
  }),
};
for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);

const program = join(folder, 'node_modules/.bin/kyb-patch');

/** @param {string[]} options @param {string | Uint8Array} [input] */
function run(options, input) {
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
  assert.ok(lines.some((line) => /^ *1 +error +unreadable +first at mixed\.jsonl:3: not JSON$/.test(line)));
  assert.match(lines.at(-1), /^7 records, .*3 with errors, 1 unreadable$/);
});

test('the ending of a name tells JSON from JSON Lines, in whatever letters', () => {
  for (const file of ['LIST.JSON', 'lines.JSONL']) {
    const { status, lines } = run(['check', file]);
    assert.equal(status, 1);
    assert.match(lines.at(-1), /^2 records, .*1 with errors, 0 unreadable$/, file);
  }
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

test('what a record holds is printed neither as a suggestion nor as a place', () => {
  const { stdout, lines } = run(['check', '--json', 'personal.jsonl']);
  for (const text of ['2019-12-31', '1980-12-31', '4711']) assert.ok(!stdout.includes(text), text);
  const { issues } = JSON.parse(lines[0]);
  const suggested = issues.filter((/** @type {any} */ { suggestion }) => suggestion !== undefined);
  assert.deepEqual(suggested.map((/** @type {any} */ { path, suggestion }) => [path, suggestion]).sort(), [['/source_of_funds/0', 'grants'], ['/tax_country', 'USA']]);
  const at = (/** @type {string} */ code) => issues.filter((/** @type {any} */ issue) => issue.code === code).map((/** @type {any} */ { path }) => path);
  assert.deepEqual(at('unknown_field'), ['']);
  assert.deepEqual(at('unknown_member').sort(), ['/associated_persons/0', '/registered_address']);
  assert.ok(at('date_not_iso').includes('/associated_persons/0/birth_date'));
});

test('a record that can not be read is said to be, and those after it are checked', () => {
  const broken = Buffer.from(`{"email":"caf\xe9@example.com"}\n${wrong}\n`, 'latin1');
  const said = run(['check', '--json', '-'], broken).lines.map((line) => JSON.parse(line));
  assert.deepEqual(said[0], { file: '-', place: 1, unreadable: 'not UTF-8' });
  assert.deepEqual([said[1].place, said.at(-1).summary.unreadable, said.at(-1).summary.withErrors], [2, 1, 1]);

  const large = Buffer.from(`{"business_description":"${'a'.repeat(70_000_000)}"}\n${wrong}\n`);
  const { status, lines, stderr } = run(['check', '--json', '-'], large);
  assert.deepEqual([status, stderr], [1, '']);
  assert.deepEqual(JSON.parse(lines[0]), { file: '-', place: 1, unreadable: 'too large' });
  assert.equal(JSON.parse(lines[1]).place, 2);
});

test('each reason why records can not be read is told', () => {
  const input = Buffer.concat([Buffer.from('{\n[\n'), Buffer.from('"caf\xe9"\n', 'latin1'), Buffer.from(`${right}\n`)]);
  const { status, lines } = run(['check', '-'], input);
  assert.equal(status, 1);
  assert.deepEqual(lines.slice(0, 2).map((line) => line.trim().replace(/ +/g, ' ')), ['2 error unreadable first at -:1: not JSON', '1 error unreadable first at -:3: not UTF-8']);
});

test('what can be read of several files is told, though one can not be', () => {
  for (const files of [['one.json', 'nowhere.jsonl'], ['nowhere.jsonl', 'one.json']]) {
    const { status, stdout, stderr } = run(['check', ...files]);
    assert.equal(status, 2);
    assert.match(stdout, /1 +error +not_iso_3166_alpha3 +first at one\.json:1\n[^]*1 with errors/);
    assert.equal(stderr, 'kyb-patch: nowhere.jsonl: ENOENT\n');
  }
});

test('who stops reading is not told that the records are right', async () => {
  for (const [record, expected] of [[wrong, 1], [JSON.stringify({ ...whole(), primary_website: 'example' }), 2]]) {
    await writeFile(join(folder, 'many.jsonl'), `${record}\n`.repeat(20_000));
    const ended = spawnSync('bash', ['-o', 'pipefail', '-c', `'${program}' check --json many.jsonl | head -1`], { cwd: folder, encoding: 'utf8' });
    assert.equal(ended.status, expected, ended.stderr);
    assert.equal(ended.stdout.trim().split('\n').length, 1);
  }
});

test('a context is taken from a file, and from options', () => {
  assert.match(run(['check', '--context', 'context.json', 'right.jsonl']).stdout, /2 +error +status_not_editable/);
  assert.match(run(['check', '--status', 'APPROVED', 'right.jsonl']).stdout, /2 +error +status_not_editable/);
});

test('what can not be done ends with 2 and says why', () => {
  for (const [options, words] of [
    [[], /nothing to check[^]*Usage/], [['check'], /nothing to check[^]*Usage/], [['chekc', 'right.jsonl'], /unknown command: chekc[^]*Usage/], [['check', '--nope', 'x'], /--nope/], [['check', 'nowhere.jsonl'], /nowhere\.jsonl: ENOENT/],
    [['check', '--context', 'nowhere.json', 'right.jsonl'], /nowhere\.json: ENOENT/], [['check', '--kyc-model', 'other', 'right.jsonl'], /context/],
    [['check', '--status', '', 'right.jsonl'], /--status is empty/], [['check', '--kyc-model', '', 'right.jsonl'], /--kyc-model is empty/],
    [['check', '--context', '', 'right.jsonl'], /--context is empty/], [['check', '--context', 'none.json', 'right.jsonl'], /none\.json: a context is one object/],
    [['check', '--context', 'twice.json', 'right.jsonl'], /twice\.json: a key stands twice at \/kybStatus/],
    [['check', '--context', 'stored-twice.json', 'right.jsonl'], /twice at \/stored\n/],
  ]) {
    const { status, stderr } = run(/** @type {string[]} */ (options));
    assert.equal(status, 2, options.join(' '));
    assert.match(stderr, /** @type {RegExp} */ (words));
  }
  const { stdout } = spawnSync('npx', ['--no-install', 'kyb-patch', '--help'], { cwd: folder, encoding: 'utf8' });
  assert.match(stdout, /^Usage/);
});
