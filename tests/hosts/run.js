/**
 * Installs the packed package into a fresh project a host, builds it for production, runs it, and says how it went:
 * `node tests/hosts/run.js [host…]`, after `npm install` in tests/hosts and `cargo xtask package`.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';

import { chromium } from 'playwright-core';

import { root, tarball } from '../package/install.js';
import { STRICT, serveFolders } from '../package/pages.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const bin = (name) => join(here, 'node_modules/.bin', name);
const execute = promisify(execFile);

/** What the probe finds on every host. */
const EXPECTED = {
  code: 'not_iso_3166_alpha3', suggestion: 'USA', words: true, title: 'Other Computer Related Services', label: 'Driver’s license',
  path: 'associated_persons,0',
};

/** Ends of what a host has started. @type {(() => unknown)[]} */
const ends = [];
const test = { after: (end) => ends.push(end) };

/** A fresh project below this folder, whose modules it finds above itself. @param {string} name @param {string[]} sources */
async function project(name, sources) {
  const folder = join(here, '.consumers', name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  await execute('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', await tarball()], { cwd: folder });
  for (const source of sources) await cp(join(here, source), folder, { recursive: true });
  return folder;
}

/** Runs a program of a project to its end. */
async function build(folder, program, ...options) {
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const { stdout } = await execute(program, options, { cwd: folder, env, maxBuffer: 1e8 });
  return stdout;
}

