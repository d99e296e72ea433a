import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault, sent } from './log.js';
import { startSandbox } from './sandbox.js';

const line = (more) => `2026-11-23T00:00:00.000Z request=0123456789abcdef ${more}`;
const right = line('method=GET route=/v1/customers/{customer_id} status=200 ms=3');

test('the search finds what a log may not say', () => {
  assert.ok(sent.has('Łąkowa Optyka sp. z o.o.') && sent.size > 100, 'the seeds are searched for');
  const texts = new Set([...sent, '13585628', 'abc.def']);
  assert.equal(fault([right, line('sqlite=5'), line('upstream none=Lost')], texts), undefined);
  for (const wrong of [
    'method=GET route=/v1/customers/00000000-0000-4000-8000-000000000001 status=200 ms=3',
    'method=GET route=/v1/customers status=200 ms=3 agent=curl',
    'sqlite=13585628', 'Bearer abc.def', 'sqlite=Kestrel & Fen Ltd', 'upstream none=Łąkowa Optyka sp. z o.o.', '',
  ]) assert.notEqual(fault([right, line(wrong)], texts), undefined, wrong);
  assert.notEqual(fault([right, 'thread panicked at Kestrel & Fen Ltd'], texts), undefined);
  assert.equal(fault([right], new Set(['01234567'])), undefined, 'part of an id by chance');
});

test('a server whose log says what was sent fails the test that started it', async () => {
  const sandbox = await startSandbox();
  await sandbox.read('/v1/customers');
  // A text that every log has: as if a page had sent it.
  sent.add('status=200');
  try {
    await assert.rejects(sandbox.stop(), /the log says status=200/);
  } finally {
    sent.delete('status=200');
  }
});
