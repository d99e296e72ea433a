/** That the comparison is fair: all peers give the same verdicts wherever a common rule decides. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { FIELDS, PEERS, buildAll, out } from './build.js';
import { PATCHES, SIX, variants, whole } from './patches.js';

/** @type {Record<string, any>} */
const peers = {};

before(async () => {
  await buildAll();
  for (const name of Object.keys(PEERS)) peers[name] = await import(join(out, `${name}.js`));
  await peers['kyb-patch'].init(await readFile(join(out, 'wasm/kyb_patch_bg.wasm')));
});

for (const [name, make] of Object.entries(PATCHES)) {
  test(`every peer takes ${name} as it is meant`, () => {
    for (const patch of variants(make, name === 'l' ? 1 : undefined)) {
      for (const [peer, { check }] of Object.entries(peers)) {
        const issues = check(patch);
        const said = `${peer}: ${JSON.stringify(issues).slice(0, 1000)}`;
        if (name !== 'm_invalid') assert.equal(issues.length, 0, said);
        // TypeBox says of a value that may be null both what it is not, and that it is neither; it ends at eight.
        else if (peer === 'typebox') assert.equal(issues.length, 8, said);
        else assert.equal(issues.length, SIX.length, said);
      }
    }
  });
}

test('every peer takes ten persons', () => {
  for (const [peer, { check }] of Object.entries(peers)) assert.equal(check(whole(0, { persons: 10 })).length, 0, peer);
});

/** What each of the common rules refuses: the way to the value, and the value. */
const WRONG = {
  'a number for a text': [['business_legal_name'], 5],
  'an empty text': [['business_legal_name'], ''],
  'a word for a flag': [['publicly_traded'], 'yes'],
  'a text for a list': [['source_of_funds'], 'grants'],
  'a list for an object': [['registered_address'], []],
  'no such option': [['business_type'], 'LLC'],
  'no such option in a list': [['source_of_funds', 0], 'Grants'],
  'no such option in a person': [['associated_persons', 0, 'identifying_information', 0, 'type'], 'passeport'],
  'two letters of a country': [['tax_country'], 'US'],
  'no such country': [['registered_address', 'country'], 'XYZ'],
  'a date by dots': [['date_of_incorporation'], '17.05.1998'],
  'a date of one digit': [['associated_persons', 1, 'birth_date'], '1984-2-9'],
  'a time without an offset': [['terms_signed_at'], '2026-04-01'],
  'half an address of e-mail': [['email'], 'office.example.com'],
  'no UUID': [['signed_agreement_id'], '123e4567'],
  'letters for NAICS': [['business_industry'], 'retail'],
  'a share above a hundred': [['associated_persons', 0, 'ownership_percentage'], 140],
  'a share of nothing': [['associated_persons', 0, 'ownership_percentage'], 0],
  'a long kind of proof': [['associated_persons', 0, 'poa_type'], 'x'.repeat(65)],
  'a type of file that is not taken': [['associated_persons', 0, 'poa'], 'data:image/gif;base64,R0lGODlh'],
  'no data URI': [['documents', 0, 'file'], 'registration.pdf'],
  'a member that is missing': [['associated_persons', 0, 'last_name'], undefined],
  'a field that is not there': [['is_dao'], true],
};

for (const [name, [way, value]] of Object.entries(WRONG)) {
  test(`every peer refuses ${name}`, () => {
    const patch = JSON.parse(JSON.stringify(whole(0)));
    const place = way.slice(0, -1).reduce((inside, step) => inside[step], patch);
    const last = way.at(-1) ?? '';
    if (value === undefined) delete place[last];
    else place[last] = value;
    for (const [peer, { check }] of Object.entries(peers)) {
      const issues = check(patch);
      const blocking = peer === 'kyb-patch' ? issues.filter(({ severity }) => severity === 'error') : issues;
      assert.ok(blocking.length > 0, peer);
    }
  });
}

test('every peer takes and refuses a field by itself', () => {
  for (const field of FIELDS) {
    for (const [peer, { checkField }] of Object.entries(peers)) {
      assert.equal(checkField(field, whole(0)[field]).length, 0, `${peer}: ${field}`);
      assert.ok(checkField(field, 5).length > 0, `${peer}: ${field}`);
    }
  }
});
