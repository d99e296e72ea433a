import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { FILES, openForm, startBrowser } from './form.js';
import { startSandbox } from './sandbox.js';

let browser;
let sandbox;
let form;
before(async () => {
  browser = await startBrowser();
  sandbox = await startSandbox();
});
after(async () => {
  await browser.close();
  await sandbox.stop();
});
const open = async (options) => {
  form = await openForm(browser, sandbox.links.init, options);
  await form.goTo('documents');
};
const choose = (...files) => form.page.getByLabel('Choose files').setInputFiles(files);
const item = (place) => form.page.locator('[data-page=documents] .card.item').nth(place);

/** A PDF whose pages stand in a compressed stream of objects, as most programs write them today. */
function packed(pages) {
  const objects = Array.from({ length: pages }, (_, at) => `<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/N ${at}>>`).join(' ');
  const head = `<</Type/ObjStm/N ${pages}/First 0/Filter/FlateDecode/Length 5 0 R>>stream\n`;
  return Buffer.concat([Buffer.from(`%PDF-1.7\n4 0 obj${head}`), deflateSync(Buffer.from(objects)), Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')]);
}

test('looks at files in a worker, tells what each is, and shows a picture by its content', async () => {
  await open();
  const workers = [];
  form.page.on('worker', (worker) => workers.push(new URL(worker.url()).pathname));
  await choose(
    { name: 'two pages.pdf', mimeType: 'application/pdf', buffer: packed(2) },
    // The browser calls it a text; it is a picture all the same.
    { name: 'photo.txt', mimeType: 'text/plain', buffer: await readFile(FILES.front) },
    { name: 'mail.eml', mimeType: 'message/rfc822', buffer: Buffer.from('From: a@b.example') },
  );
  await item(0).getByText('Ready to send').waitFor();
  assert.match(await item(0).locator('.file-size').innerText(), /, 2 pages$/);
  await item(1).getByText('Ready to send').waitFor();
  assert.equal(await item(1).locator('img').isVisible(), true);
  await item(2).locator('.message.error').waitFor();
  assert.deepEqual(workers, ['/files/worker.js']);
  await form.close();
});

test('drops several files at once', async () => {
  await open();
  const files = await form.page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['a,b\n1,2\n'], 'one.csv', { type: 'text/csv' }));
    transfer.items.add(new File(['a,b\n3,4\n'], 'two.csv', { type: 'text/csv' }));
    return transfer;
  });
  await form.page.locator('[data-page=documents] [data-drop]').dispatchEvent('drop', { dataTransfer: files });
  await item(1).getByText('Ready to send').waitFor();
  assert.deepEqual(await form.page.locator('[data-page=documents] .file-name').allInnerTexts(), ['one.csv', 'two.csv']);
  await form.close();
});

