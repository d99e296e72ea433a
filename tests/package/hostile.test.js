import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inspect } from 'node:util';

import { startAnswering } from './answering.js';
import { ready } from './install.js';
import { person, whole } from './patches.js';

const { kyb } = await ready({ after });
const api = await startAnswering({ after });

/** What can't be looked at: every touch of it throws. */
function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Each trap throws something else, and not all are errors. */
function throwing() {
  const things = [new Error('boom'), 'boom', null, Symbol('boom'), revoked(), new RangeError('Maximum call'), new WebAssembly.RuntimeError('no')];
  let at = 0;
  const fail = () => { throw things[at++ % things.length]; };
  return new Proxy({}, { get: fail, ownKeys: fail, getPrototypeOf: fail, has: fail, getOwnPropertyDescriptor: fail });
}

function deep(levels, wrap) {
  let value = 'end';
  for (let level = 0; level < levels; level++) value = wrap(value);
  return value;
}

function cycle() {
  const value = { associated_persons: [] };
  value.associated_persons.push(value);
  value.self = value;
  return value;
}

class Instance {
  email = 'someone@example.com';
  #hidden = 1;
  get hidden() { return this.#hidden; }
}

/** Values that JSON can't say, or that lie about themselves. Made anew for each use. */
const hostile = {
  undefined: () => undefined,
  null: () => null,
  'not a number': () => NaN,
  'minus zero': () => -0,
  infinity: () => Infinity,
  bigint: () => 10n,
  symbol: () => Symbol('s'),
  function: () => () => 1,
  class: () => Instance,
  'class instance': () => new Instance(),
  'no prototype': () => Object.assign(Object.create(null), { email: 'x' }),
  date: () => new Date(0),
  'invalid date': () => new Date(NaN),
  map: () => new Map([['email', 'x']]),
  set: () => new Set([1]),
  'weak map': () => new WeakMap(),
  'regular expression': () => /x/g,
  error: () => new Error('x'),
  promise: () => Promise.resolve(1),
  'typed array': () => new Uint8Array(3),
  buffer: () => new ArrayBuffer(8),
  'shared buffer': () => new SharedArrayBuffer(8),
  file: () => new File(['abc'], 'a.pdf', { type: 'application/pdf' }),
  blob: () => new Blob(['abc']),
  arguments: () => (function () { return arguments; })(1, 2),
  'global object': () => globalThis,
  'boxed text': () => new String('x'),
  'boxed number': () => new Number(1),
  'boxed text that lies': () => Object.assign(new String('x'), { valueOf: () => ({ a: 1 }) }),
  'boxed symbol': () => Object(Symbol('s')),
  'boxed bigint': () => Object(1n),
  'revoked proxy': revoked,
  'revoked function': () => { const { proxy, revoke } = Proxy.revocable(() => 1, {}); revoke(); return proxy; },
  'throwing proxy': throwing,
  'proxy of a list without end': () => new Proxy([], { get: (list, key) => (key === 'length' ? Infinity : Reflect.get(list, key)) }),
  'getter that throws': () => ({ get email() { throw new Error('boom'); } }),
  'getter that throws text': () => ({ get email() { throw 'boom'; } }),
  'getter that throws a revoked proxy': () => ({ get email() { throw revoked(); } }),
  'getter that calls in': () => ({ get email() { return kyb.validate({ email: 'x' }).rules; } }),
  'getter that calls in with a context': () => ({ get email() { kyb.validate({}, { kybStatus: 'approved' }); return 'x'; } }),
  'getter that adds members': () => ({ get email() { for (let at = 0; at < 9; at++) this[`more${at}`] = at; return 'x'; } }),
  'list that grows': () => { const list = []; list.push({ get type() { list.push({}); return 'passport'; } }); return list; },
  cycle,
  'list inside itself': () => { const list = []; list.push(list); return list; },
  '10,000 objects deep': () => deep(10_000, (value) => ({ associated_persons: value })),
  '10,000 lists deep': () => deep(10_000, (value) => [value]),
  'wide and deep': () => deep(40, (value) => [value, value]),
  'toJSON that lies': () => ({ toJSON: () => ({ business_type: 'LLC' }) }),
  'toJSON that answers itself': () => ({ toJSON() { return this; } }),
  'toJSON that goes on': () => { const go = () => ({ toJSON: go }); return go(); },
  'toJSON that throws': () => ({ toJSON() { throw new Error('boom'); } }),
  'toJSON that is no function': () => ({ toJSON: 1 }),
  'toJSON on a list': () => Object.assign([1], { toJSON: () => 'x' }),
  'half a pair': () => '\ud83d',
  'other half': () => '\ude00',
  'text of halves': () => '\ude00\ud83d'.repeat(5000),
  'control characters': () => '\0\u0001\u007f\u0085\u2028\ufeff',
  'text of ten million': () => 'x'.repeat(10_000_000),
  'holes': () => [, 1, , 2],
  'list without anything': () => new Array(1000),
  'list of four thousand millions': () => new Array(2 ** 32 - 1),
  'list with names': () => Object.assign([1], { email: 'x' }),
  '__proto__ as a key': () => JSON.parse('{"__proto__": {"email": "x"}, "constructor": 1, "hasOwnProperty": 2}'),
  'keys of every kind': () => ({ '': 1, ' ': 2, '/': 3, '~': 4, '~1': 5, 'é': 6, '\ud800': 7, '\0': 8, [Symbol('s')]: 9, 1e21: 10, length: 11 }),
  '20,000 keys': () => Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`key${at}`, at])),
  '20,000 persons': () => Array.from({ length: 20_000 }, () => ({ middle_name: '' })),
  'frozen': () => Object.freeze({ email: Object.freeze(['x']) }),
  'getter on the prototype': () => Object.create({ get email() { return 'x'; } }),
};

