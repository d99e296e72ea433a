import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { asked, dropped, droppedAfter, droppedWithin, endless, json, problem, silent, startAnswering, stored, text } from './answering.js';
import { ready } from './install.js';
import { person } from './patches.js';

const patch = { business_legal_name: 'After Ltd' };

const { kyb } = await ready({ after });
const api = await startAnswering({ after });
beforeEach(() => api.reset());

/** Sends, and holds that it was sent once. @param {any} [sent] @param {object} [options] */
async function send(sent = patch, options = {}) {
  const outcome = await kyb.submit('c1', sent, { baseUrl: api.baseUrl, authorization: 'Bearer secret', ...options });
  assert.equal(api.puts(), 1, api.requests.join('\n'));
  return outcome;
}

test('accepted: the customer that the API answers', async () => {
  assert.deepEqual(await send(patch, { idempotencyKey: 'k1' }), { kind: 'accepted', customer: stored });
  assert.equal(api.put?.text, JSON.stringify(patch));
  const { authorization, 'content-type': type, 'idempotency-key': key } = api.put?.headers ?? {};
  assert.deepEqual([authorization, type, key], ['Bearer secret', 'application/json', 'k1']);
  assert.deepEqual(api.requests, ['PUT /v1/customers/c1']);
});

test('sends no header that was not asked for', async () => {
  await send(patch, { authorization: null, idempotencyKey: undefined });
  assert.equal(api.put?.headers.authorization, undefined);
  assert.equal(api.put?.headers['idempotency-key'], undefined);
});

test('invalid: nothing is sent', async () => {
  const outcome = await kyb.submit('c1', { business_type: 'LLC' }, { baseUrl: api.baseUrl });
  assert.equal(outcome.kind, 'invalid');
  assert.equal(outcome.report.issues[0].code, 'not_an_option');
  assert.deepEqual(api.requests, []);
});

test('invalid: a customer whose status is closed gets nothing sent', async () => {
  const outcome = await kyb.submit('c1', patch, { baseUrl: api.baseUrl, context: { kybStatus: 'APPROVED' } });
  assert.equal(outcome.report.issues[0].code, 'status_not_editable');
  assert.deepEqual(api.requests, []);
});

test('invalid: a file is looked at whole before it is sent', async () => {
  const middle = `data:application/pdf;base64,${'QUJD'.repeat(3000)}!!!!${'QUJD'.repeat(3000)}`;
  const documents = [{ doc_type: 'other', file: middle }];
  assert.equal(kyb.validate({ documents }).ok, true);
  const outcome = await kyb.submit('c1', { documents }, { baseUrl: api.baseUrl });
  assert.equal(outcome.report.issues[0].code, 'base64_malformed');
  assert.deepEqual(api.requests, []);
});

for (const status of [400, 409]) {
  test(`not_editable: ${status} while a read shows a closed status`, async () => {
    api.answer = json(status, problem(status, 'closed'));
    api.customer.status = 'UNDER_REVIEW';
    assert.deepEqual(await send(), { kind: 'not_editable', status: 'under_review', detail: 'closed' });
  });

  test(`rejected: ${status} while the status is open is another fault`, async () => {
    api.answer = json(status, problem(status, 'no'));
    assert.deepEqual(await send(), { kind: 'rejected', status, code: `Code_${status}`, detail: 'no', errors: [] });
  });

  test(`rejected: ${status} while no read tells the status`, async () => {
    api.answer = json(status, problem(status, 'no'));
    api.read = json(500, {});
    assert.equal((await send()).kind, 'rejected');
  });
}

test('not_editable: as older servers said it', async () => {
  api.answer = json(500, problem(500, 'KYB edit not allowed'));
  assert.deepEqual(await send(), { kind: 'not_editable', detail: 'KYB edit not allowed' });
});

for (const status of [402, 405, 413, 415, 422, 431, 451]) {
  test(`rejected: ${status}, with the faults that the API names`, async () => {
    const errors = [{ pointer: '/email', code: 'email_malformed', detail: 'Not an address.' }];
    api.answer = json(status, problem(status, 'no', { errors }));
    assert.deepEqual(await send(), { kind: 'rejected', status, code: `Code_${status}`, detail: 'no', errors });
  });
}

test('rejected: a body that is no JSON still tells the status', async () => {
  api.answer = text(422, '<h1>no</h1>', 'text/html');
  assert.deepEqual(await send(), { kind: 'rejected', status: 422, errors: [] });
});

