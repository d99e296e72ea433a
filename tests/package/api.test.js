import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { install, ready } from './install.js';
import { address, person, whole } from './patches.js';

const { kyb, inside } = await ready({ after });

test('exports what it documents and nothing else', () => {
  const calls = [
    'changes', 'countries', 'editability', 'encodeDocument', 'fields', 'industries', 'init', 'initSync', 'inspectDocument',
    'loadMessages', 'message', 'missing', 'options', 'submit', 'taxFormat', 'validate', 'validateField',
  ];
  const classes = [
    'InvalidCall', 'InvalidContext', 'KybPatchError', 'LoadError', 'NotReady', 'TooLarge', 'Trapped', 'Unreadable',
  ];
  assert.deepEqual(Object.keys(kyb).sort(), [...classes, ...calls].sort());
  for (const name of classes.filter((name) => name !== 'KybPatchError')) {
    assert.ok(kyb[name].prototype instanceof kyb.KybPatchError, name);
    assert.equal(new kyb[name]('x', 'y').name, name);
  }
});

test('a call before init throws NotReady, and init may be called again and again', async (t) => {
  const fresh = await (await install(t)).load();
  const calls = [
    () => fresh.validate({}), () => fresh.validateField('/email', ''), () => fresh.editability('init'), () => fresh.changes({}, {}),
    () => fresh.missing({}), () => fresh.fields(), () => fresh.options('id_type'), () => fresh.countries(),
  ];
  for (const call of calls) assert.throws(call, fresh.NotReady);
  await assert.rejects(fresh.submit('c1', {}, { baseUrl: 'http://127.0.0.1:9' }), fresh.NotReady);
  await Promise.all([fresh.init(), fresh.init(), fresh.init()]);
  await fresh.init();
  fresh.initSync(new Uint8Array());
  assert.equal(fresh.validate({}).ok, true);
});

test('validate takes a right patch with all 27 fields, and names what is wrong with it', () => {
  const patch = whole();
  assert.equal(Object.keys(patch).length, 27);
  const report = kyb.validate(patch, { kybStatus: 'init', now: '2026-06-01T00:00:00Z' });
  assert.deepEqual(report.issues.filter(({ severity }) => severity === 'error'), []);
  assert.match(report.rules, /^\d+\.\d+\.\d+$/);
  patch.associated_persons[0].residential_address.country = 'CY';
  const [issue] = kyb.validate(patch).issues.filter(({ severity }) => severity === 'error');
  assert.equal(issue.path, '/associated_persons/0/residential_address/country');
  assert.equal(issue.suggestion, 'CYP');
});