/** Values that take their time to be refused: one place is as good for them as another. */
const large = /million|without end|20,000|wide/;

/** A call that must answer as ever, whatever was asked before it. */
function holds(what) {
  const errors = kyb.validate({ business_type: 'LLC' }).issues.filter(({ severity }) => severity === 'error');
  assert.deepEqual(errors.map(({ path, code }) => [path, code]), [['/business_type', 'not_an_option']], what);
  assert.equal(kyb.validate(whole()).ok, true, what);
}

/** Wrong data may be refused by a class of the package, and by no other. @param {unknown} error @param {string} what */
function fair(error, what) {
  const known = error instanceof kyb.KybPatchError;
  assert.ok(known && !(error instanceof kyb.Trapped), `${what}: threw ${known ? error.stack : inspect(error)}`);
}

/** @param {string} what @param {() => unknown} call */
function survives(what, call) {
  let answer;
  try {
    answer = call();
  } catch (error) {
    fair(error, what);
  }
  holds(what);
  return answer;
}

function isReport(report, what) {
  assert.equal(typeof report.ok, 'boolean', what);
  for (const issue of report.issues) {
    assert.ok(issue.path === '' || issue.path.startsWith('/'), what);
    assert.ok(issue.message.length > 0 && !issue.message.includes('{'), what);
  }
  assert.equal(report.ok, report.issues.every(({ severity }) => severity === 'warning'), what);
}