for (const status of [401, 403]) {
  test(`unauthorized: ${status}`, async () => {
    api.answer = json(status, problem(status, 'no'));
    assert.deepEqual(await send(), { kind: 'unauthorized', status });
  });
}

test('not_found: 404', async () => {
  api.answer = json(404, problem(404, 'no'));
  assert.deepEqual(await send(), { kind: 'not_found' });
});

test('rate_limited: Retry-After in seconds, as a date, in the past, garbled, absent', async () => {
  const after = async (value) => {
    api.reset();
    api.answer = json(429, problem(429, 'slow down'), value === undefined ? {} : { 'retry-after': value });
    const { kind, ...more } = await send();
    assert.equal(kind, 'rate_limited');
    return more;
  };
  assert.deepEqual(await after('7'), { retryAfter: 7 });
  const { retryAfter } = await after(new Date(Date.now() + 30_000).toUTCString());
  assert.ok(retryAfter > 25 && retryAfter <= 31, String(retryAfter));
  assert.deepEqual(await after('Wed, 21 Oct 2015 07:28:00 GMT'), { retryAfter: 0 });
  for (const garbled of ['soon', '1.5', '10, 10', '-1']) assert.deepEqual(await after(garbled), {}, garbled);
  assert.deepEqual(await after(undefined), {});
});

test('rate_limited: a 429 that rides on a 200', async () => {
  api.answer = json(200, problem(429, 'slow down'), { 'retry-after': '3' });
  assert.deepEqual(await send(), { kind: 'rate_limited', retryAfter: 3 });
});

for (const status of [408, 425, 444, 460, 499, 500, 502, 503, 504, 520]) {
  test(`unknown: ${status}, and a read does not show the patch`, async () => {
    api.answer = json(status, problem(status, 'oops'));
    const unknown = { kind: 'unknown', safeToSendAgain: true, seen: [], notSeen: ['/business_legal_name'] };
    assert.deepEqual(await send(), unknown);
  });
}

const unsettled = {
  'a page on a 200': text(200, '<!doctype html><title>Sign in</title>', 'text/html'),
  'an empty 200': text(200, '', 'application/json'),
  'a 204': (response) => response.writeHead(204).end(),
  'a 200 without a customer': json(200, { ok: true }),
  'a 200 that is a list': json(200, [stored]),
  'a 200 that is null': json(200, null),
  'a connection cut before the patch was read': dropped,
};
for (const [what, answer] of Object.entries(unsettled)) {
  test(`unknown: ${what}`, async () => {
    api.answer = answer;
    const outcome = await send();
    assert.deepEqual(outcome, { kind: 'unknown', safeToSendAgain: true, seen: [], notSeen: ['/business_legal_name'] });
    assert.deepEqual(api.requests.slice(1), ['GET /v1/customers/c1', 'GET /v1/customers/c1/associated_persons']);
  });
}

for (const [what, answer] of Object.entries({ before: droppedAfter, within: droppedWithin })) {
  test(`accepted: the connection was cut ${what} the answer, and a read shows all of the patch`, async () => {
    api.answer = answer;
    const outcome = await send();
    assert.equal(outcome.kind, 'accepted');
    assert.equal(outcome.customer.business_legal_name, 'After Ltd');
  });
}

test('unknown: what no read shows is never taken for accepted', async () => {
  api.answer = droppedAfter;
  const outcome = await send({ ...patch, account_purpose: 'payroll' });
  const unknown = { safeToSendAgain: true, seen: ['/business_legal_name'], notSeen: ['/account_purpose'] };
  assert.deepEqual(outcome, { kind: 'unknown', ...unknown });
});

test('accepted: a person that is there now and was known not to be before', async () => {
  api.answer = droppedAfter;
  const outcome = await send({ associated_persons: [person()] }, { context: { stored } });
  assert.equal(outcome.kind, 'accepted');
  assert.equal(outcome.customer.associated_persons[0].first_name, person().first_name);
});

test('unknown: a person is not taken for added where nothing is known of before', async () => {
  api.answer = droppedAfter;
  const outcome = await send({ associated_persons: [person()] });
  const unknown = { safeToSendAgain: false, seen: [], notSeen: ['/associated_persons'] };
  assert.deepEqual(outcome, { kind: 'unknown', ...unknown });
});

