import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openForm, startBrowser } from './form.js';
import { inRepository, startSandbox } from './sandbox.js';

let browser;
let sandbox;
before(async () => {
  browser = await startBrowser();
  sandbox = await startSandbox();
});
after(async () => {
  await browser.close();
  await sandbox.stop();
});
const words = async (name) => JSON.parse(await readFile(inRepository(`www/language/${name}.json`), 'utf8'));
const inLanguage = (link, lang) => link.replace('/#', `/?lang=${lang}#`);

/** Every sentence by its key; the forms of a plural count as one. */
function sentences(tree, key = '') {
  return Object.entries(tree).flatMap(([name, value]) => {
    if (typeof value === 'string') return [[key + name, [value]]];
    if ('other' in value) return [[key + name, Object.values(value)]];
    return sentences(value, `${key}${name}.`);
  });
}

test('Spanish and German say all that English says, with the same places to fill in, and every word of index.html', async () => {
  const english = new Map(sentences(await words('en')));
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.setContent(await readFile(inRepository('www/index.html'), 'utf8'));
  const markup = await page.evaluate(() => {
    const texts = [];
    for (const root of [document.body, ...[...document.querySelectorAll('template')].map(({ content }) => content)]) {
      for (const silent of root.querySelectorAll('noscript')) silent.remove();
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node.nodeValue.trim().replace(/\s+/g, ' '));
      for (const element of root.querySelectorAll('[aria-label]')) texts.push(element.getAttribute('aria-label'));
    }
    return [...new Set(texts.filter(Boolean))].sort();
  });
  await page.close();
  for (const name of ['es', 'de']) {
    const { markup: told, ...rest } = await words(name);
    const own = new Map(sentences(rest));
    assert.deepEqual([...own.keys()].sort(), [...english.keys()].sort(), name);
    const places = (forms) => [...new Set(forms.flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();
    for (const [key, forms] of english) assert.deepEqual(places(own.get(key)), places(forms), `${name}: ${key}`);
    assert.deepEqual(Object.keys(told).sort(), markup, name);
    assert.ok(own.get('language.unreviewed')[0].length > 40, `${name} is marked as not reviewed`);
  }
});

test('speaks the language that the address names, says that nobody vouches for it, and goes on in another', async () => {
  const form = await openForm(browser, inLanguage(sandbox.links.init, 'de'));
  const { page } = form;
  await form.headed('Kestrel & Fen Ltd prüfen lassen');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  assert.match(await page.locator('footer').innerText(), /noch niemand geprüft/);
  await form.goTo('business');
  assert.notEqual(await page.locator('[data-field="/business_type"] label', { hasText: /gesellschaft/i }).count(), 0, 'options have German names');
  await form.date('/date_of_incorporation', ['4', '', '2017']);
  await form.input('/email').fill('niemand');
  await form.press('Weiter');
  assert.match(await form.messages('/email').innerText(), /E-Mail/, 'the rules speak German, too');
  assert.doesNotMatch(await form.messages('/email').innerText(), /Enter/);
  assert.match(await page.title(), /^Fehler: Das Unternehmen/);
  assert.equal(await form.field('/date_of_incorporation').locator('.message-text').textContent(), 'Fehler: Ergänzen Sie den Monat des Datums.');
  await form.goTo('tax');
  await form.pick('/tax_country', 'Deutsch');
  assert.equal(await form.input('/tax_country').inputValue(), 'Deutschland', 'countries have their own names');
  await page.locator('[data-draft-state]', { hasText: 'aufbewahrt oder' }).waitFor();
  await page.getByRole('link', { name: 'Español' }).click();
  await page.getByRole('heading', { name: 'Impuestos' }).waitFor();
  assert.equal(await form.input('/tax_country').inputValue(), 'Alemania', 'the answers came along');
  await form.close();
});

test('writes numbers as the language does, and a day that does not exist as it was typed', async () => {
  const form = await openForm(browser, inLanguage(sandbox.links.pending_response, 'de'), {
    before: (page) => page.route('**/associated_persons', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: (await response.json()).map((person) => ({ ...person, has_ownership: true, ownership_percentage: 33.3 })) });
    }),
  });
  const { page } = form;
  await form.goTo('people');
  assert.match(await page.locator('.on-file').first().innerText(), /Besitzt 33,3 %/);
  await page.locator('.on-file a').first().click();
  const share = page.locator('[name$="/ownership_percentage"]').locator('visible=true');
  assert.equal(await share.inputValue(), '33,3');
  await form.goTo('business');
  await form.date('/date_of_incorporation', ['29', '2', '2023']);
  await form.goTo('review');
  assert.match(await page.locator('.row[data-pointer="/date_of_incorporation"]').innerText(), /2023-02-29/);
  assert.equal(await page.getByText('Korrektur').count(), 0, 'to look at a person changes nothing');
  await form.close();
});

test('names a question once in what is said of it, in every language', async () => {
  for (const [lang, said] of [['de', 'Gründungsdatum: Dieses Datum gibt es nicht. Prüfen Sie Tag und Monat.'], ['es', 'Fecha de constitución: Esa fecha no existe. Revise el día y el mes.']]) {
    const form = await openForm(browser, sandbox.links.init.replace('/#', `/?lang=${lang}#`));
    await form.goTo('business');
    await form.date('/date_of_incorporation', ['31', '2', '2020']);
    await form.press(/^(Weiter|Continuar)$/);
    assert.deepEqual(await form.page.locator('.summary li').locator('visible=true').allInnerTexts(), [said]);
    await form.close();
  }
  // A sentence with a colon is no name and what is said of it.
  const form = await openForm(browser, sandbox.links.init);
  await form.goTo('business');
  await form.date('/date_of_incorporation', ['4', '3', '2999']);
  await form.press('Continue');
  assert.match(await form.messages('/date_of_incorporation').innerText(), /Enter a date of incorporation that is not in the future: /);
  await form.close();
});

test('the mirrored language leaves no text of the form unmirrored, and lays out from right to left without scrolling sideways', async () => {
  const form = await openForm(browser, inLanguage(sandbox.links.init, 'ar-XB'), { viewport: { width: 390, height: 844 } });
  const { page } = form;
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), 'rtl');
  for (const name of ['', 'business', 'addresses', 'people', 'activity', 'tax', 'documents', 'agreement', 'review']) {
    await form.goTo(name);
    const plain = await page.evaluate(() => [...document.querySelectorAll('[data-page]:not([hidden]) :is(h1, h2, legend, label, .hint, p, button, a)')]
      .filter((element) => element.checkVisibility() && element.children.length === 0 && !element.closest('.option, .languages'))
      .map((element) => element.textContent).filter((text) => /\p{L}{3}/u.test(text) && !text.includes('\u202e')));
    assert.deepEqual(plain, [], name);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), name);
  }
  await form.close();
});