for (const [name, make] of Object.entries(hostile)) {
  test(`a patch that is, or has, ${name}`, () => {
    const patches = {
      'the patch': (value) => value,
      'an address': (value) => ({ registered_address: value }),
      'a text': (value) => ({ email: value, business_type: 'LLC' }),
      'the persons': (value) => ({ associated_persons: value }),
      'a person': (value) => ({ associated_persons: [person(), value] }),
      'an id image': (value) => ({ associated_persons: [{ ...person(), identifying_information: [{ image_front: value }] }] }),
      'a share': (value) => ({ associated_persons: [{ ...person(), ownership_percentage: value }] }),
      'a flag': (value) => ({ publicly_traded: value }),
      'options': (value) => ({ source_of_funds: ['grants', value] }),
      'a file': (value) => ({ documents: [{ doc_type: 'other', file: value }] }),
      'an unknown field': (value) => ({ nobody_knows: value }),
      'an unknown member': (value) => ({ registered_address: { nobody_knows: [value] } }),
    };
    for (const [place, wrap] of Object.entries(patches)) {
      const report = survives(`validate, ${place}`, () => kyb.validate(wrap(make())));
      if (report) isReport(report, place);
      if (large.test(name)) break;
    }
  });

  // Each read of it takes seconds, and is the same read.
  if (name === 'proxy of a list without end') continue;

  test(`a field, a customer, a context, an argument that is ${name}`, () => {
    for (const { path } of kyb.fields()) {
      const pointer = path.replaceAll('*', '0');
      const issues = survives(`validateField ${pointer}`, () => kyb.validateField(pointer, make()));
      if (issues) isReport({ ok: issues.every(({ severity }) => severity === 'warning'), issues }, pointer);
      if (large.test(name)) break;
    }
    survives('validateField, pointer', () => kyb.validateField(make(), 1));
    if (large.test(name)) return void survives('context, stored', () => kyb.validate(whole(), { stored: make() }));
    survives('changes, stored', () => kyb.changes(make(), whole()));
    survives('changes, edited', () => kyb.changes(whole(), make()));
    survives('changes, a member', () => kyb.changes({ email: make() }, { email: make(), associated_persons: [make()], documents: make() }));
    survives('missing, customer', () => kyb.missing(make()));
    survives('missing, patch', () => kyb.missing({}, make()));
    survives('context', () => kyb.validate(whole(), make()));
    survives('editability', () => kyb.editability(make()));
    survives('options', () => kyb.options(make()));
    for (const member of ['kybStatus', 'kycModel', 'now', 'today', 'stored', 'documents', 'maxFileBytes', 'allow', 'severity']) {
      survives(`context, ${member}`, () => kyb.validate(whole(), { [member]: make() }));
    }
    survives('context, allow.options', () => kyb.validate(whole(), { allow: { options: make(), fields: [make()] } }));
  });

  test(`sending what is, or has, ${name} sends at most once, and never what was not checked`, async () => {
    const calls = {
      patch: () => kyb.submit('c1', make(), { baseUrl: api.baseUrl }),
      member: () => kyb.submit('c1', { email: make() }, { baseUrl: api.baseUrl }),
      id: () => kyb.submit(make(), { email: 'a@example.com' }, { baseUrl: api.baseUrl }),
      baseUrl: () => kyb.submit('c1', { email: 'a@example.com' }, { baseUrl: make() }),
      authorization: () => kyb.submit('c1', { email: 'a@example.com' }, { baseUrl: api.baseUrl, authorization: make() }),
      context: () => kyb.submit('c1', { email: 'a@example.com' }, { baseUrl: api.baseUrl, context: make() }),
      stored: () => kyb.submit('c1', { email: 'a@example.com' }, { baseUrl: api.baseUrl, context: { stored: make() } }),
    };
    for (const [what, call] of Object.entries(calls)) {
      if (large.test(name) && what === 'member') break;
      api.reset();
      try {
        const { kind } = await call();
        assert.equal(api.puts(), kind === 'invalid' ? 0 : 1, `${what}: ${kind}`);
      } catch (error) {
        fair(error, what);
        assert.equal(api.puts(), 0, what);
      }
      if (api.put && api.put.text !== 'null') {
        assert.equal(kyb.validate(JSON.parse(api.put.text), { documents: 'whole' }).ok, true, what);
      }
      holds(what);
    }
  });
}

test('files that are none are refused by name, whatever they are', async () => {
  for (const [name, make] of Object.entries(hostile)) {
    if (large.test(name)) continue;
    for (const call of [() => kyb.inspectDocument(make(), 'poa'), () => kyb.encodeDocument(make()), () => kyb.inspectDocument(new Blob(['x']), make())]) {
      try {
        await call();
      } catch (error) {
        fair(error, name);
      }
      holds(name);
    }
  }
});

