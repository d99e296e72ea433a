import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inspect } from 'node:util';

import { startAnswering } from './answering.js';
import { hostileTo, large } from './hostile.js';
import { ready } from './install.js';
import { person, whole } from './patches.js';

const { kyb } = await ready({ after });
const api = await startAnswering({ after });

const hostile = hostileTo(kyb);

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

test('a file without the tag of one, as happy-dom has them, is a file', async () => {
  class Played extends Blob {
    name = 'a.pdf';
  }
  Object.defineProperty(Played.prototype, Symbol.toStringTag, { value: undefined });
  const file = new Played(['%PDF-1.7'], { type: 'application/pdf' });
  assert.equal(Object.prototype.toString.call(file), '[object Object]');
  assert.equal((await kyb.inspectDocument(file, 'poa')).size, 8);
  assert.match(await kyb.encodeDocument(file), /^data:application\/pdf;base64,/);
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
