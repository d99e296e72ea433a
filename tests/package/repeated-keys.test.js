import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { install, root } from './install.js';
import { whole } from './patches.js';

const { folder } = await install({ after });
const program = join(folder, 'node_modules/.bin/kyb-patch');

/** What is said of a key that stands twice, by record. @param {string} file @param {string[]} [options] */
function repeated(file, options = []) {
  const { status, stdout, stderr } = spawnSync(program, ['check', '--json', ...options, file], { cwd: folder, encoding: 'utf8' });
  assert.equal(stderr, '');
  const said = stdout.trim().split('\n').map((line) => JSON.parse(line));
  const { summary } = said.pop();
  const told = said.map(({ place, issues }) => [place, issues.filter(({ code }) => code === 'duplicate_key')]);
  return { status, summary, told: Object.fromEntries(told.filter(([, issues]) => issues.length)) };
}

/** @param {...string} paths */
const errors = (...paths) => paths.map((path) => ({ path, code: 'duplicate_key', severity: 'error', params: {} }));

test('what every reader of JSON refuses is refused here', async () => {
  const cases = JSON.parse(await readFile(join(root, 'tests/cases/duplicate_key.json'), 'utf8'));
  await writeFile(join(folder, 'cases.jsonl'), cases.map(({ patch, patch_text: text = JSON.stringify(patch) }) => text).join('\n'));
  const { status, told, summary } = repeated('cases.jsonl');
  assert.equal(status, 1);
  const expected = cases.map(({ issues }, at) => [at + 1, errors(...issues.map(({ path }) => path))]);
  assert.deepEqual(told, Object.fromEntries(expected.filter(([, issues]) => issues.length)));
  assert.equal(summary.codes.duplicate_key.count, 3);
});

test('a key is found twice at every depth, however it is written, once for its place', async () => {
  const person = '{"first_name": "Ada", "identifying_information": [{"type": "passport"}, {"type":"passport", "\\u0074ype" :"passport"}], "first_name": "A\\\\", "first_name":"}"}';
  await writeFile(join(folder, 'deep.jsonl'), `{"associated_persons": [{}, ${person}]}\n`);
  assert.deepEqual(repeated('deep.jsonl').told, { 1: errors('/associated_persons/1/identifying_information/1/type', '/associated_persons/1/first_name') });
});

test('the items of a list of JSON are told apart', async () => {
  await writeFile(join(folder, 'list.json'), '[{"email":"a@example.com"},\n{"email":"a@example.com","email":"a@example.com"},[],{"tax_id":"1","tax_id":"2"}]');
  assert.deepEqual(repeated('list.json').told, { 2: errors('/email'), 4: errors('/tax_id') });
});

test('what looks like a key inside of a text is none, nor is one of two objects the same', async () => {
  const right = { ...whole(), business_description: '"email": "email": {"email":1,"email":2} \\" : \\\\' };
  await writeFile(join(folder, 'right.jsonl'), `${JSON.stringify(right)}\n${JSON.stringify(right, null, '\t').replaceAll('\n', ' ')}\n`);
  assert.deepEqual(repeated('right.jsonl').told, {});
});

test('a key that the API does not know is said to be unknown, and named nowhere', async () => {
  await writeFile(join(folder, 'unknown.jsonl'), '{"secret":{"email":1,"email":2},"secret":1,"registered_address":{"x":1,"x":2},"__proto__":1,"__proto__":2}\n');
  assert.deepEqual(repeated('unknown.jsonl').told, {});
});

test('a context may lower it', async () => {
  await writeFile(join(folder, 'twice.jsonl'), '{"email":"a@example.com","email":"a@example.com"}\n');
  await writeFile(join(folder, 'context.json'), '{"severity": {"duplicate_key": "warning"}}');
  const { status, told } = repeated('twice.jsonl', ['--context', 'context.json']);
  assert.deepEqual([status, told['1'][0].severity], [0, 'warning']);
});

test('a record deeper than any stack is read to its end', async () => {
  const deep = (inner) => `{"email":${'['.repeat(200_000)}${inner}${']'.repeat(200_000)}}`;
  await writeFile(join(folder, 'deepest.jsonl'), `${deep('{"a":1,"a":2}')}\n{"email":"a@example.com","email":"a@example.com"}\n`);
  const { status, told } = repeated('deepest.jsonl');
  assert.deepEqual([status, told], [1, { 2: errors('/email') }]);
});