test('names the file whose fault it tells aloud, as one of several', async () => {
  await open();
  const { page } = form;
  await page.evaluate(() => {
    const announcer = document.getElementById('announcer');
    globalThis.heard = new Set();
    new MutationObserver((changes) => changes.flatMap(({ addedNodes }) => [...addedNodes]).forEach(({ textContent }) => globalThis.heard.add(textContent)))
      .observe(announcer, { childList: true });
  });
  await choose({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) }, { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') });
  await page.waitForFunction(() => globalThis.heard.has('list.csv is ready.') && [...globalThis.heard].some((text) => text.includes('is empty')));
  assert.ok((await page.evaluate(() => [...globalThis.heard])).includes('scan.pdf: The file is empty. Choose another one.'));
  await form.close();
});

test('shows how far a file is, stops at a press, and takes it again at another', async () => {
  await open({ before: (page) => page.addInitScript(() => {
    // Reading that waits: the worker hears of a file only once the test says so.
    const post = Worker.prototype.postMessage;
    const held = [];
    Worker.prototype.postMessage = function held_(message) {
      if (message.file && !globalThis.letGo) held.push(() => post.call(this, message));
      else post.call(this, message);
    };
    globalThis.release = () => { globalThis.letGo = true; held.splice(0).forEach((go) => go()); };
  }) });
  await choose(FILES.registration);
  const bar = item(0).getByRole('progressbar', { name: 'Reading registration.pdf' });
  await bar.waitFor();
  await item(0).getByRole('button', { name: 'Cancel' }).click();
  assert.match(await form.messages('/documents/0/file').innerText(), /not read to its end/);
  assert.equal(await bar.isVisible(), false);
  await item(0).getByRole('button', { name: 'Try again' }).click();
  // Cancel goes away under who is on it: they are at the file still.
  await item(0).getByRole('button', { name: 'Cancel' }).focus();
  await form.page.evaluate(() => globalThis.release());
  await item(0).getByText('Ready to send').waitFor();
  assert.equal(await item(0).locator('input[type=file]').evaluate((input) => input === document.activeElement), true);
  assert.equal(await form.messages('/documents/0/file').count(), 0);
  await form.close();
});

test('holds no file longer than the form has it: no address of a picture, nothing of what was sent', async () => {
  form = await openForm(browser, sandbox.links.pending_response, { before: (page) => page.addInitScript(() => {
    const { createObjectURL, revokeObjectURL } = URL;
    globalThis.addresses = new Set();
    URL.createObjectURL = (blob) => { const url = createObjectURL(blob); globalThis.addresses.add(url); return url; };
    URL.revokeObjectURL = (url) => { globalThis.addresses.delete(url); revokeObjectURL(url); };
  }) });
  const { page } = form;
  await form.goTo('documents');
  await choose({ name: 'front.png', mimeType: 'image/png', buffer: Buffer.concat([await readFile(FILES.front), Buffer.alloc(4000)]) });
  await page.waitForFunction(() => document.querySelector('[data-page=documents] .card img')?.naturalWidth > 0);
  await page.waitForFunction(() => globalThis.addresses.size === 0);
  await form.input('/documents/0/doc_type').selectOption('other');
  const sent = page.waitForRequest((request) => request.method() === 'PUT');
  await form.send();
  const [{ file }] = (await sent).postDataJSON().documents;
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.equal(await page.evaluate(async (uri) => (await import(`${location.origin}/controls/standin.js`)).withStandIns(uri) === uri, file), true);
  assert.ok(file.length > 1000, 'short ones have no stand-in');
  await form.close();
});

test('reads files on the page where no worker can be had', async () => {
  await open({ before: (page) => page.addInitScript(() => { delete globalThis.Worker; }) });
  await choose(FILES.registration);
  await item(0).getByText('Ready to send').waitFor();
  assert.match(await item(0).locator('.file-size').innerText(), /, 1 page$/);
  await form.close();
});

test('reads a file chosen without a connection, and takes a worker again for the next', async () => {
  form = await openForm(browser, sandbox.links.init);
  await form.goTo('documents');
  await form.context.setOffline(true);
  await choose(FILES.registration);
  await item(0).getByText('Ready to send').waitFor();
  await form.context.setOffline(false);
  for (const path of ['**/files/worker.js', '**/kyb_patch_bg.wasm']) {
    await form.page.route(path, (route) => route.fulfill({ status: 502 }));
    await choose(FILES.shareholders);
    await item(path.endsWith('wasm') ? 2 : 1).getByText('Ready to send').waitFor();
    await form.page.unroute(path);
  }
  const worker = form.page.waitForEvent('worker');
  await choose(FILES.proof);
  await worker;
  await item(3).getByText('Ready to send').waitFor();
  await form.close();
});

test('says so where several files or a folder are dropped on one place, and takes none of them', async () => {
  await open({ before: (page) => page.addInitScript(() => {
    DataTransferItem.prototype.webkitGetAsEntry = function () { return this.type === 'x/folder' ? { isDirectory: true } : null; };
  }) });
  await form.goTo('people');
  await form.press('Add a person');
  const proof = form.field('/associated_persons/0/poa');
  const drop = async (...files) => proof.locator('.drop').dispatchEvent('drop', { dataTransfer: await form.page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const [name, type] of all) transfer.items.add(new File(['a,b\n1,2\n'], name, { type }));
    return transfer;
  }, files) });
  await drop(['one.csv', 'text/csv'], ['two.csv', 'text/csv']);
  await proof.getByText('Only one file can go here').waitFor();
  assert.equal(await proof.locator('.file').isVisible(), false);
  await drop(['one.csv', 'text/csv']);
  await proof.getByText('Ready to send').waitFor();
  assert.equal(await proof.getByText('Only one file can go here').count(), 0);
  await drop(['Papers', 'x/folder']);
  await proof.getByText('This is a folder').waitFor();
  await form.close();
});

