import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { install, ready, root } from './install.js';

const { kyb, inside, part } = await ready({ after });
const files = (await readdir(join(inside, 'messages'))).sort();
const locales = new Map(await Promise.all(files.map(async (file) =>
  /** @type {[string, any]} */ ([file.replace('.json', ''), JSON.parse(await readFile(join(inside, 'messages', file), 'utf8'))]))));
const english = locales.get('en');

/** Every text of a locale by its place: `issues/blank`. */
function texts(words, place = '') {
  return Object.entries(words).flatMap(([name, inner]) =>
    (typeof inner === 'object' ? texts(inner, `${place}${name}/`) : [/** @type {[string, string]} */ ([`${place}${name}`, inner])]));
}

/** What a text is filled with. @param {string} text */
const parameters = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

for (const [locale, { reviewed, ...words }] of locales) {
  test(`${locale} has every text that English has, with the same parameters, and no other`, () => {
    const { reviewed: _, ...original } = english;
    const theirs = new Map(texts(words));
    const ours = new Map(texts(original));
    assert.deepEqual([...theirs.keys()].sort(), [...ours.keys()].sort());
    for (const [place, text] of theirs) {
      assert.ok(text.trim() === text && text.length > 0, place);
      if (place.startsWith('issues/')) assert.deepEqual(parameters(text), parameters(/** @type {string} */ (ours.get(place))), place);
    }
  });

  test(`${locale} has a text for every option, field and state of the module`, () => {
    for (const { name, options } of kyb.fields()) {
      assert.ok(words.fields[name], name);
      if (options) for (const { value } of kyb.options(options)) assert.ok(words.options[options][value], `${options}: ${value}`);
    }
  });

  test(`${locale} is found by every entrypoint, and says that nobody has reviewed it unless it is English`, async () => {
    for (const entry of ['index.js', 'workerd.js']) {
      assert.ok((await readFile(join(inside, entry), 'utf8')).includes(`./messages/${locale}.json`), entry);
    }
    assert.equal(reviewed, locale === 'en' ? undefined : false);
    const readme = await readFile(join(root, 'npm/README.md'), 'utf8');
    if (locale !== 'en') assert.match(readme, /not yet reviewed by a native compliance writer/);
  });
}

