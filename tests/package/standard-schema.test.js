import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { Ajv2020 } from 'ajv/dist/2020.js';

import { bodies } from './bodies.js';
import { ready } from './install.js';
import { whole } from './patches.js';

const { kyb, inside, part } = await ready({ after });
const { customerPatch, formPatch } = await part('standard-schema.js');
const { patchResolver } = await part('react-hook-form.js');

test('customerPatch is a Standard Schema: a right patch is its value, errors alone are issues', () => {
  const { version, vendor, validate } = customerPatch['~standard'];
  assert.deepEqual([version, vendor], [1, 'kyb-patch']);
  const right = whole();
  assert.equal(validate(right).value, right);
  assert.equal(validate({ primary_website: 'example' }).issues, undefined);
  assert.equal(customerPatch.check({ primary_website: 'example' }).issues[0].severity, 'warning');

  const wrong = whole();
  wrong.associated_persons[0].identifying_information[0].issuing_country = 'NG';
  wrong.primary_website = 'example';
  const { issues } = validate(wrong);
  assert.deepEqual(issues.map(({ path, code }) => [path, code]), [
    [['associated_persons', 0, 'identifying_information', 0, 'issuing_country'], 'not_iso_3166_alpha3'],
  ]);
  assert.ok(issues[0].message && issues[0].suggestion === 'NGA');
  assert.deepEqual(validate(5).issues.map(({ path }) => path), [[]]);
  assert.deepEqual(validate({ 'a/b~c': 1 }).issues.map(({ path }) => path), [['a/b~c']]);
});

test('a context may be given, or asked for anew', () => {
  const codes = (schema) => schema['~standard'].validate({ business_type: 'llc' }).issues?.map(({ code }) => code);
  let kybStatus = 'approved';
  const schema = customerPatch.with(() => ({ kybStatus }));
  assert.deepEqual(codes(customerPatch.with({ kybStatus })), ['status_not_editable']);
  assert.deepEqual(codes(schema), ['status_not_editable']);
  kybStatus = 'init';
  assert.equal(codes(schema), undefined);
  assert.equal(codes(schema.with(null)), undefined);
});

test('formPatch leaves out what a form has not been told', () => {
  const values = {
    email: '', source_of_funds: [], registered_address: { city: '', state: undefined }, publicly_traded: false,
    documents: [{ doc_type: 'other', file: 'data:application/pdf;base64,JVBERi0xLjcKJSVFT0YK', description: '' }],
  };
  assert.deepEqual(formPatch['~standard'].validate(values).value, {
    publicly_traded: false, documents: [{ doc_type: 'other', file: values.documents[0].file }],
  });
  const people = { associated_persons: [{ first_name: 'Ada', identifying_information: [{ image_back: '' }] }, { first_name: '' }] };
  const { issues } = formPatch['~standard'].validate(people);
  assert.ok(issues.some(({ path }) => path.join('.') === 'associated_persons.1.first_name'));
  assert.ok(!issues.some(({ path, code }) => path.at(-1) === 'image_back' && code === 'required'));
  assert.equal(formPatch['~standard'].validate({}).issues, undefined);
});

test('a list is left without its empty items, and what is wrong stands where it stood in the form', () => {
  const { validate } = formPatch['~standard'];
  assert.deepEqual(validate({ source_of_funds: ['', null, undefined], email: 'a@example.com' }).value, { email: 'a@example.com' });
  assert.deepEqual(validate({ source_of_funds: ['', 'grants', '', 'tax_refund'] }).value, { source_of_funds: ['grants', 'tax_refund'] });
  const values = { source_of_funds: ['', 'grants', null, 'lottery'], associated_persons: [undefined, { identifying_information: [null, { type: 'card' }] }] };
  const places = ['source_of_funds.3', 'associated_persons.1.identifying_information.1.type', 'associated_persons.1.first_name'];
  const said = validate(values).issues.map(({ path }) => path.join('.'));
  for (const place of places) assert.ok(said.includes(place), place);
  const pointers = places.map((place) => `/${place.replaceAll('.', '/')}`);
  const told = (issues) => issues.map(({ path }) => path).filter((path) => pointers.includes(path)).sort();
  assert.deepEqual(told(formPatch.check(values).issues), pointers.toSorted());
  let reported;
  const { errors } = patchResolver({ onReport: ({ issues }) => { reported = issues; } })(values);
  assert.deepEqual(told(reported), pointers.toSorted());
  assert.equal(errors.source_of_funds[3].type, 'not_an_option');
  assert.equal(errors.associated_persons[1].identifying_information[1].type.type, 'not_an_option');
  assert.deepEqual([Object.keys(errors.source_of_funds), Object.keys(errors.associated_persons)], [['3'], ['1']]);
  assert.deepEqual(customerPatch['~standard'].validate({ source_of_funds: ['', 'grants'] }).issues.map(({ path }) => path), [['source_of_funds', 0]]);
});