test('invalid: as a context says that speaks for itself', async () => {
  class Speaking { toJSON() { return { kybStatus: 'approved' }; } }
  const outcome = await kyb.submit('c1', patch, { baseUrl: api.baseUrl, context: new Speaking() });
  assert.deepEqual([outcome.kind, api.requests.length], ['invalid', 0]);
});

test('unknown: persons that are not known are not nobody', async () => {
  // One of that name was there before, and the patch is lost.
  api.answer = dropped;
  const { associated_persons: _, ...row } = stored;
  for (const before of [row, { ...row, associated_persons: null }, {}]) {
    api.requests = [];
    api.customer.associated_persons = [person()];
    const outcome = await send({ associated_persons: [person()] }, { context: { stored: before } });
    assert.deepEqual([outcome.kind, outcome.safeToSendAgain], ['unknown', false], JSON.stringify(before));
  }
});

test('accepted: what is stored counts as it was when the patch was sent', async () => {
  const before = { ...stored, associated_persons: [] };
  api.answer = (response, request, state) => {
    before.associated_persons = null;
    Object.defineProperty(before, 'email', { get() { throw new Error('moved'); } });
    return droppedAfter(response, request, state);
  };
  assert.equal((await send({ associated_persons: [person()] }, { context: { stored: before } })).kind, 'accepted');
});

test('unknown: a read that is more than can be read shows nothing', async () => {
  api.answer = dropped;
  let deep = {};
  for (let depth = 0; depth < 100; depth++) deep = { deep };
  api.read = json(200, { ...stored, registered_address: deep });
  const outcome = await send();
  assert.deepEqual(outcome, { kind: 'unknown', safeToSendAgain: true, seen: [], notSeen: ['/business_legal_name'] });
});

/** What some page or test has put in the place of fetch. @type {Record<string, any>} */
const replaced = {
  'throws at once': () => { throw new Error('blocked'); },
  'fails with a word': () => Promise.reject('blocked'),
  'answers nothing': async () => undefined,
  'answers no promise': () => 7,
  'answers an object with less than a response': async () => ({ ok: true, status: 200, json: async () => stored }),
  'answers a status that is none': async () => ({ status: 7, text: async () => '{}' }),
  'is not there': undefined,
};
for (const [what, replacement] of Object.entries(replaced)) {
  test(`unknown: a fetch that ${what}`, async (t) => {
    const own = globalThis.fetch;
    t.after(() => { globalThis.fetch = own; });
    globalThis.fetch = replacement;
    const outcome = await kyb.submit('c1', patch, { baseUrl: api.baseUrl });
    assert.deepEqual(outcome, { kind: 'unknown', safeToSendAgain: true, seen: [], notSeen: ['/business_legal_name'] });
  });
}

test('accepted: a fetch that passes the request on, and hands back an object of its own', async (t) => {
  const own = globalThis.fetch;
  t.after(() => { globalThis.fetch = own; });
  globalThis.fetch = /** @type {any} */ (async (request) => {
    const response = await own(request);
    const body = await response.text();
    return { ok: response.ok, status: response.status, headers: response.headers, text: async () => body };
  });
  assert.deepEqual(await send(), { kind: 'accepted', customer: stored });
  api.answer = json(429, problem(429, 'slow down'), { 'retry-after': '3' });
  api.requests = [];
  assert.deepEqual(await send(), { kind: 'rate_limited', retryAfter: 3 });
});

test('unknown: a person that did not arrive may not be sent again unasked', async () => {
  api.answer = dropped;
  const outcome = await send({ associated_persons: [person()] }, { context: { stored } });
  assert.deepEqual([outcome.kind, outcome.safeToSendAgain], ['unknown', false]);
});

test('unknown: nothing can be read either', async () => {
  api.answer = dropped;
  for (const read of [dropped, json(500, {}), json(200, problem(429, 'slow down')), text(200, '<p>', 'text/html'), json(200, 'x')]) {
    api.requests = [];
    api.read = read;
    const outcome = await send();
    assert.deepEqual(outcome, { kind: 'unknown', safeToSendAgain: true, seen: [], notSeen: ['/business_legal_name'] });
  }
});

test('unknown: an answer slower than the timeout, or that never ends', async () => {
  for (const answer of [silent, endless]) {
    api.reset();
    api.answer = answer;
    const start = performance.now();
    const outcome = await send(patch, { timeout: 200 });
    assert.equal(outcome.kind, 'unknown');
    assert.ok(performance.now() - start < 5_000);
  }
});