test('messages speak the language, with its numbers, dates and lists', async () => {
  for (const locale of ['de', 'es-MX', 'en']) await kyb.loadMessages(locale);
  const issue = (code, params, path = '/date_of_incorporation') => ({ path, code, severity: 'error', params, message: 'x' });
  const said = (locale, ...given) => kyb.message(issue(...given), locale);
  assert.match(said('de', 'date_in_future', { latest: '2026-11-22' }), /^Gründungsdatum: .* 22\. November 2026\.$/);
  assert.match(said('es-MX', 'date_in_future', { latest: '2026-11-22' }), /^Fecha de constitución: .* 22 de noviembre de 2026\.$/);
  assert.match(said('en', 'date_in_future', { latest: '2026-11-22' }), /date of incorporation .* November 22, 2026 at/);
  assert.match(said('de', 'ownership_above_100', { total: 100.5 }), /100,5 %/);
  assert.match(said('es-MX', 'file_type_not_taken', { taken: ['PNG', 'JPEG', 'PDF'] }), /PNG, JPEG o PDF/);
  assert.match(said('de', 'status_not_editable', { status: 'approved' }), /Genehmigt/);
  assert.match(said('de', 'wrong_type', { expected: 'list', found: 'text' }, '/documents'), /^Dokumente des Unternehmens: Erwartet wird eine Liste, nicht ein Text\.$/);
  const [email] = kyb.validate({ email: 'x' }).issues;
  assert.equal(kyb.message(email, 'de'), 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.');
  assert.equal(kyb.options('id_type', 'de')[3].label, 'Reisepass');
});

test('a host may have words of its own, code by code', async () => {
  await kyb.loadMessages('en-GB', { issues: { email_malformed: 'No: {field}.' }, fields: { email: 'Inbox' }, options: { id_type: { passport: 'Travel document' } } });
  const [email] = kyb.validate({ email: 'x' }).issues;
  assert.equal(kyb.message(email, 'en-GB'), 'No: inbox.');
  assert.equal(kyb.options('id_type', 'en-GB').find(({ value }) => value === 'passport').label, 'Travel document');
  assert.equal(kyb.options('id_type', 'en-GB')[0].label, 'Driver’s license');
  assert.notEqual(kyb.message(email, 'en'), 'No: inbox.');
});

test('a locale may be written with an underscore, and what Intl takes none of speaks the language alone', async () => {
  const issue = { path: '/date_of_incorporation', code: 'date_in_future', severity: 'error', params: { latest: '2026-11-22' }, message: 'x' };
  for (const locale of ['de_DE', 'de-DE', 'de_DE@euro']) {
    await kyb.loadMessages(locale);
    assert.match(kyb.message(issue, locale), /22\. November 2026/, locale);
    assert.equal(kyb.options('id_type', locale)[3].label, 'Reisepass', locale);
    assert.equal(kyb.countries(locale).find(({ value }) => value === 'DEU').label, 'Deutschland', locale);
  }
  await assert.rejects(kyb.loadMessages('zz'), { name: 'LoadError', reason: 'data' });
});

test('a code or a key that is called like a member of every object is no word', async () => {
  await kyb.loadMessages('de');
  for (const name of ['constructor', '__proto__', 'toString']) {
    assert.equal(kyb.message({ path: `/${name}`, code: name, severity: 'error', params: {}, message: 'x' }, 'de'), 'x', name);
    assert.match(kyb.message({ path: `/${name}`, code: 'blank', severity: 'error', params: {}, message: 'x' }, 'de'), /^[^[(]*$/, name);
    assert.match(kyb.message({ path: '/documents', code: 'wrong_type', severity: 'error', params: { expected: name, found: name }, message: 'x' }, 'de'), new RegExp(name));
  }
});

test('words are those of the language, whichever of its regions was loaded; those of a host stay with their own', async () => {
  const { load } = await install({ after });
  const fresh = await load();
  await fresh.init();
  const [email] = fresh.validate({ email: 'x' }).issues;
  const german = 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.';
  await Promise.all([fresh.loadMessages('de_CH', { issues: { email_malformed: 'Nein.' } }), fresh.loadMessages('de-LU')]);
  const said = (/** @type {string} */ locale) => fresh.message(email, locale);
  assert.deepEqual(['de', 'de-DE', 'de_AT', 'de-LU', 'de-CH'].map(said), [german, german, german, german, 'Nein.']);
  assert.equal(fresh.options('id_type', 'de-DE')[3].label, 'Reisepass');
  const later = { path: '/date_of_incorporation', code: 'date_in_future', severity: 'error', params: { latest: '2026-01-22' }, message: 'x' };
  assert.match(fresh.message(later, 'de-AT'), /22\. Jänner 2026/);
  assert.equal(said('es-MX'), email.message);

  await fresh.loadMessages('es', { issues: { email_malformed: 'No.' } });
  await fresh.loadMessages('es-MX', { issues: { blank: 'Vacío.' } });
  assert.equal(said('es-AR'), 'No.');
  await fresh.loadMessages('de-CH', { issues: { blank: 'Leer.' } });
  assert.equal(said('de-CH'), 'Nein.');
});

test('what is said of the patch as a whole has a subject in every language', async () => {
  for (const locale of locales.keys()) await kyb.loadMessages(locale);
  const [issue] = kyb.validate([]).issues;
  assert.deepEqual([issue.path, issue.code], ['', 'wrong_type']);
  assert.equal(kyb.message(issue, 'en'), issue.message);
  assert.equal(kyb.message(issue, 'de'), 'Angaben: Erwartet wird ein Objekt, nicht eine Liste.');
  assert.equal(kyb.message(issue, 'es'), 'Datos: se espera un objeto, no una lista.');
});

test('a field inside a sentence keeps the capital that the language, or its own spelling, wants', async () => {
  const own = { issues: { blank: 'X {field} Y' }, fields: { email: 'Posteingang', tax_id: 'LinkedIn page', first_name: 'ID of it' } };
  const said = (locale, path) => kyb.message({ path, code: 'blank', severity: 'error', params: {}, message: 'x' }, locale);
  for (const locale of ['de-BE', 'en-NZ']) await kyb.loadMessages(locale, own);
  assert.equal(said('de-BE', '/email'), 'X Posteingang Y');
  assert.equal(said('de-BE', '/date_of_incorporation'), 'X Gründungsdatum Y');
  assert.equal(said('en-NZ', '/email'), 'X posteingang Y');
  assert.equal(said('en-NZ', '/tax_id'), 'X LinkedIn page Y');
  assert.equal(said('en-NZ', '/first_name'), 'X ID of it Y');
});

test('an issue of a Standard Schema, whose path is a list, is worded like any other', async () => {
  const { customerPatch } = await part('standard-schema.js');
  await kyb.loadMessages('de');
  const patch = { documents: 5, associated_persons: [{ first_name: ' ' }] };
  const { issues } = customerPatch['~standard'].validate(patch);
  const ours = kyb.validate(patch).issues.filter(({ severity }) => severity === 'error');
  assert.ok(issues.length > 2);
  assert.deepEqual(issues.map((issue) => kyb.message(issue, 'de')), ours.map((issue) => kyb.message(issue, 'de')));
  for (const wrong of [null, {}, { path: 5 }]) assert.throws(() => kyb.message(wrong), kyb.InvalidCall);
});
