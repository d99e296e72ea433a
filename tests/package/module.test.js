import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { install, ready } from './install.js';
import { whole } from './patches.js';

const { kyb, inside, part } = await ready({ after });
const wasm = await readFile(join(inside, 'wasm/kyb_patch_bg.wasm'));

/** Makes the module fail: a panic while it holds what it keeps, which the next call then finds held. */
async function trap() {
  const glue = await part('wasm/kyb_patch.js');
  assert.throws(() => glue.words(0x7fff_ffff), WebAssembly.RuntimeError);
}

test('a module that failed throws Trapped once, and the next call works', async () => {
  const before = kyb.validate({ business_type: 'LLC' });
  const calls = [
    () => kyb.validate({ business_type: 'LLC' }), () => kyb.validateField('/email', 'x'), () => kyb.missing({}), () => kyb.changes({}, { email: 'x' }),
    () => kyb.validate({}, { kybStatus: 'init' }),
  ];
  for (const call of calls) {
    await trap();
    assert.throws(call, (error) => {
      assert.ok(error instanceof kyb.Trapped);
      assert.ok(error.cause instanceof WebAssembly.RuntimeError);
      return true;
    });
    assert.deepEqual(kyb.validate({ business_type: 'LLC' }), before);
    assert.doesNotThrow(call);
  }
});

test('a new module knows the context that the failed one held', async () => {
  const context = { kybStatus: 'approved' };
  const code = () => kyb.validate(whole(), context).issues[0]?.code;
  assert.equal(code(), 'status_not_editable');
  await trap();
  assert.throws(code, kyb.Trapped);
  assert.equal(code(), 'status_not_editable');
});

test('a context is read again when a member of it is another', () => {
  const context = { kybStatus: 'init' };
  const code = () => kyb.validate({ business_type: 'llc' }, context).issues[0]?.code;
  assert.equal(code(), undefined);
  context.kybStatus = 'approved';
  assert.equal(code(), 'status_not_editable');
  delete context.kybStatus;
  assert.equal(code(), undefined);
  context.now = Date.UTC(2000, 0, 1);
  const future = () => kyb.validate({ date_of_incorporation: '2020-01-01' }, context).issues[0]?.code;
  assert.equal(future(), 'date_in_future');
  context.now = Date.UTC(2024, 0, 1);
  assert.equal(future(), undefined);
  assert.equal(kyb.validate({ business_type: 'llc' }, { kybStatus: 'approved' }).ok, false);
  assert.equal(kyb.validate({ business_type: 'llc' }).ok, true);
  assert.equal(kyb.validate({ business_type: 'llc' }, null).ok, true);
});

test('a context that is none is refused each time, and leaves no trace', () => {
  const wrong = [
    { nope: 1 }, { kybStatus: 1 }, { kycModel: 'other' }, { now: 'yesterday' }, { now: NaN }, { today: '1.1.2020' }, { stored: 1 },
    { documents: 'all' }, { maxFileBytes: -1 }, { maxFileBytes: '1' }, { allow: { nope: [] } }, { allow: { fields: 'x' } },
    { severity: { required: 'error' } }, [], 1, 'init', true, () => 1, Symbol('x'), 1n,
  ];
  for (const context of wrong) {
    for (let again = 0; again < 2; again++) assert.throws(() => kyb.validate({}, context), kyb.InvalidContext);
    assert.equal(kyb.validate({ business_type: 'llc' }).ok, true);
  }
});

test('what a context says, it does', () => {
  const codes = (patch, context) => kyb.validate(patch, context).issues.map(({ code, severity }) => `${severity} ${code}`);
  assert.deepEqual(codes({ business_type: 'cooperative' }, { allow: { options: { business_type: ['cooperative'] } } }), []);
  assert.deepEqual(codes({ fax: '1' }, { allow: { fields: ['fax'] } }), []);
  assert.deepEqual(codes({ business_type: 'LLC' }, { severity: { not_an_option: 'warning' } }), ['warning not_an_option']);
  assert.deepEqual(codes({ terms_signed_at: '2026-04-01T10:00:00Z' }, { kycModel: 'license_as_a_service', now: '2026-05-01T00:00:00Z' }), ['error terms_not_for_this_kyc_model']);
  assert.deepEqual(codes({ date_of_incorporation: '2026-07-03' }, { today: '2026-06-01' }), ['error date_in_future']);
  // The day alone says enough of a time.
  assert.deepEqual(codes({ terms_signed_at: '2999-01-01T00:00:00Z' }, { today: '2026-06-01' }), ['error timestamp_in_future']);
  assert.deepEqual(codes({ date_of_incorporation: '2026-06-03' }, { now: new Date('2026-06-05T00:00:00Z') }), []);
});