/** Starts a server of a project; resolves to its origin once it answers. */
async function start(folder, program, options, port, more = {}) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...more };
  const running = spawn(program, options, { cwd: folder, stdio: 'ignore', env });
  ends.push(() => running.kill('SIGKILL'));
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await fetch(origin).then(() => true, () => false)) return origin;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${program} does not answer`);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** @type {import('playwright-core').Browser | undefined} */
let browser;
async function open(address) {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  const faults = [];
  page.on('pageerror', (error) => faults.push(error));
  page.on('console', (message) => { if (message.type() === 'error') faults.push(new Error(message.text())); });
  await page.goto(address);
  return { page, faults };
}

function holds(found, where) {
  if (!isDeepStrictEqual(found, EXPECTED)) throw new Error(`${where}: ${JSON.stringify(found)}`);
  return where;
}

/** A built page under a careful policy: the probe in the page, and in a worker of it. @param {string} [hash] of an inline script */
async function inPage(folder, hash = '') {
  const policy = STRICT.replace(/; require-trusted.*/, '').replace("script-src 'self'", `$& ${hash}`);
  const origin = await serveFolders(test, { '/': folder }, { policy: `${policy}; img-src data:` });
  const { page, faults } = await open(`${origin}/`);
  await page.locator('html[data-ready]').waitFor().catch((error) => { throw faults[0] ?? error; });
  const seen = [holds(await page.evaluate('result'), 'page'), holds(await page.evaluate('inWorker'), 'web worker')];
  if (faults.length) throw faults[0];
  return seen.join(' and ');
}

/** @param {string} name @param {string[]} options of the build */
async function inNext(name, options) {
  const folder = await project(name, ['next', 'page']);
  await build(folder, bin('next'), 'build', ...options);
  const port = await freePort();
  const origin = await start(folder, bin('next'), ['start', '--port', String(port), '--hostname', '127.0.0.1'], port);
  const answer = await fetch(`${origin}/api/check`, { method: 'POST' });
  if (!answer.ok) throw new Error(`server: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  const seen = [holds(await answer.json(), 'route handler')];
  for (const [path, where] of Object.entries({ server: ['server component'], '': ['client component', 'server action'] })) {
    const { page, faults } = await open(`${origin}/${path}`);
    await page.locator('output:not(:empty)').waitFor().catch((error) => { throw faults[0] ?? error; });
    const found = await page.locator('output').innerText();
    if (!/^[{[]/.test(found)) throw new Error(`page: ${found}`);
    for (const [place, one] of [JSON.parse(found)].flat().entries()) seen.push(holds(one, where[place]));
  }
  return `next build${options.map((option) => ` ${option}`).join('')}, next start, Chromium: ${seen.join(', ')}`;
}

const HOSTS = {
  async 'static folder'() {
    const folder = await project('static', ['page']);
    // A page without a bundler names the package's files in a map.
    const html = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><script type="module" src="./main.js"></script></html>`;
    const code = (text) => text.replaceAll("'kyb-patch'", "'./kyb-patch/index.js'").replaceAll("'kyb-patch/standard-schema'", "'./kyb-patch/standard-schema.js'");
    await writeFile(join(folder, 'index.html'), html);
    await writeFile(join(folder, 'probe.js'), code(await readFile(join(folder, 'probe.js'), 'utf8')));
    await cp(join(folder, 'node_modules/kyb-patch'), join(folder, 'kyb-patch'), { recursive: true });
    return `Chromium: ${await inPage(folder)}`;
  },
  async vite() {
    const folder = await project('vite', ['page', 'vite']);
    await build(folder, bin('vite'), 'build', '--logLevel', 'warn');
    return `vite build, Chromium: ${await inPage(join(folder, 'dist'))}`;
  },
  async 'vite dev'() {
    const folder = await project('vite-dev', ['page', 'vite']);
    const port = await freePort();
    const origin = await start(folder, bin('vite'), ['--port', String(port), '--strictPort', '--host', '127.0.0.1'], port);
    const { page, faults } = await open(`${origin}/`);
    await page.locator('html[data-ready]').waitFor().catch((error) => { throw faults[0] ?? error; });
    return `vite dev, Chromium: ${holds(await page.evaluate('result'), 'page')} and ${holds(await page.evaluate('inWorker'), 'web worker')}`;
  },
  async 'webpack 5'() {
    const folder = await project('webpack', ['page', 'webpack']);
    await build(folder, bin('webpack'), '--config', 'webpack.config.cjs');
    await cp(join(folder, 'index.html'), join(folder, 'dist/index.html'));
    return `webpack --mode production, Chromium: ${await inPage(join(folder, 'dist'))}`;
  },
  async rollup() {
    const folder = await project('rollup', ['page', 'rollup']);
    await build(folder, bin('rollup'), '--config', '--silent');
    await cp(join(folder, 'index.html'), join(folder, 'dist/index.html'));
    return `rollup, Chromium: ${await inPage(join(folder, 'dist'))}`;
  },
  async parcel() {
    const folder = await project('parcel', ['page', 'parcel']);
    await build(folder, bin('parcel'), 'build', 'index.html', '--no-cache', '--public-url', './', '--log-level', 'warn');
    // It writes an import map into the page.
    const [, map] = /<script type=importmap>(.*?)<\/script>/s.exec(await readFile(join(folder, 'dist/index.html'), 'utf8')) ?? [];
    const hash = map && `'sha256-${createHash('sha256').update(map).digest('base64')}'`;
    return `parcel build, Chromium: ${await inPage(join(folder, 'dist'), hash)}`;
  },
  next: () => inNext('next', []),
  'next --webpack': () => inNext('next-webpack', ['--webpack']),
  async 'node import'() {
    const folder = await project('node', ['page', 'node']);
    return `node ${process.version}: ${holds(JSON.parse(await build(folder, process.execPath, 'import.mjs')), 'import')}`;
  },
  async 'node require'() {
    const folder = await project('node-require', ['node']);
    return `node ${process.version}: ${holds(JSON.parse(await build(folder, process.execPath, 'require.cjs')), 'require')}`;
  },
  async 'files traced'() {
    // Nitro, Next's standalone output and hosts of functions take along what this finds to be read, and nothing else.
    const folder = await project('traced', ['page', 'node']);
    const { nodeFileTrace } = createRequire(import.meta.url)('next/dist/compiled/@vercel/nft');
    const away = await mkdtemp(join(tmpdir(), 'kyb-traced-'));
    ends.push(() => rm(away, { recursive: true, force: true }));
    for (const entry of ['import.mjs', 'require.cjs']) {
      const { fileList } = await nodeFileTrace([join(folder, entry)], { base: folder });
      for (const file of fileList) await cp(join(folder, file), join(away, entry, file));
      holds(JSON.parse(await build(join(away, entry), process.execPath, entry)), entry);
    }
    return `node ${process.version}, what @vercel/nft finds: import and require`;
  },
  async deno() {
    const folder = await project('deno', ['page', 'deno']);
    const said = await build(folder, await binary('@deno', 'deno'), 'run', '--no-remote', '--node-modules-dir=manual', `--allow-read=${folder}`, 'main.js');
    return `deno run: ${holds(JSON.parse(said), 'npm package')}`;
  },
  async workerd() {
    const folder = await project('workerd', ['page', 'workerd']);
    // As wrangler does: the conditions of the host, the module left beside the code.
    await build(folder, bin('esbuild'), 'main.js', '--bundle', '--format=esm', '--conditions=workerd,worker,browser', '--loader:.wasm=copy',
      '--asset-names=[name]', '--outfile=dist/main.js', '--log-level=warning');
    const port = await freePort();
    const origin = await start(folder, await binary('@cloudflare', 'bin/workerd'), ['serve', 'config.capnp', '--socket-addr', `http=127.0.0.1:${port}`], port);
    return `workerd serve: ${holds(await (await fetch(origin)).json(), 'fetch handler')}`;
  },
};

/** The forms of examples/, each of which says what is wrong at the right control, array paths included. */
for (const name of ['react-hook-form', 'tanstack-form', 'vue']) {
  HOSTS[name] = async () => {
    const folder = await project('examples', ['../../examples']);
    const form = join(folder, name);
    // The browsers that the package names have it all, top-level await too.
    await build(form, bin('vite'), 'build', '--logLevel', 'warn', '--base', './', '--target', 'es2022');
    const origin = await serveFolders(test, { '/': join(form, 'dist') }, { policy: `${STRICT}; img-src data:` });
    const { page, faults } = await open(`${origin}/`);
    const control = (label) => page.getByLabel(label);
    const told = async (label) => ({
      invalid: (await control(label).getAttribute('aria-invalid')) === 'true',
      code: await page.locator(`[id="${await control(label).getAttribute('aria-describedby')}"]`).getAttribute('data-code'),
    });
    const claim = (found, expected, what) => {
      if (!isDeepStrictEqual(found, expected)) throw new Error(`${what}: ${JSON.stringify(found)}`);
    };
    await control('Tax country').fill('US');
    await control('Birth date of person 2').fill('1.2.1990');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('[data-code]').first().waitFor({ state: 'attached' }).catch((error) => { throw faults[0] ?? error; });
    claim(await told('Tax country'), { invalid: true, code: 'not_iso_3166_alpha3' }, 'tax country');
    claim(await told('Birth date of person 2'), { invalid: true, code: 'date_not_iso' }, 'second person');
    claim(await told('Birth date of person 1'), { invalid: false, code: null }, 'first person');
    claim(await told('Website'), { invalid: false, code: null }, 'website');
    claim(await page.locator('output').innerText(), '', 'sent');
    await control('Tax country').fill('USA');
    await control('Birth date of person 2').fill('1990-02-01');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('output:not(:empty)').waitFor();
    const { tax_country: country, primary_website: website, associated_persons: people } = JSON.parse(await page.locator('output').innerText());
    claim([country, website, people.length, people[1].birth_date], ['USA', undefined, 2, '1990-02-01'], 'patch');
    if (faults.length) throw faults[0];
    return 'vite build, Chromium: errors on the right controls, array paths too';
  };
}
HOSTS.hono = async () => {
  const folder = await project('examples', ['../../examples']);
  await build(folder, bin('esbuild'), 'hono/serve.ts', '--bundle', '--platform=node', '--format=esm', '--packages=external', '--outfile=hono/serve.js');
  const port = await freePort();
  const origin = await start(folder, process.execPath, ['hono/serve.js'], port, { PORT: String(port) });
  const put = (patch) => fetch(`${origin}/customers/c1`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(patch) });
  const refused = await put({ associated_persons: [{ birth_date: '1.2.1990' }] });
  const { issues } = await refused.json();
  const found = issues.find(({ code }) => code === 'date_not_iso');
  if (refused.status !== 422 || found?.path.join('.') !== 'associated_persons.0.birth_date') throw new Error(JSON.stringify(issues));
  const taken = await (await put({ tax_country: 'USA', tax_type: 'EIN', tax_id: '12-3456789' })).json();
  if (taken.fields.length !== 3) throw new Error(JSON.stringify(taken));
  return `node ${process.version}: 422 with path, code and message; 200`;
};
HOSTS['tsc --strict'] = async () => {
  const folder = await project('examples', ['../../examples']);
  await build(folder, bin('vue-tsc'), '--project', 'tsconfig.json');
  return 'every example, vue-tsc --strict: no error';
};
HOSTS['publint and attw'] = async () => {
  const packed = await tarball();
  await build(here, bin('publint'), 'run', '--strict', packed);
  await build(here, bin('attw'), packed);
  return 'no finding';
};

/** The program of this machine's platform, of a package that brings one for each. */
async function binary(scope, path) {
  const folder = join(here, 'node_modules', scope);
  for (const name of await readdir(folder)) if (/linux|darwin|win32/.test(name)) return join(folder, name, path);
  throw new Error(`no program of ${scope} for this machine`);
}

const asked = process.argv.slice(2);
let failed = 0;
for (const [name, run] of Object.entries(HOSTS)) {
  if (asked.length && !asked.includes(name)) continue;
  const began = Date.now();
  try {
    console.log(`| ${name} | ${await run()} | ${((Date.now() - began) / 1000).toFixed(0)} s |`);
  } catch (error) {
    failed++;
    console.log(`| ${name} | failed: ${error.stderr || error.stdout || error.stack} | |`);
  }
  for (const end of ends.splice(0)) await end();
}
await browser?.close();
if (!asked.length) await rm(join(root, 'tests/hosts/.consumers'), { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
