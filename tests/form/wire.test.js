import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { bundle } from './bundle.js';
import { FILES, openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

/** KiB over the wire until the form can be used, headers and all. Most of it is the module; its own goal is watched elsewhere. */
const MOST = 122;

let browser;
let sandbox;
let made;
before(async () => {
  made = await bundle();
  browser = await startBrowser();
  sandbox = await startSandbox(undefined, made);
});
after(async () => {
  await browser.close();
  await sandbox.stop();
  await rm(made.folder, { recursive: true });
});

test('works bundled into one script, worker and all, under the same policy, and is small over the wire', async (t) => {
  let bytes = 0;
  let requests = 0;
  const form = await openForm(browser, sandbox.links.init, {
    before: async (page) => {
      const client = await page.context().newCDPSession(page);
      await client.send('Network.enable');
      client.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; requests += 1; });
    },
  });
  const kib = bytes / 1024;
  t.diagnostic(`${kib.toFixed(1)} KiB in ${requests} requests`);
  assert.ok(kib <= MOST, `${kib.toFixed(1)} KiB`);
  await form.goTo('documents');
  await form.page.getByLabel('Choose files').setInputFiles(FILES.registration);
  await form.page.getByText('Ready to send').locator('visible=true').waitFor();
  await form.section('The business');
  await form.input('/email').fill('nobody');
  await form.press('Continue');
  assert.match(await form.messages('/email').innerText(), /email address/);
  await form.close();
});
