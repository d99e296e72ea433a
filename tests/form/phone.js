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
/** What the browser notes while something is done. @param {string} category @param {() => Promise<unknown>} act @returns {Promise<any[]>} */
const traced = async (category, act) => {
  const events = [];
  const take = ({ value }) => events.push(...value);
  tracer.on('Tracing.dataCollected', take);
  await tracer.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: [category], excludedCategories: ['*'] } });
  await act();
  const ended = new Promise((resolve) => { tracer.once('Tracing.tracingComplete', resolve); });
  await tracer.send('Tracing.end');
  await ended;
  tracer.off('Tracing.dataCollected', take);
  return events;
};
// The thread of this page: the browser draws windows of its own in others.
const marked = await traced('blink.user_timing', () => page.evaluate(() => { performance.mark('kyb-thread'); }));
const { pid: drawing, tid: thread } = marked.find(({ name }) => name === 'kyb-thread');
/**
 * Does something and prints the longest tasks of the page's main thread. What is done is input alone, as a browser gets
 * it from a person: nothing that drives the browser runs in the page meanwhile.
 * @param {string} what
 * @param {() => Promise<() => Promise<unknown>>} ready finds the place, and gives what is done there
 * @param {number} [over] milliseconds until all that comes of it has happened
 */
const tasks = async (what, ready, over = 1500) => {
  const act = await ready();
  await page.waitForTimeout(500);
  const events = await traced('toplevel', async () => {
    await act();
    await page.waitForTimeout(over);
  });
  const longest = events.filter(({ ph, name, tdur, pid, tid }) => ph === 'X' && tdur && /RunTask$/.test(name) && pid === drawing && tid === thread)
    .map(({ tdur }) => Math.round(tdur * 4 / 1000)).sort((one, other) => other - one).slice(0, 3);
  console.log(`${what}: longest tasks ${longest.join(', ')} ms`);
};
/** A press in the middle of something. @param {import('playwright-core').Locator} locator */
const press = (locator) => async () => {
  await locator.scrollIntoViewIfNeeded();
  const { x, y, width, height } = /** @type {{ x: number, y: number, width: number, height: number }} */ (await locator.boundingBox());
  return async () => {
    for (const type of ['mousePressed', 'mouseReleased']) {
      await client.send('Input.dispatchMouseEvent', { type, button: 'left', clickCount: 1, x: x + width / 2, y: y + height / 2 });
    }
  };
};
/** @param {string} pointer @param {string} text */
const type = (pointer, text) => async () => {
  await form.input(pointer).focus();
  return async () => {
    for (const key of text) {
      await client.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key });
      await client.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
      await new Promise((resolve) => { setTimeout(resolve, 60); });
    }
  };
};
for (const name of ['The business', 'People', 'Activity and money']) {
  await form.goTo('');
  await tasks(`going to ${name}`, press(page.getByRole('link', { name, exact: true })));
}
await form.goTo('business');
await tasks('typing', type('/business_description', 'Route planning for ferry companies in the north.'));
await tasks('Continue', press(page.locator('[data-page=business] button[type=submit]')));
await form.goTo('documents');
const folder = await mkdtemp(join(tmpdir(), 'kyb-phone-'));
await writeFile(join(folder, 'photo.jpg'), await photo());
await tasks('choosing a photograph of 3 MB', async () => {
  const { root } = await client.send('DOM.getDocument');
  const { nodeId } = await client.send('DOM.querySelector', { nodeId: root.nodeId, selector: '[data-page=documents] input[data-add]' });
  return () => client.send('DOM.setFileInputFiles', { nodeId, files: [join(folder, 'photo.jpg')] });
}, 4000);
await page.getByText('Ready to send').locator('visible=true').waitFor();
await tasks('typing beside it', type('/documents/0/description', 'The extract of the register.'));
await form.goTo('people');
await tasks('adding a person', press(page.getByRole('button', { name: 'Add a person' })));
await form.goTo('');
await tasks('the last look', press(page.getByRole('link', { name: 'Check and send' })));
await form.close();
await browser.close();
await sandbox.stop();
for (const made of [folder, bundled?.folder]) if (made) await rm(made, { recursive: true });

/** A photograph of 12 megapixels and nearly 3 MB, as telephones take them. @returns {Promise<Buffer>} */
async function photo() {
  const painter = await browser.newPage();
  const text = await painter.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
    const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    for (let spot = 0; spot < 60_000; spot++) {
      brush.fillStyle = `hsl(${spot * 7 % 360} 40% ${30 + spot % 50}%)`;
      brush.fillRect(spot * 7919 % 4000, spot * 104_729 % 3000, 12, 12);
    }
    /** @type {Blob} */
    let blob;
    let quality = 0.95;
    do {
      blob = await new Promise((resolve) => { canvas.toBlob((made) => resolve(/** @type {Blob} */ (made)), 'image/jpeg', quality); });
      quality -= 0.05;
    } while (blob.size >= 3 * 1048576);
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).split(',')[1]);
      reader.readAsDataURL(blob);
    });
  });
  await painter.close();
  return Buffer.from(text, 'base64');
}
