import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { addPerson, openForm, startBrowser } from './form.js';
import { collectLog, note, sent } from './log.js';
import { binary, inRepository, startSandbox } from './sandbox.js';

const env = { ...process.env, KYB_ACCESS_KEY: 'test_access_key', KYB_SECRET: 'dGVzdC1zZWNyZXQta2V5LW1hdGVyaWFs' };

let browser;
let sandbox;
let relay;
let folder;
before(async () => {
  browser = await startBrowser();
  sandbox = await startSandbox();
  folder = await mkdtemp(join(tmpdir(), 'kyb-relay-'));
  relay = await startRelay(sandbox.origin);
});
after(async () => {
  await browser.close();
  relay.child.kill('SIGINT');
  await relay.ended;
  await sandbox.stop();
  await rm(folder, { recursive: true });
  relay.log.hold();
});

/** The relay in front of the sandbox. @param {string} upstream */
async function startRelay(upstream) {
  const child = spawn(binary, ['relay', '--upstream', upstream, '--listen', '127.0.0.1:0', '--data', join(folder, 'relay.sqlite'),
    '--www', inRepository('www'), '--package', inRepository('npm')], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const log = collectLog(child);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const origin = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(line.replace('listening on ', '')));
  });
  return { child, ended, origin, log };
}

/** A link as the command makes it. @param {string} customer */
function link(customer) {
  const made = spawnSync(binary, ['link', customer, '--for', '24h', '--kyc-model', 'license_as_a_service',
    '--data', join(folder, 'relay.sqlite'), '--public-url', `${relay.origin}/`], { env, encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  note(/token=([^&]+)/.exec(made.stdout)?.[1]);
  return made.stdout.trim();
}

test('the form works through the relay as it does on the sandbox', async () => {
  const id = sandbox.ids.pending_response;
  const form = await openForm(browser, link(id));
  await form.headed(/^We need a little more about Łąkowa Optyka/);
  await form.section('The business');
  await form.input('/business_description').fill('Sent through the relay.');
  await form.section('People');
  await addPerson(form, 0, { first: 'Ewa', last: 'Kowalska', passport: true });
  const put = form.page.waitForRequest((request) => request.method() === 'PUT');
  await form.send();
  const request = await put;
  assert.equal(new URL(request.url()).origin, relay.origin);
  assert.match(request.headers().authorization, /^Bearer [\w-]+\.[\w-]+$/);
  for (const text of ['Sent through the relay.', 'Kowalska']) assert.ok(sent.has(text), 'what is sent is looked for in the logs');
  await form.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  const stored = await sandbox.read(`/v1/customers/${id}`);
  assert.equal(stored.business_description, 'Sent through the relay.');
  assert.deepEqual(stored.associated_persons.map((person) => person.first_name), ['Zofia', 'Ólafur', 'Ewa']);
  assert.equal(new URL(form.page.url()).hash.includes('token'), false, 'the token leaves the address bar');
  await form.close();
});

test('a renewed link finds the draft of the old', async () => {
  const id = sandbox.ids.init;
  const form = await openForm(browser, link(id));
  await form.section('The business');
  await form.input('/business_description').fill('Not sent yet.');
  await form.page.waitForTimeout(1500);
  await form.page.close();
  const page = await form.context.newPage();
  await page.goto(link(id));
  await page.locator('.tasks').getByRole('link', { name: 'The business', exact: true }).click();
  assert.equal(await page.locator('[name="/business_description"]').inputValue(), 'Not sent yet.');
  await form.context.close();
});

test('a link that is not good is said to be', async () => {
  const broken = link(sandbox.ids.init).replace(/token=[^&]+/, 'token=none');
  const form = await openForm(browser, broken);
  await form.headed(/link/i);
  await form.close();
});