test('words for what is no issue, no list, no locale throw no more than JavaScript does', async () => {
  for (const [name, make] of Object.entries(hostile)) {
    if (large.test(name)) continue;
    for (const call of [() => kyb.message(make()), () => kyb.message(make(), 'en'), () => kyb.options('id_type', make()), () => kyb.countries(make())]) {
      try {
        await call();
      } catch (error) {
        assert.ok(!(error instanceof WebAssembly.RuntimeError) && !(error instanceof kyb.Trapped), String(error));
      }
    }
  }
  holds('words');
});

test('halves of pairs in neighbouring texts never become a letter', () => {
  const parts = ['\ud83d', '\ude00', 'a\ud83d', '\ude00b', '\ud83d\ude00', ''];
  for (const first of parts) {
    for (const second of parts) {
      const codes = (text) => kyb.validate({ business_description: text }).issues.map(({ code }) => code);
      const { issues } = kyb.validate({ business_legal_name: first, business_description: second, [`k${first}`]: 1 });
      const of = (path) => issues.filter((issue) => issue.path === path).map(({ code }) => code);
      assert.deepEqual(of('/business_legal_name'), codes(first), JSON.stringify([first, second]));
      assert.deepEqual(of('/business_description'), codes(second), JSON.stringify([first, second]));
    }
  }
});

test('halves of pairs at both cuts of a long data URI stay apart', () => {
  for (let at = 4090; at <= 4100; at++) {
    const head = `data:application/pdf;base64,`.padEnd(at, 'A');
    for (const [high, low] of [['\ud83d', '\ude00'], ['\ud83d\ude00', '\ud83d\ude00'], ['\ud83d', 'A'], ['A', '\ude00']]) {
      const text = `${head}${high}${'B'.repeat(5000)}${low}`.padEnd(at + 5002 + 4094, 'C');
      const { issues } = kyb.validate({ documents: [{ doc_type: 'other', file: text }] });
      const errors = issues.filter(({ severity }) => severity === 'error');
      assert.ok(errors.every(({ code }) => code === 'base64_malformed'), `${at}: ${JSON.stringify(issues)}`);
      assert.ok(errors.length === 1 || !/[\ud800-\udfff]/.test(text.slice(0, 4096) + text.slice(-4096)), `${at}`);
    }
  }
  holds('cuts');
});

test('large values leave the next call as it was, and their memory is used again', () => {
  const large = { documents: [{ doc_type: 'other', file: `data:application/pdf;base64,${'QUJD'.repeat(1_000_000)}` }] };
  const many = { associated_persons: Array.from({ length: 2_000 }, person) };
  const context = { documents: 'whole' };
  const sizes = [];
  for (let round = 0; round < 12; round++) {
    kyb.validate(large, context);
    holds('after a large text');
    kyb.validate(many);
    holds('after many values');
    sizes.push(process.memoryUsage().rss);
  }
  const grown = sizes.at(-1) - sizes[3];
  assert.ok(grown < 64 * 1024 * 1024, `${Math.round(grown / 1048576)} MB more after eight rounds`);
});

test('more than can cross is refused by name', () => {
  const text = 'x'.repeat(2 ** 25);
  assert.throws(() => kyb.validate({ email: text, tax_id: text, tax_country: text }), kyb.TooLarge);
  holds('too much text');
  assert.throws(() => kyb.validate({ source_of_funds: new Array(5_000_000).fill(1) }), kyb.TooLarge);
  holds('too many values');
});

test('the end of the stack is the caller\'s to know, and the next call works', () => {
  const kinds = new Set();
  const descend = (depth) => {
    try {
      descend(depth + 1);
    } catch (error) {
      kinds.add(error.constructor.name);
    }
    if (depth % 3) return;
    try {
      kyb.validate({ registered_address: { city: 'x' }, email: 'x' });
    } catch (error) {
      kinds.add(error.constructor.name);
    }
  };
  descend(1);
  assert.deepEqual([...kinds], ['RangeError']);
  holds('the end of the stack');
});