test('loads from bytes, from a compiled module, from an answer, from an address', async (t) => {
  const server = createServer((request, response) => {
    const kinds = { '/right.wasm': 'application/wasm', '/plain.wasm': 'application/octet-stream' };
    const type = kinds[request.url];
    if (request.url === '/page') return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    if (request.url === '/broken') return response.writeHead(200, { 'content-type': 'application/wasm' }).end(wasm.subarray(0, 1000));
    if (request.url === '/cut') return response.writeHead(200, { 'content-length': '100000' }).write('x', () => response.destroy());
    return type ? response.writeHead(200, { 'content-type': type }).end(wasm) : response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const base = `http://127.0.0.1:${server.address().port}`;
  const compiled = await WebAssembly.compile(wasm);
  const sources = {
    bytes: wasm, 'a view of bytes': new Uint8Array(wasm), 'a buffer': new Uint8Array(wasm).buffer, 'a module': compiled,
    'an address': `${base}/right.wasm`, 'a URL': new URL(`${base}/right.wasm`), 'a request': new Request(`${base}/right.wasm`),
    'an answer': await fetch(`${base}/right.wasm`), 'another type': `${base}/plain.wasm`, 'a promise': fetch(`${base}/plain.wasm`),
  };
  for (const [what, source] of Object.entries(sources)) {
    const fresh = await (await install(t)).load();
    await fresh.init(source);
    assert.equal(fresh.validate({ business_type: 'LLC' }).ok, false, what);
  }
  const sync = await (await install(t)).load();
  sync.initSync(compiled);
  assert.equal(sync.validate({ business_type: 'LLC' }).ok, false);

  const fresh = await (await install(t)).load();
  const wrong = {
    http: `${base}/nowhere`, not_wasm: `${base}/page`, compile: `${base}/broken`, network: 'http://127.0.0.1:1/x.wasm',
  };
  for (const [reason, source] of Object.entries({ ...wrong, cut: `${base}/cut` })) {
    await assert.rejects(fresh.init(source), (error) => {
      assert.ok(error instanceof fresh.LoadError, String(error));
      assert.equal(error.reason, reason === 'cut' ? 'network' : reason);
      return true;
    });
  }
  for (const source of [5, {}, [], 'x', new Uint8Array(), true, Promise.resolve(), Promise.resolve(null)]) await assert.rejects(fresh.init(source), fresh.LoadError);
  await fresh.init();
  assert.equal(fresh.validate({}).ok, true);
});

test('the room of a large value is given back, also where memory has grown since', async (t) => {
  const project = await install(t);
  const fresh = await project.load();
  await fresh.init();
  fresh.missing({ business_description: 'a'.repeat(30_000_000) });
  const { memory } = (await project.part('wasm/kyb_patch.js')).initSync({});
  const held = memory.buffer.byteLength;
  fresh.validate({ email: 1 });
  fresh.validate({ source_of_funds: Array(40_000).fill(true) });
  assert.equal(memory.buffer.byteLength, held);
});

test('a module that is not the package\'s is refused, and the next one is taken', async (t) => {
  const fresh = await (await install(t)).load();
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const importing = [...header, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x78, 1, 0x79, 0, 0];
  for (const bytes of [header, importing]) {
    await assert.rejects(fresh.init(new Uint8Array(bytes)), { name: 'LoadError', reason: 'start' });
    assert.throws(() => fresh.initSync(new Uint8Array(bytes)), { name: 'LoadError', reason: 'start' });
    assert.throws(() => fresh.validate({}), fresh.NotReady);
  }
  await fresh.init();
  assert.equal(fresh.validate({ business_type: 'LLC' }).ok, false);
});

test('a promise that fails and an answer that was read are told by name', async (t) => {
  const fresh = await (await install(t)).load();
  const cause = new Error('no way');
  await assert.rejects(fresh.init(Promise.reject(cause)), { name: 'LoadError', reason: 'network', cause });
  for (const type of ['application/wasm', 'text/plain']) {
    const used = new Response(wasm, { headers: { 'content-type': type } });
    await used.text();
    await assert.rejects(fresh.init(used), { name: 'LoadError', reason: 'used' });
  }
  await fresh.init();
});

test('what initSync can not start is told by name, as by init', async (t) => {
  const fresh = await (await install(t)).load();
  const wrong = { not_wasm: [Buffer.from('<!doctype html>'), undefined, 'https://example.com/x.wasm', {}], compile: [wasm.subarray(0, 1000)] };
  for (const [reason, sources] of Object.entries(wrong)) {
    for (const source of sources) assert.throws(() => fresh.initSync(source), { name: 'LoadError', reason });
  }
  fresh.initSync(wasm);
  assert.equal(fresh.validate({ business_type: 'LLC' }).ok, false);
});

test('a host without WebAssembly, as a browser in lockdown mode, is told by name', async (t) => {
  const fresh = await (await install(t)).load();
  const { WebAssembly } = globalThis;
  t.after(() => Object.assign(globalThis, { WebAssembly }));
  // @ts-expect-error no host that TypeScript knows is without.
  delete globalThis.WebAssembly;
  const refusal = { name: 'LoadError', reason: 'compile', message: /no WebAssembly/ };
  await assert.rejects(fresh.init(), refusal);
  assert.throws(() => fresh.initSync(wasm), refusal);
});