test('the JSON Schema comes in two drafts, and any other is refused', async () => {
  const { input, output } = customerPatch['~standard'].jsonSchema;
  const file = JSON.parse(await readFile(join(inside, 'schema.json'), 'utf8'));
  const { title, ...rest } = file;
  assert.ok(title);
  assert.deepEqual(input({ target: 'draft-2020-12' }), rest);
  assert.equal(output({ target: 'draft-07' }).$schema, 'http://json-schema.org/draft-07/schema#');
  assert.throws(() => input({ target: 'openapi-3.0' }), kyb.KybPatchError);
  input({ target: 'draft-07' }).properties.email = 'spoilt';
  assert.notEqual(input({ target: 'draft-07' }).properties.email, 'spoilt');
  const require = createRequire(import.meta.url);
  const { default: Ajv } = require('ajv');
  assert.equal(new Ajv({ validateFormats: false }).compile(input({ target: 'draft-07' }))(whole()), true);
});

/** What the shape of a body is: its types, members, words and limits. The rest is the rules' to say. */
const SHAPE = new Set(['wrong_type', 'required', 'unknown_field', 'not_an_option', 'too_long', 'ownership_out_of_range']);

test('of 10,000 generated bodies the JSON Schema and validate say the same faults of shape, at the same places', () => {
  const ajv = new Ajv2020({ allErrors: true, validateFormats: false, allowUnionTypes: true });
  const check = ajv.compile(customerPatch['~standard'].jsonSchema.input({ target: 'draft-2020-12' }));
  let faults = 0;
  let right = 0;
  for (const body of bodies(10_000)) {
    check(body);
    const theirs = (check.errors ?? []).map(({ instancePath, params }) => {
      const name = params.missingProperty ?? params.additionalProperty;
      return name === undefined ? instancePath : `${instancePath}/${name}`;
    });
    // Of an industry in words it is said that they are no code, however long they are.
    const long = body.business_industry?.length > 10 ? 'naics_unknown' : undefined;
    const ours = kyb.validate(body).issues.filter(({ code }) => SHAPE.has(code) || code === long).map(({ path }) => path);
    const places = (paths) => [...new Set(paths)].sort().join('\n');
    if (places(theirs) !== places(ours)) assert.equal(places(ours), places(theirs), JSON.stringify(body));
    faults += ours.length;
    right += ours.length === 0;
  }
  assert.ok(faults > 10_000 && right > 1_000, `${faults} faults, ${right} right`);
});

test('the resolver puts errors where React Hook Form looks, with code and severity', () => {
  const reports = [];
  const resolver = patchResolver({ onReport: (report) => reports.push(report), message: ({ code }) => (code === 'blank' ? 'Say it.' : undefined) });
  const ref = { name: 'country' };
  const values = {
    email: '', primary_website: 'example', business_legal_name: ' ', registered_address: { city: 'Limassol', country: 'CY' },
    associated_persons: [{ has_ownership: true, ownership_percentage: 70 }, { has_ownership: true, ownership_percentage: 60 }],
  };
  const fields = { registered_address: { country: { ref } } };
  const { values: none, errors } = resolver(values, undefined, { fields });
  assert.deepEqual(none, {});
  const { type, severity, suggestion, ref: found } = errors.registered_address.country;
  assert.deepEqual([type, severity, suggestion, found], ['not_iso_3166_alpha3', 'error', 'CYP', ref]);
  assert.equal(errors.associated_persons[1].first_name.type, 'required');
  assert.equal(errors.associated_persons.root.type, 'ownership_above_100');
  assert.equal(errors.business_legal_name.message, 'Say it.');
  assert.equal(errors.email ?? errors.primary_website, undefined);
  assert.ok(reports[0].issues.some(({ path, severity }) => path === '/primary_website' && severity === 'warning'));
  assert.deepEqual(resolver({ email: '', publicly_traded: true }), { values: { publicly_traded: true }, errors: {} });
  assert.equal(patchResolver({ context: () => ({ kybStatus: 'approved' }) })({}).errors.root.type, 'status_not_editable');
});

test('a closed customer blocks where React Hook Form takes errors.root away before it judges', () => {
  for (const kybStatus of ['approved', 'nobody knows']) {
    const { errors } = patchResolver({ context: { kybStatus } })({ business_legal_name: 'Harbour Goods Ltd' });
    assert.deepEqual(errors.patch, errors.root);
    // handleSubmit up to 7.87: `unset(errors, 'root')`, then onValid where nothing is left.
    delete errors.root;
    assert.notDeepEqual(Object.keys(errors), [], kybStatus);
  }
  assert.ok(patchResolver()({ root: 'x' }).errors.patch);
  assert.equal(patchResolver()({ email: 'x' }).errors.patch, undefined);
});

test('an unknown key that every object has is an error of the form too', () => {
  const resolver = patchResolver();
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    const { errors } = resolver(JSON.parse(`{ "${name}": "x" }`));
    assert.deepEqual(Object.keys(errors), [name]);
    assert.equal(Object.getOwnPropertyDescriptor(errors, name).value.type, 'unknown_field');
    assert.equal(Object.getPrototypeOf(errors), Object.prototype);
  }
});