test('waits as long as it takes where the timeout is endless', async () => {
  api.answer = (response) => setTimeout(() => json(200, stored)(response), 300);
  for (const timeout of [Infinity, 2 ** 40]) {
    api.requests = [];
    assert.equal((await send(patch, { timeout })).kind, 'accepted');
  }
});

test('unknown: aborted once it was sent', async () => {
  const stop = new AbortController();
  api.answer = () => stop.abort();
  assert.equal((await send(patch, { signal: stop.signal })).kind, 'unknown');
});

test('throws the reason of a signal that was aborted before', async () => {
  const reason = new Error('changed my mind');
  const sent = kyb.submit('c1', patch, { baseUrl: api.baseUrl, signal: AbortSignal.abort(reason) });
  await assert.rejects(sent, (error) => error === reason);

  const stop = new AbortController();
  const late = { get business_legal_name() { stop.abort(reason); return 'After Ltd'; } };
  await assert.rejects(kyb.submit('c1', late, { baseUrl: api.baseUrl, signal: stop.signal }), (error) => error === reason);
  assert.deepEqual(api.requests, []);
});

test('follows no redirect: the patch would be sent again', async (t) => {
  const own = globalThis.fetch;
  t.after(() => { globalThis.fetch = own; });
  globalThis.fetch = (request) => {
    // Workers take no other word for it.
    assert.equal(/** @type {Request} */ (request).redirect, 'manual');
    return own(request);
  };
  for (const status of [301, 302, 303, 307, 308]) {
    api.requests = [];
    api.answer = (response) => response.writeHead(status, { location: '/v1/customers/c1' }).end();
    assert.equal((await send()).kind, 'unknown');
  }
});

test('sends what it checked, whatever the patch says later', async () => {
  let reads = 0;
  const fickle = { get business_legal_name() { return `Name ${++reads}`; } };
  await send(fickle);
  assert.match(api.put?.text ?? '', /^\{"business_legal_name":"Name \d+"\}$/);
  api.reset();
  let asked = 0;
  const lying = { toJSON: () => (++asked > 1 ? { business_type: 'LLC' } : { business_type: 'llc' }) };
  const outcome = await kyb.submit('c1', lying, { baseUrl: api.baseUrl });
  assert.equal(outcome.kind, 'invalid');
  assert.deepEqual(api.requests, []);
});

test('a wrong call throws before anything is sent, and names no secret', async () => {
  const wrong = [
    ['', {}], ['.', {}], ['..', {}], [undefined, {}], [7, {}], ['\ud800', {}],
    ['c1', { baseUrl: undefined }], ['c1', { baseUrl: 'nowhere' }], ['c1', { baseUrl: 'file:///tmp' }],
    ['c1', { baseUrl: 'http://me:secret@127.0.0.1' }], ['c1', { baseUrl: 'http://me:secret@127.0.0.1:x' }],
    ['c1', { baseUrl: `${api.baseUrl}/?key=secret` }], ['c1', { baseUrl: `${api.baseUrl}#secret` }], ['c1', { timeout: 0 }], ['c1', { timeout: NaN }],
    ['c1', { timeout: null }], ['c1', { authorization: 'Bearer secret\nx: y' }], ['c1', { authorization: 'Bearer sécret€' }],
    ['c1', { idempotencyKey: 'secret\0' }],
  ];
  for (const [id, options] of wrong) {
    const sent = kyb.submit(id, patch, { baseUrl: api.baseUrl, ...options });
    await assert.rejects(sent, (error) => {
      assert.ok(error instanceof kyb.InvalidCall, `${JSON.stringify([id, options])}: ${error}`);
      assert.doesNotMatch(`${error.stack} ${error.cause?.stack} ${error.cause?.input}`, /s[eé]cret/);
      return true;
    });
  }
  await assert.rejects(kyb.submit('c1', patch), kyb.InvalidCall);
  await assert.rejects(kyb.submit('c1', patch, { baseUrl: api.baseUrl, context: { nope: 1 } }), kyb.InvalidContext);
  assert.deepEqual(api.requests, []);
});

