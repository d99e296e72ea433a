/** The main journeys in Firefox and in WebKit. Slower than the rest, so it is run by itself: see www/README.md. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FILES } from '../form.js';
import { startSandbox } from '../sandbox.js';
import { startFirefox } from './firefox.js';
import { pageIn } from './page.js';
import { startWebKit } from './webkit.js';

const ENGINES = { firefox: startFirefox, webkit: startWebKit };
const wanted = (process.env.ENGINES ?? 'firefox,webkit').split(',');

const CLOSED = {
  pending_review: /complete/, under_review: /being reviewed/, escalated: /more closely/, pending_approval: /review is done/,
  rejected: /could not be approved/, approved: /approved/, provisioning: /approved/,
};

for (const name of wanted) {
  describe(name, () => {
    let sandbox;
    let engine;
    let page;
    before(async () => {
      sandbox = await startSandbox();
      engine = await ENGINES[name]();
      page = pageIn(engine);
    });
    after(async () => {
      await engine?.stop();
      await sandbox.stop();
    });

    test('says what is wrong, takes it back once it is right, and keeps answers for the next tab', async () => {
      await page.open(sandbox.links.init);
      await page.at(/^Verify Kestrel/);
      await page.goTo('business');
      await page.fill('/email', 'nobody');
      await page.fill('/primary_website', 'kestrel.example');
      await page.press(/^Continue$/);
      await page.reads(/There is a problem/);
      assert.equal(await engine.run('return document.activeElement.className'), 'summary');
      assert.match(await engine.run('return document.title'), /^Error: The business/);
      await page.press(/^Use https:/);
      assert.equal(await page.value('/primary_website'), 'https://kestrel.example');
      await page.fill('/email', 'accounts@kestrelandfen.example');
      await page.until('return document.querySelector(".summary") === null');
      await page.date('/date_of_incorporation', ['4', '3', '2017']);
      await page.reads(/are kept until/);
      await engine.newTab();
      await page.open(sandbox.links.init);
      await page.reads(/answers you had not sent/);
      assert.equal(await page.value('/primary_website'), 'https://kestrel.example');
      await page.press(/^Discard them$/);
      await page.until('return document.querySelector(`[name="/primary_website"]`).value === ""');
    });

    test('takes a customer in init through every section, and all of it is on file', async () => {
      await page.open(sandbox.links.init);
      await page.goTo('business');
      await page.choose('/business_type', 'llc');
      await page.date('/date_of_incorporation', ['4', '3', '2017']);
      await page.pick('/business_industry', '541511');
      await page.fill('/business_description', 'Route planning for ferry companies.');
      await page.choose('/publicly_traded', 'false');
      await page.press(/^Continue$/);
      await page.at(/^Addresses$/);
      for (const [member, line] of Object.entries({ street_line_1: 'Kjøpmannsgata 10', city: 'Trondheim', state: 'Trøndelag', postal_code: '7013' })) {
        await page.fill(`/registered_address/${member}`, line);
      }
      await page.pick('/registered_address/country', 'Norway');
      await page.press(/^Same as the registered/);
      await page.press(/^Continue$/);
      await page.at(/^People$/);
      await page.press(/^Add a person$/);
      const at = (member) => `/associated_persons/0/${member}`;
      await page.fill(at('first_name'), 'Kari');
      await page.fill(at('last_name'), 'Nordmann');
      await page.fill(at('email'), 'kari@example.com');
      await page.date(at('birth_date'), ['4', '11', '1982']);
      await page.pick(at('primary_nationality'), 'Norway');
      for (const [member, line] of Object.entries({ street_line_1: 'Bryggen 7', city: 'Bergen', state: 'Vestland', postal_code: '5003' })) {
        await page.fill(at(`residential_address/${member}`), line);
      }
      await page.pick(at('residential_address/country'), 'Norway');
      await page.pick(at('poa_type'), 'Utility');
      await page.file(at('poa'), FILES.proof);
      await page.choose(at('has_ownership'), 'true');
      await page.fill(at('ownership_percentage'), '100');
      for (const role of ['has_control', 'is_signer', 'is_director']) await page.choose(at(role), 'true');
      const id = (member) => at(`identifying_information/0/${member}`);
      await page.choose(id('type'), 'passport');
      await page.pick(id('issuing_country'), 'Norway');
      await page.fill(id('national_identity_number'), 'FHC002549');
      await page.file(id('image_front'), FILES.front);
      await page.reads(/Ready to send/);
      await page.press(/^Done$/);
      await page.at(/^People$/);
      await page.press(/^Continue$/);
      await page.choose('/account_purpose', 'payroll');
      for (const [field, value] of [['source_of_funds', 'grants'], ['source_of_wealth', 'investments'], ['high_risk_activities', 'none_of_the_above'],
        ['estimated_annual_revenue_usd', '1000000_9999999'], ['expected_monthly_fiat_deposits', '100000_999999'], ['expected_monthly_fiat_withdrawals', '0_99999']]) {
        await page.choose(`/${field}`, value);
      }
      await page.press(/^Continue$/);
      await page.at(/^Tax$/);
      await page.pick('/tax_country', 'Norway');
      await page.pick('/tax_type', 'TIN');
      await page.fill('/tax_id', '918222111');
      await page.press(/^Continue$/);
      await page.at(/^Documents$/);
      await page.add('[data-page=documents] .drop.large input', FILES.registration);
      await page.reads(/registration\.pdf/);
      await page.select('/documents/0/doc_type', 'registration_document');
      await page.until('return document.querySelector("[data-page=documents] .file-right:not([hidden])") !== null');
      await page.press(/^Continue$/);
      await engine.click((await engine.run('return document.querySelector("[data-terms=now]")'))['element-6066-11e4-a52e-4f735466cecf']);
      await page.press(/^Continue$/);
      await page.at(/^Check your answers$/);
      await page.press(/^Send \d+ changes$/);
      await page.at(/^Thank you/);
      const path = `/v1/customers/${sandbox.ids.init}`;
      const customer = await sandbox.read(path);
      assert.deepEqual([customer.date_of_incorporation, customer.business_industry, customer.registered_address.country, customer.physical_address.city, customer.tax_id],
        ['2017-03-04', '541511', 'NOR', 'Trondheim', '918222111']);
      const persons = await sandbox.read(`${path}/associated_persons`);
      assert.deepEqual(persons.map((person) => [person.first_name, person.birth_date, person.ownership_percentage]), [['Kari', '1982-11-04', 100]]);
    });

    test('answers a review: a person corrected, an answer that changed meanwhile settled, and sent', async () => {
      const path = `/v1/customers/${sandbox.ids.pending_response}`;
      await page.open(sandbox.links.pending_response);
      await page.press(/^Correct Ólafur/);
      await page.at(/^Correct Ólafur/);
      const [, olafur] = await sandbox.read(`${path}/associated_persons`);
      await page.fill(`/stored_persons/${olafur.associated_person_id}/email`, 'olafur.thor@lakowaoptyka.example');
      await page.press(/^Send this correction$/);
      await page.reads(/The correction for Ólafur/);
      assert.equal((await sandbox.read(`${path}/associated_persons`))[1].email, 'olafur.thor@lakowaoptyka.example');
      await page.goTo('business');
      await page.fill('/business_description', 'My own words');
      await fetch(`${sandbox.origin}${path}`, {
        method: 'PUT', headers: { Authorization: 'Bearer test_access_key', 'Content-Type': 'application/json' }, body: '{"business_description":"Words of another"}',
      });
      await page.goTo('review');
      await page.press(/^Send 1 change$/);
      await page.reads(/Words of another[^]*My own words/);
      await page.press(/^Keep my answer/);
      await page.press(/^Send 1 change$/);
      await page.at(/^Thank you/);
      assert.equal((await sandbox.read(path)).business_description, 'My own words');
    });

    test('shows the seven closed states, and the links that lead nowhere', async () => {
      for (const [state, heading] of Object.entries(CLOSED)) {
        await page.open(sandbox.links[state]);
        await page.at(heading);
        assert.match(await page.text(), /Why can’t I change anything\?/);
      }
      await page.open(`${sandbox.origin}/#customer=${sandbox.ids.init}&token=expired`);
      await page.at(/^This link no longer works$/);
    });
  });
}
