/**
 * How the form feels on a phone: CPU four times slower, 1.6 Mbit/s, 150 ms. Prints what it measured, as it stands in
 * www/ or, with --bundled, as a site serves it that bundles. Run it on a quiet machine:
 * KYB_SERVER=target/tool/kyb-server node tests/form/phone.js [--bundled]
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.js';
import { openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

const bundled = process.argv.includes('--bundled') ? await bundle() : undefined;
const browser = await startBrowser();
const sandbox = await startSandbox(undefined, bundled);
let bytes = 0;
let requests = 0;
let client;
const form = await openForm(browser, sandbox.links.init, {
  viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true,
  before: async (page) => {
    await page.addInitScript(() => {
      globalThis.tasks = [];
      new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map(({ startTime, duration }) => [Math.round(startTime), Math.round(duration)])))
        .observe({ type: 'longtask', buffered: true });
      const look = () => {
        if (document.querySelector('.tasks a')?.checkVisibility()) globalThis.usable = Math.round(performance.now());
        else requestAnimationFrame(look);
      };
      look();
    });
    client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    await client.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 });
    await client.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    client.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; requests += 1; });
    page.setDefaultTimeout(60_000);
  },
});
const { page } = form;
await page.waitForFunction(() => globalThis.usable);
const paint = await page.evaluate(() => Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime));
console.log(`first paint ${paint} ms, usable ${await page.evaluate(() => globalThis.usable)} ms, ${requests} requests, ${(bytes / 1024).toFixed(1)} KiB over the wire`);
const tasks = async (what) => {
  await page.waitForTimeout(1500);
  const seen = await page.evaluate(() => globalThis.tasks.splice(0));
  console.log(`${what}: ${seen.length === 0 ? 'no task above 50 ms' : `tasks above 50 ms: ${seen.map(([, length]) => length).join(', ')}`}`);
};
await tasks('opening');
await page.getByRole('link', { name: 'The business' }).click();
await tasks('going to a section');
await form.input('/business_description').pressSequentially('Route planning for ferry companies in the north.', { delay: 60 });
await tasks('typing');
await form.press('Continue');
await tasks('Continue');
await form.goTo('documents');
await tasks('going to the documents');
const photo = Buffer.alloc(3 * 1048576 - 64, 7);
Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex').copy(photo);
Buffer.from('ffd9', 'hex').copy(photo, photo.length - 2);
// By its path: a buffer would go through the page, and be measured with it.
const folder = await mkdtemp(join(tmpdir(), 'kyb-phone-'));
await writeFile(join(folder, 'photo.jpg'), photo);
await page.getByLabel('Choose files').setInputFiles(join(folder, 'photo.jpg'));
const ready = Date.now();
await page.locator('.file-right').locator('visible=true').or(page.locator('.message.error').locator('visible=true')).first().waitFor();
console.log(`a picture of 3 MB is ready after ${Date.now() - ready} ms`);
await tasks('choosing a picture of 3 MB');
await form.close();
await browser.close();
await sandbox.stop();
for (const made of [folder, bundled?.folder]) if (made) await rm(made, { recursive: true });