test('says of one file that is too large for a request how large it may be', async () => {
  await open();
  await form.page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(41 * 1048576)], 'scan.pdf', { type: 'application/pdf' }));
    document.querySelector('[data-page=documents] [data-drop]').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await form.page.getByText('The file must be 40 MB or smaller').locator('visible=true').first().waitFor();
  await form.close();
});

test('says a warning about a file once, and lets it be answered', async () => {
  await open();
  const script = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
  await choose({ name: 'active.pdf', mimeType: 'application/pdf', buffer: script });
  await form.messages('/documents/0/file').first().waitFor();
  const codes = await form.messages('/documents/0/file').evaluateAll((all) => all.map((message) => message.dataset.code));
  assert.equal(new Set(codes).size, codes.length, codes.join(', '));
  await form.messages('/documents/0/file').first().getByRole('button', { name: 'It is right' }).click();
  assert.equal(await form.messages('/documents/0/file').count(), codes.length - 1);
  await form.press('Continue');
  assert.equal(await form.messages('/documents/0/file').count(), codes.length - 1, 'answered is answered');
  await form.close();
});

test('says which documents are usual for the type of business, and takes each off the list as it is added', async () => {
  form = await openForm(browser, sandbox.links.init);
  await form.goTo('business');
  await form.choose('/business_type', 'partnership');
  await form.goTo('documents');
  const advice = form.page.locator('.advice li');
  const kinds = async () => (await advice.allInnerTexts()).sort();
  const all = await kinds();
  assert.equal(all.length, 3);
  await choose(FILES.proof);
  await form.input('/documents/0/doc_type').selectOption('proof_of_address');
  assert.equal((await kinds()).length, 2);
  assert.ok(!(await kinds()).some((kind) => /address/i.test(kind)));
  assert.equal(await form.messages('/documents/0/doc_type').count(), 0, 'it is advice and no warning');
  await form.close();
});

test('says of two files that are refused what is wrong with each, and not that one is there twice', async () => {
  await open();
  await choose({ name: 'empty.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) }, { name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') });
  for (const place of [0, 1]) {
    await form.messages(`/documents/${place}/file`).first().waitFor();
    await form.input(`/documents/${place}/doc_type`).selectOption('other');
  }
  await form.goTo('review');
  const told = await form.page.locator('[data-page=review]').innerText();
  assert.match(told, /Document 1: File: The file is empty/);
  assert.match(told, /Document 2: File: This type of file is not taken/);
  assert.doesNotMatch(told, /twice/);
  await form.close();
});

test('opens no file that is dropped beside its place, and takes one on it and text on an answer', async () => {
  await open();
  const { page, context } = form;
  const mouse = await context.newCDPSession(page);
  const drop = async (target, what) => {
    await target.scrollIntoViewIfNeeded();
    const { x, y } = await target.boundingBox();
    const data = { items: [], ...what, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) await mouse.send('Input.dispatchDragEvent', { type, x: x + 20, y: y + 10, data });
  };
  const opened = [];
  context.on('page', (other) => opened.push(other.url()));
  await drop(page.locator('[data-page=documents] h1'), { files: [FILES.proof] });
  await drop(page.locator('[data-page=documents] [data-drop]').last(), { files: [FILES.registration] });
  await item(0).getByText('Ready to send').waitFor();
  await drop(item(0).locator('textarea'), { items: [{ mimeType: 'text/plain', data: 'The extract of May' }] });
  assert.equal(await item(0).locator('textarea').inputValue(), 'The extract of May');
  assert.equal(await item(0).locator('.file-name').innerText(), 'registration.pdf');
  assert.deepEqual(opened, []);
  await form.close();
});
