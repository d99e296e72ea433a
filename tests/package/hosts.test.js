import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';

import { build } from 'esbuild';

import { startBrowser } from '../form/form.js';
import { install, root } from './install.js';
import { STRICT, serveFolders } from './pages.js';

const { folder, inside } = await install({ after });
const folders = { '/kyb-patch/': inside, '/other/': inside, '/': join(root, 'tests/package/fixtures/plain') };
const browser = await startBrowser();
after(() => browser.close());

/** Runs code of the project in a Node of its own. @param {string} name @param {string} code */
async function inNode(name, code) {
  await writeFile(join(folder, name), code);
  return (await promisify(execFile)(process.execPath, [join(folder, name)], { cwd: folder })).stdout.trim();
}

test('Node requires the package, and its entrypoints share one module', async () => {
  const said = await inNode('required.cjs', `
    const kyb = require('kyb-patch');
    const { customerPatch } = require('kyb-patch/standard-schema');
    const { patchResolver } = require('kyb-patch/react-hook-form');
    kyb.init().then(() => {
      const { issues } = customerPatch['~standard'].validate({ tax_country: 'US' });
      console.log(issues[0].suggestion, patchResolver()({ tax_country: 'US' }).errors.tax_country.type);
    });
  `);
  assert.equal(said, 'USA not_iso_3166_alpha3');
});

test('the .wasm is exported by itself, for a host that starts it at once', async () => {
  const said = await inNode('sync.mjs', `
    import { readFileSync } from 'node:fs';
    import { fileURLToPath } from 'node:url';
    import { initSync, validate } from 'kyb-patch';
    initSync(readFileSync(fileURLToPath(import.meta.resolve('kyb-patch/kyb_patch_bg.wasm'))));
    console.log(validate({ tax_country: 'US' }).issues[0].suggestion);
  `);
  assert.equal(said, 'USA');
});

/** Opens the page that loads the package. @param {Parameters<typeof serveFolders>[2]} [options] */
async function load(t, options = {}) {
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(`${await serveFolders(t, folders, { policy: STRICT, ...options })}/loading.html`);
  await page.locator('html[data-ready]').waitFor();
  return page;
}

/** Answers in the place of the module. */
const instead = (status, type, body) => ({
  answer(path, response) {
    const asked = path.endsWith('.wasm');
    if (asked) response.writeHead(status, { 'content-type': type }).end(body);
    return asked;
  },
});

const faults = {
  'a module that is not where it should be': [instead(404, 'text/plain', ''), 'http', /answered 404 at http.*kyb_patch_bg\.wasm: serve/],
  'a page in the place of the module': [instead(200, 'text/html', '<!doctype html>'), 'not_wasm', /no WebAssembly, a page perhaps.*Vite/],
  'a policy without wasm-unsafe-eval': [{ policy: STRICT.replace("'wasm-unsafe-eval'", '') }, 'csp', /add 'wasm-unsafe-eval' to script-src/],
  'a module cut short': [instead(200, 'application/wasm', Buffer.from('\0asm\x01\0\0\0\x05')), 'compile', /could not be compiled/],
};
for (const [what, [options, reason, words]] of Object.entries(faults)) {
  test(`${what} is named, with what to do`, async (t) => {
    const page = await load(t, options);
    const { name, known, reason: said, message } = await page.evaluate('outcome');
    assert.deepEqual([name, known, said], ['LoadError', true, reason]);
    assert.match(message, words);
  });
}

test('a server that does not know .wasm costs no more than streaming; two copies live on one page, and no global is made', async (t) => {
  const { readFile } = await import('node:fs/promises');
  const bytes = await readFile(join(inside, 'wasm/kyb_patch_bg.wasm'));
  const page = await load(t, instead(200, 'application/octet-stream', bytes));
  assert.deepEqual(await page.evaluate('outcome'), { ok: true });
  assert.deepEqual(await page.evaluate('twice'), { same: false, added: [] });
});

test('a worker starts the compiled module that the page gives it', async (t) => {
  const page = await load(t, { policy: STRICT.replace(/; require-trusted.*/, '') });
  const said = await page.evaluate(async () => {
    const module = await WebAssembly.compileStreaming(fetch('/kyb-patch/wasm/kyb_patch_bg.wasm'));
    const worker = new Worker('/worker.js', { type: 'module' });
    worker.postMessage(module);
    return new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });
  });
  assert.equal(said, 'USA');
});

for (const format of /** @type {const} */ (['esm', 'cjs'])) {
  test(`a bundle for Node (${format}) whose module is elsewhere says what to do, and its errors keep their names`, async () => {
    const contents = `import { init, validate } from 'kyb-patch';
      init().catch(({ name, reason, message, cause }) => console.log(JSON.stringify([name, reason, message, Boolean(cause)])));
      try { validate({}); } catch ({ name }) { console.log(name); }`;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder }, bundle: true, minify: true, platform: 'node', format, write: false, logLevel: 'silent',
    });
    const [ready, failed] = (await inNode(format === 'esm' ? 'alone.mjs' : 'alone.cjs', outputFiles[0].text)).split('\n');
    assert.equal(ready, 'NotReady');
    const [name, reason, message, because] = JSON.parse(failed);
    assert.deepEqual([name, reason, because], ['LoadError', 'missing', true]);
    assert.match(message, /out of the bundle|bytes/);
  });
}