test('the id of a customer stays one step of the path, whatever is in it', async () => {
  const ids = { 'a/b': 'a%2Fb', '?x': '%3Fx', '#x': '%23x', '...': '...', '%2e%2e': '%252e%252e', 'ü b': '%C3%BC%20b' };
  for (const [id, path] of Object.entries(ids)) {
    api.requests = [];
    api.answer = asked;
    await kyb.submit(id, patch, { baseUrl: `${api.baseUrl}/base//` });
    assert.deepEqual(api.requests, [`PUT /base/v1/customers/${path}`]);
  }
});

test('unknown: another customer answers, and another is read', async () => {
  const other = { ...stored, customer_id: 'c2', ...patch };
  api.answer = json(200, other);
  assert.deepEqual(await send(), { kind: 'unknown', safeToSendAgain: true, seen: [], notSeen: ['/business_legal_name'] });
  // A read that shows what was sent of another shows nothing of this one.
  api.reset();
  api.answer = json(200, other);
  api.read = json(200, other);
  assert.equal((await send()).kind, 'unknown');
  api.reset();
  api.answer = json(409, problem(409, 'no'));
  api.read = json(200, { ...other, status: 'APPROVED' });
  assert.equal((await send()).kind, 'rejected');
  // An id is the same in either letter case.
  api.reset();
  api.answer = json(200, { ...stored, customer_id: 'C1' });
  assert.equal((await send()).kind, 'accepted');
});

test('many at once are each sent once', async () => {
  api.answer = asked;
  const all = await Promise.all(Array.from({ length: 20 }, (_, at) => kyb.submit(`c${at}`, patch, { baseUrl: api.baseUrl })));
  assert.ok(all.every(({ kind }) => kind === 'accepted'));
  assert.equal(new Set(api.requests).size, 20);
  assert.equal(api.requests.length, 20);
});

test('unknown: an answer that unpacks to more than can be read is no answer', async () => {
  const large = gzipSync(JSON.stringify({ ...stored, pad: ' '.repeat(20 << 20) }));
  assert.ok(large.length < 100_000);
  api.answer = (response) => response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(large);
  assert.deepEqual(await send(), { kind: 'unknown', safeToSendAgain: true, seen: [], notSeen: ['/business_legal_name'] });
  api.requests = [];
  api.customer.business_legal_name = patch.business_legal_name;
  assert.equal((await send()).kind, 'accepted');
  api.requests = [];
  api.answer = json(422, { ...problem(422, 'no'), pad: ' '.repeat(20 << 20) });
  assert.deepEqual(await send(), { kind: 'rejected', status: 422, errors: [] });
});

test('unknown: an answer without an end is not read to the end of the memory', async () => {
  let written = 0;
  let closed;
  const ended = new Promise((resolve) => { closed = resolve; });
  api.answer = (response) => {
    const piece = Buffer.alloc(1 << 20, ' ');
    const more = () => { do written += piece.length; while (response.write(piece)); };
    response.writeHead(200, { 'content-type': 'application/json' }).on('drain', more).on('close', closed);
    more();
  };
  assert.equal((await send()).kind, 'unknown');
  await ended;
  assert.ok(written < 64 << 20, `${written} bytes`);
});

test('a signal that is none is a wrong call, and nothing is sent', async () => {
  for (const signal of [{}, 'now', true, []]) await assert.rejects(kyb.submit('c1', patch, { baseUrl: api.baseUrl, signal }), kyb.InvalidCall);
  assert.deepEqual(api.requests, []);
  for (const signal of [null, undefined]) {
    api.requests = [];
    assert.equal((await send(patch, { signal })).kind, 'accepted');
  }
});

test('sends where a host refuses the option of a cache, as Workers of an earlier compatibility date do', async (t) => {
  const { Request } = globalThis;
  t.after(() => Object.assign(globalThis, { Request }));
  function Early(address, options) {
    if ('cache' in options) throw new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.");
    return new Request(address, options);
  }
  Early.prototype = {};
  Object.assign(globalThis, { Request: Early });
  assert.equal((await send()).kind, 'accepted');
});

test('what is read of a customer is never that of a cache', async (t) => {
  const { fetch } = globalThis;
  t.after(() => Object.assign(globalThis, { fetch }));
  const caches = [];
  Object.assign(globalThis, { fetch: (request) => (caches.push(request.cache), fetch(request)) });
  api.answer = json(502, {});
  await send();
  assert.deepEqual(caches, ['no-store', 'no-store', 'no-store']);
});
