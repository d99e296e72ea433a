/**
 * How the form feels on a phone: 1.6 Mbit/s, 150 ms, a CPU four times slower. Prints what it measured, as it stands in
 * www/ or, with --bundled, as a site serves it that bundles:
 * KYB_SERVER=target/tool/kyb-server node tests/form/phone.js [--bundled]
 *
 * Tasks are measured in processor time of the page's main thread, four times over, so that what else the machine does
 * is not counted; times of opening are by the clock, with the CPU slowed, and want a quiet machine.
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
await client.send('Emulation.setCPUThrottlingRate', { rate: 1 });
const tracer = await browser.newBrowserCDPSession();
/** Does something and prints the longest tasks of it. @param {string} what @param {() => Promise<unknown>} act */
const tasks = async (what, act) => {
  const events = [];
  const take = ({ value }) => events.push(...value);
  tracer.on('Tracing.dataCollected', take);
  await tracer.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', '__metadata'], excludedCategories: ['*'] } });
  await act();
  await page.waitForTimeout(1500);
  const over = new Promise((resolve) => { tracer.once('Tracing.tracingComplete', resolve); });
  await tracer.send('Tracing.end');
  await over;
  tracer.off('Tracing.dataCollected', take);
  const main = new Set(events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
  const longest = events.filter(({ ph, tdur, pid, tid }) => ph === 'X' && tdur && main.has(`${pid} ${tid}`))
    .map(({ tdur }) => Math.round(tdur * 4 / 1000)).sort((one, other) => other - one).slice(0, 3);
  console.log(`${what}: longest tasks ${longest.join(', ')} ms`);
};
await tasks('going to a section', () => page.getByRole('link', { name: 'The business' }).click());
await tasks('typing', () => form.input('/business_description').pressSequentially('Route planning for ferry companies in the north.', { delay: 60 }));
await tasks('Continue', () => form.press('Continue'));
await tasks('going to the documents', () => form.goTo('documents'));
const photo = Buffer.alloc(3 * 1048576 - 64, 7);
Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex').copy(photo);
Buffer.from('ffd9', 'hex').copy(photo, photo.length - 2);
// By its path: a buffer would go through the page, and be measured with it.
const folder = await mkdtemp(join(tmpdir(), 'kyb-phone-'));
await writeFile(join(folder, 'photo.jpg'), photo);
await tasks('choosing a picture of 3 MB', async () => {
  await page.getByLabel('Choose files').setInputFiles(join(folder, 'photo.jpg'));
  await page.locator('.file-right').locator('visible=true').or(page.locator('.message.error').locator('visible=true')).first().waitFor();
});
await tasks('typing beside it', () => form.input('/documents/0/description').pressSequentially('The extract of the register.', { delay: 60 }));
await form.close();
await browser.close();
await sandbox.stop();
for (const made of [folder, bundled?.folder]) if (made) await rm(made, { recursive: true });