/** A context that keeps its members to itself, and changes them. */
class Speaking {
  #status = 'init';
  become(status) { this.#status = status; }
  toJSON() { return { kybStatus: this.#status }; }
}

test('a context that speaks for itself is asked each time', () => {
  const codes = (context) => kyb.validate({}, context).issues.map(({ code }) => code);
  const [context, other] = [new Speaking(), new Speaking()];
  other.become('approved');
  assert.deepEqual([codes(context), codes(other), codes(context)], [[], ['status_not_editable'], []]);
  context.become('rejected');
  assert.deepEqual(codes(context), ['status_not_editable']);
  assert.deepEqual(codes({ kybStatus: 'init', toJSON: () => ({ kybStatus: 'approved' }) }), ['status_not_editable']);
  class Own { kybStatus = 'approved'; method() {} }
  assert.deepEqual(codes(new Own()), ['status_not_editable']);
  const changing = { kybStatus: 'init' };
  assert.deepEqual(codes(changing), []);
  changing.kybStatus = 'approved';
  assert.deepEqual(codes(changing), ['status_not_editable']);
});

test('a context whose members JSON would pass over is none, whatever came before it', async () => {
  class Hidden { get kybStatus() { return 'approved'; } }
  const wrong = [
    new Hidden(), new Map([['kybStatus', 'approved']]), new Set(), new Date(), Object.create({ kybStatus: 'approved' }),
    { toJSON: () => new Map() }, { toJSON: () => null }, () => {}, [], 7, '',
  ];
  for (const context of wrong) {
    kyb.validate({}, {});
    assert.throws(() => kyb.validate({}, context), kyb.InvalidContext);
    await assert.rejects(kyb.submit('c1', {}, { baseUrl: 'http://127.0.0.1:9', context }), kyb.InvalidContext);
  }
});

test('an invalid Date is no time, as NaN is none', async () => {
  for (const now of [new Date(NaN), new Date('garbage'), NaN]) {
    kyb.validate({}, { now: Date.now() });
    assert.throws(() => kyb.validate({}, { now }), { name: 'InvalidContext', message: /\/now/ });
    assert.throws(() => kyb.validateField('/email', 'x', { now }), kyb.InvalidContext);
    await assert.rejects(kyb.submit('c1', {}, { baseUrl: 'http://127.0.0.1:9', context: { now } }), kyb.InvalidContext);
  }
  assert.equal(kyb.validate({}, { now: new Date(0) }).ok, true);
});

test('a wrong call of what speaks is refused by name, and null stands for no options', async () => {
  for (const query of [undefined, null, 5, {}]) await assert.rejects(kyb.industries(query), kyb.InvalidCall);
  for (const issue of [undefined, null, 5, {}, { code: 'too_long' }]) {
    assert.throws(() => kyb.message(issue), kyb.InvalidCall);
    assert.throws(() => kyb.message(issue, 'de'), kyb.InvalidCall);
  }
  assert.equal(await kyb.encodeDocument(new Blob(['a,b'], { type: 'text/csv' }), null), 'data:text/csv;base64,YSxi');
  await kyb.loadMessages('es', { issues: null, fields: null, options: null });
  await kyb.loadMessages('es', null);
  assert.equal(kyb.options('id_type', 'es').length, kyb.options('id_type').length);
});

test('a date is held against the clock of the host', () => {
  const codes = (year) => kyb.validate({ date_of_incorporation: `${year}-06-15` }).issues.map(({ code }) => code);
  assert.deepEqual(codes(new Date().getUTCFullYear() + 1), ['date_in_future']);
  assert.deepEqual(codes(new Date().getUTCFullYear() - 1), []);
});

test('validateField checks one value as it would stand in the patch', () => {
  const codes = (pointer, value, context) => kyb.validateField(pointer, value, context).map(({ path, code }) => [path, code]);
  assert.deepEqual(codes('/associated_persons/7/birth_date', '1.2.1990'), [['/associated_persons/7/birth_date', 'date_not_iso']]);
  assert.deepEqual(codes('/registered_address', address()), []);
  assert.deepEqual(codes('/registered_address', { ...address(), city: '' }), [['/registered_address/city', 'blank']]);
  assert.deepEqual(codes('/source_of_funds/0', 'lottery'), [['/source_of_funds/0', 'not_an_option']]);
  assert.deepEqual(codes('/tax_country', null), []);
  assert.deepEqual(codes('/nope', 1), [['/nope', 'unknown_field']]);
  assert.deepEqual(codes('/nope', 1, { allow: { fields: ['nope'] } }), []);
  for (const pointer of ['', 'email', 'email/', undefined]) assert.throws(() => kyb.validateField(pointer, 1), kyb.InvalidCall);
});

test('editability reads either letter case', () => {
  assert.deepEqual(kyb.editability('INIT'), { editable: true });
  assert.deepEqual(kyb.editability('pending_response'), { editable: true });
  assert.deepEqual(kyb.editability('APPROVED'), { editable: false, code: 'status_not_editable', params: { status: 'approved' } });
  assert.deepEqual(kyb.editability('nowhere'), { editable: false, code: 'status_unknown' });
});

test('changes takes what speaks for itself at its word', () => {
  class Customer {
    #own;
    constructor(own) { this.#own = own; }
    toJSON() { return this.#own; }
  }
  const [ana, bo] = ['Ana', 'Bo'].map((first_name) => ({ first_name, last_name: 'Li', birth_date: '1980-01-02' }));
  const stored = { email: 'a@example.com', associated_persons: [{ ...ana, associated_person_id: 'p1' }] };
  const list = (...persons) => Object.assign([], { toJSON: () => persons });
  const edited = { email: 'b@example.com', associated_persons: list({ ...ana, associated_person_id: 'p1' }, bo), extra: 1 };
  const expected = { patch: { email: 'b@example.com', associated_persons: [bo] }, notSent: [{ path: '/extra', reason: 'unknown_field' }] };
  assert.deepEqual(kyb.changes(new Customer(stored), new Customer(edited)), expected);
  assert.deepEqual(kyb.changes({}, new Date(0)), { patch: {}, notSent: [] });
});

test('changes gives the smallest patch and says what no patch can say', () => {
  const stored = {
    customer_id: 'c1', status: 'INIT', email: 'a@example.com', primary_website: 'https://example.com', registered_address: address(),
    associated_persons: [{ associated_person_id: 'p1', ...person() }],
  };
  assert.deepEqual(kyb.changes(stored, structuredClone(stored)), { patch: {}, notSent: [] });
  assert.deepEqual(kyb.changes(null, null), { patch: {}, notSent: [] });

  const ada = { ...person(), email: 'other@example.com' };
  const bo = { ...person(), first_name: 'Bo' };
  const edited = {
    ...structuredClone(stored), email: 'b@example.com', primary_website: '', registered_address: { ...address(), city: 'Paphos' },
    associated_persons: [{ associated_person_id: 'p1', ...ada }, { ...person() }, bo, { ...bo }], cellphone: '1', nothing: null,
  };
  const { patch, notSent } = kyb.changes(stored, edited);
  assert.deepEqual(patch, { email: 'b@example.com', registered_address: edited.registered_address, associated_persons: [bo] });
  assert.equal(patch.associated_persons[0], bo);
  const reasons = notSent.map(({ path, reason }) => `${path} ${reason}`).sort();
  assert.deepEqual(reasons, [
    '/associated_persons/0 person_has_own_endpoint', '/associated_persons/1 already_stored', '/associated_persons/3 twice',
    '/cellphone unknown_field', '/primary_website cannot_be_removed',
  ]);
});

test('changes tells of every edit that no field takes, and of nothing that a read answered and nobody edited', () => {
  const stored = {
    customer_id: 'c1', status: 'INIT', incorporation_country: 'USA', extra: { a: [{ b: 1, c: 2 }], at: new Date(0) }, email: 'a@example.com',
    registered_address: { ...address(), county: 'Kent' }, physical_address: { ...address(), county: 'Kent' },
    associated_persons: [{ associated_person_id: 'p1', title: 'CEO', ...person(), residential_address: { ...address(), county: 'Kent' } }],
  };
  const copy = () => structuredClone(stored);
  const same = { ...copy(), extra: { at: '1970-01-01T00:00:00.000Z', a: [{ c: 2, b: 1 }] }, email: new String('a@example.com'), customer_id: undefined };
  assert.deepEqual(kyb.changes(stored, same), { patch: {}, notSent: [] });

  const edited = { ...copy(), incorporation_country: 'GBR', status: null, extra: { a: [{ b: 1, c: 3 }] }, count: 10n, constructor: 1 };
  edited.registered_address.county = 'Sussex';
  Object.assign(edited.physical_address, { city: 'Paphos', county: 'Sussex' });
  edited.associated_persons[0].title = 'CFO';
  edited.associated_persons[0].residential_address.zone = 'A';
  edited.associated_persons.unshift({ ...person(), first_name: 'Bo', title: 'CFO' });
  const { patch, notSent } = kyb.changes(stored, edited);
  // What is sent whole is checked with all that is in it.
  assert.deepEqual(patch, { physical_address: edited.physical_address, associated_persons: [edited.associated_persons[0]] });
  assert.deepEqual(new Set(notSent.map(({ reason }) => reason)), new Set(['unknown_field']));
  assert.deepEqual(notSent.map(({ path }) => path), [
    '/status', '/incorporation_country', '/extra', '/registered_address/county', '/count', '/constructor',
    '/associated_persons/1/title', '/associated_persons/1/residential_address/zone',
  ]);
});

test('missing tells what is needed from what no read shows', () => {
  const { needed, advised, cannotTell } = kyb.missing({ email: 'a@example.com' }, { account_purpose: 'payroll' }, { kycModel: 'reliance' });
  assert.ok(needed.includes('/business_legal_name') && !needed.includes('/email'));
  assert.ok(cannotTell.includes('/source_of_funds') && !cannotTell.includes('/account_purpose'));
  assert.ok(!advised.includes('/source_of_wealth'));
  // Of what is usually asked of a limited liability company, the patch has one document.
  assert.deepEqual(kyb.missing(null, whole()), { needed: [], advised: ['/documents'], cannotTell: [] });
  const [paper] = whole().documents;
  const documents = ['proof_of_address', 'e_signature_certificate', 'shareholder_register', 'registration_document', 'constitutional_document']
    .map((kind) => ({ ...paper, doc_type: kind }));
  assert.deepEqual(kyb.missing(null, { ...whole(), documents }), { needed: [], advised: [], cannotTell: [] });
});

test('fields lists every place of the body, each of which validateField knows', () => {
  const fields = kyb.fields();
  assert.equal(fields.filter(({ path }) => path.lastIndexOf('/') === 0).length, 27);
  for (const { path, name, kind } of fields) {
    assert.ok(path.endsWith(`/${name}`) && kind, path);
    const codes = kyb.validateField(path.replaceAll('*', '0'), Symbol('odd')).map(({ code }) => code);
    assert.deepEqual(codes, ['wrong_type'], path);
  }
  const business = fields.find(({ path }) => path === '/business_type');
  assert.deepEqual([business.kind, business.options, business.needed, business.list], ['choice', 'business_type', 'always', false]);
});

test('options lists the words of every list, by its name or by that of a field', () => {
  for (const { path, name, options } of kyb.fields()) {
    if (!options) continue;
    const values = kyb.options(options).map(({ value }) => value);
    assert.ok(values.length > 1, options);
    if (path.lastIndexOf('/') === 0 || name === 'type') assert.deepEqual(kyb.options(name).map(({ value }) => value), values);
    for (const value of values) assert.deepEqual(kyb.validateField(`/${path.slice(1).replaceAll('*', '0')}`, kyb.fields().find((field) => field.path === path).list ? [value] : value).filter(({ severity }) => severity === 'error'), []);
  }
  assert.deepEqual(kyb.options('nope'), []);
  assert.deepEqual(kyb.options('id_type')[0], { value: 'drivers_license', label: 'Drivers license' });
});

test('words: English at once, labels once they are loaded, an unknown locale as English', async () => {
  const [issue] = kyb.validate({ business_type: 'LLC' }).issues;
  assert.equal(kyb.message(issue), issue.message);
  assert.equal(kyb.message(issue, 'de'), issue.message);
  await kyb.loadMessages('en-GB');
  assert.equal(kyb.message(issue, 'en-GB'), 'Choose one of the options for type of business.');
  assert.equal(kyb.options('id_type', 'en-GB')[0].label, 'Driver’s license');
  for (const { value, label } of kyb.options('business_type', 'en-GB')) assert.ok(label && !label.includes('_'), value);
  for (const locale of ['xx', '../package', '', undefined, null]) {
    await assert.rejects(kyb.loadMessages(locale), (error) => error instanceof kyb.LoadError && error.reason === 'data');
  }
});

test('the words of the module are those of its file', async () => {
  await kyb.loadMessages('en');
  const templates = JSON.parse(await readFile(join(inside, 'messages/en.json'), 'utf8')).issues;
  const patch = { ...whole(), email: 'x', business_industry: '12345678901', date_of_incorporation: '2200-01-01', documents: [], nope: 1 };
  Object.assign(patch.associated_persons[0], { ownership_percentage: 101, poa: 'data:image/gif;base64,QUJD', poa_type: 'x'.repeat(65) });
  const { issues } = kyb.validate(patch);
  let same = 0;
  for (const issue of issues) {
    const words = kyb.message(issue, 'en');
    assert.doesNotMatch(`${words} ${issue.message}`, /[{}]|undefined/);
    // Names of fields and lists are written as each host writes them.
    const plain = !templates[issue.code].includes('{field}') && !Object.values(issue.params).some(Array.isArray);
    if (plain) assert.equal(words, issue.message);
    same += plain;
  }
  assert.ok(issues.length >= 8 && same >= 4, `${same} of ${issues.length}`);
});

test('taxFormat knows how a number is written, where that is known', () => {
  assert.equal(kyb.taxFormat('USA', 'SSN'), '###-##-####');
  assert.equal(kyb.taxFormat('USA', 'nope'), undefined);
  assert.equal(kyb.taxFormat(undefined, undefined), undefined);
});

test('countries are sorted by their names in a language', () => {
  const english = kyb.countries();
  assert.equal(english.length, 250);
  assert.deepEqual(english.find(({ value }) => value === 'USA'), { value: 'USA', alpha2: 'US', label: 'United States', served: true });
  assert.equal(english.filter(({ served }) => !served).length, 7);
  assert.equal(english.find(({ value }) => value === 'XKX').label, 'Kosovo');
  assert.equal(kyb.countries('de').find(({ value }) => value === 'CYP').label, 'Zypern');
  const swedish = kyb.countries('sv').map(({ label }) => label);
  assert.deepEqual(swedish, [...swedish].sort(new Intl.Collator('sv').compare));
});

test('industries are found by their code and by words of their title', async () => {
  assert.deepEqual(await kyb.industries('541519'), [{ code: '541519', title: 'Other Computer Related Services' }]);
  assert.ok((await kyb.industries('computer services')).some(({ code }) => code === '541519'));
  assert.ok((await kyb.industries('5415')).every(({ code }) => code.startsWith('5415')));
  assert.deepEqual(await kyb.industries('no such industry'), []);
  const all = await kyb.industries('');
  assert.equal(all.length, 1012);
  for (const { code } of all) assert.deepEqual(kyb.validateField('/business_industry', code), [], code);
});

test('a file is looked at and sent as the API takes it', async () => {
  const pdf = new File(['%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'], 'deed.pdf', { type: 'application/pdf' });
  const seen = await kyb.inspectDocument(pdf, 'document');
  assert.deepEqual([seen.ok, seen.mime, seen.size], [true, 'application/pdf', pdf.size]);
  const refused = await kyb.inspectDocument(pdf, 'id_image');
  assert.deepEqual([refused.ok, refused.issues[0].code], [false, 'file_type_not_taken']);
  assert.equal((await kyb.inspectDocument(new File([], 'a.png', { type: 'image/png' }), 'id_image')).issues[0].code, 'file_empty');
  const empty = await kyb.inspectDocument(new File([], 'scan', { type: '' }), 'id_image');
  assert.deepEqual(empty.issues.map(({ code }) => code), ['file_empty'], 'of nothing there is no type to be wrong');

  const uri = await kyb.encodeDocument(pdf);
  assert.equal(uri, `data:application/pdf;base64,${Buffer.from(await pdf.arrayBuffer()).toString('base64')}`);
  assert.deepEqual(kyb.validateField('/documents/0/file', uri).filter(({ severity }) => severity === 'error'), []);
  const csv = new File(['a,b\n1,2\n'], 'people.csv', { type: 'application/vnd.ms-excel' });
  assert.match(await kyb.encodeDocument(csv), /^data:text\/csv;base64,/);
});

test('a large file is sent in windows, tells how far it is, and stops when told to', async () => {
  const bytes = new Uint8Array(5_000_001).map((_, at) => at % 251);
  const file = new File([bytes], 'scan.tiff', { type: 'image/tiff' });
  const steps = [];
  const uri = await kyb.encodeDocument(file, { onProgress: (done) => steps.push(done) });
  assert.ok(Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64').equals(Buffer.from(bytes)));
  assert.ok(steps.length > 3 && steps.at(-1) === 1 && steps.every((step, at) => at === 0 || step > steps[at - 1]));
  const stop = new AbortController();
  const encoding = kyb.encodeDocument(file, { signal: stop.signal, onProgress: () => stop.abort() });
  await assert.rejects(encoding, { name: 'AbortError' });
});

test('of a picture the ends are read, whatever its type is said to be; a PDF in pieces', async () => {
  /** A file that counts what is read of it. */
  class Counted extends File {
    reads = [];
    slice(from, to) {
      this.reads.push(Math.min(to, this.size) - from);
      return super.slice(from, to);
    }
  }
  const png = new Uint8Array(8_000_000);
  png.set(Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'));
  png.set(Buffer.from('IEND', 'latin1'), png.length - 8);
  for (const type of ['image/png', '', 'text/csv']) {
    const file = new Counted([png], 'scan', { type });
    assert.equal((await kyb.inspectDocument(file, 'document')).mime, 'image/png');
    const read = file.reads.reduce((sum, length) => sum + length, 0);
    assert.ok(read < 1_000_000, `${read} bytes of a picture, as ${type}`);
  }
  const pdf = new Uint8Array(40_000_000).fill(32);
  pdf.set(Buffer.from('%PDF-1.7\n', 'latin1'));
  pdf.set(Buffer.from('/Encrypt 1 0 R', 'latin1'), 30_000_000);
  for (const type of ['application/pdf', '']) {
    const file = new Counted([pdf], 'scan', { type });
    const { issues } = await kyb.inspectDocument(file, 'document');
    assert.ok(issues.some(({ code }) => code === 'pdf_encrypted'), JSON.stringify(issues));
    assert.ok(file.reads.length <= 5 && Math.max(...file.reads) <= 16 * 1024 * 1024, String(file.reads));
  }
  await assert.rejects(kyb.inspectDocument({ [Symbol.toStringTag]: 'File', size: 2 ** 50, slice: () => new Blob([]) }, 'poa'), kyb.InvalidCall);
});
