/**
 * What is in the tarball, what a page loads of it, and what leaving a part out would save, as tables of Markdown:
 * `node tests/package/sizes.js`, after `cargo xtask package`. They stand in docs/package.md.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';

import { build } from 'esbuild';

import { install, root, tarball } from './install.js';

const run = promisify(execFile);
/** What rustc and wasm-opt may use: as in xtask/src/module.rs. */
const FEATURES = ['bulk-memory', 'bulk-memory-opt', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext']
  .map((name) => `--enable-${name}`);
/** What could be split off: its calls, what they alone use of the module, and what the module's table holds for that. */
const PARTS = {
  'submit': {
    calls: ['submit'],
    // What the build names by numbers, and the last one, serve promises, which nothing else makes.
    exports: /^(send|refused_for_status|trace|\$w\d+|__wbindgen_destroy_closure)$/,
    tables: /wasm::submit|js_sys\[\w+\]::futures|closures::_::invoke|^\$"Closure/,
  },
  'inspectDocument, encodeDocument': { calls: ['inspectDocument', 'encodeDocument'], exports: /^(inspect|look)$/, tables: /^$/ },
};

/** Bytes as a server sends them that compresses once. @param {string | Uint8Array} bytes */
const packed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;
const number = new Intl.NumberFormat('en');
const row = (...cells) => console.log(`| ${cells.map((cell) => (typeof cell === 'number' ? number.format(cell) : cell)).join(' | ')} |`);
const heading = (first, ...numbers) => { row(first, ...numbers); row('---', ...numbers.map(() => '---:')); };

/** @type {(() => Promise<void>)[]} */
const ends = [];
const { inside } = await install({ after: (end) => ends.push(end) });
const entries = await readdir(inside, { recursive: true, withFileTypes: true });
const files = await Promise.all(entries.filter((entry) => entry.isFile()).map(async (entry) => {
  const path = join(entry.parentPath ?? entry.path, entry.name);
  return { path: relative(inside, path), bytes: await readFile(path) };
}));

/** The parts of the tarball, the first that fits. @type {[string, RegExp][]} */
const KINDS = [
  ['the module, `wasm/kyb_patch_bg.wasm`', /\.wasm$/],
  ['modules for `import`, with the glue', /^(?!cjs\/).*\.js$/],
  ['the same for `require`', /^cjs\/(?!.*\.d\.ts)/],
  ['declarations', /\.d\.ts$/],
  ['words, one file a language', /^messages\//],
  ['titles of industries', /^data\//],
  ['JSON Schema, manifest, README, licences', /./],
];
heading('in the tarball', 'files', 'bytes');
const open = new Set(files);
for (const [name, fits] of KINDS) {
  const own = [...open].filter(({ path }) => fits.test(path));
  for (const file of own) open.delete(file);
  row(name, own.length, own.reduce((sum, { bytes }) => sum + bytes.length, 0));
}
row('together', files.length, files.reduce((sum, { bytes }) => sum + bytes.length, 0));
row('as it is downloaded (gzip)', 1, (await stat(await tarball())).size);

/** The JavaScript of a page that bundles, as esbuild makes it. @param {string} source */
async function bundle(source) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: inside }, bundle: true, minify: true, write: false, format: 'esm', logLevel: 'error',
  });
  return outputFiles[0].contents;
}
const wasm = /** @type {{ bytes: Buffer }} */ (files.find(({ path }) => path.endsWith('.wasm'))).bytes;
const script = await bundle("export * from './index.js';");
console.log();
heading('a page loads', 'bytes', 'brotli');
row('the module', wasm.length, packed(wasm));
row('its JavaScript, bundled and minified', script.length, packed(script));
row('together', wasm.length + script.length, packed(wasm) + packed(script));
for (const entry of ['bind-form', 'standard-schema', 'react-hook-form']) {
  const more = await bundle(`export * from './index.js'; export * from './${entry}.js';`);
  row(`\`kyb-patch/${entry}\`, when imported, more`, more.length - script.length, packed(more) - packed(script));
}
for (const { path, bytes } of files.filter(({ path }) => /^(messages|data)\//.test(path))) row(`\`${path}\`, when asked for`, bytes.length, packed(bytes));

const folder = await mkdtemp(join(tmpdir(), 'kyb-sizes-'));
ends.push(() => rm(folder, { recursive: true, force: true }));
const tool = (name, ...options) => run(join(root, 'tests/node_modules/.bin', name), [...FEATURES, ...options], { maxBuffer: 1e9 });

/** The module without some of its exports, and without what only they lead to. */
async function without({ exports, tables }) {
  const [text, small] = [join(folder, 'module.wat'), join(folder, 'small.wasm')];
  await tool('wasm-dis', join(root, 'target/wasm/kyb_patch.named.wasm'), '-o', text);
  const lines = (await readFile(text, 'utf8')).split('\n').map((line) => {
    const [, exported] = line.match(/^ \(export "([^"]+)" /) ?? [];
    if (exported && exports.test(exported)) return '';
    if (!line.startsWith(' (elem ')) return line;
    // Places in the table stay what they are: what falls away is replaced by the table's first function.
    const names = line.match(/\$"[^"]*"|\$[^\s()]+/g) ?? [];
    const stays = names.find((name) => !tables.test(name) && !/^\$(\d+|__)/.test(name)) ?? names[0];
    return line.replace(/\$"[^"]*"|\$[^\s()]+/g, (name) => (tables.test(name) ? stays : name));
  });
  await writeFile(text, lines.join('\n'));
  await tool('wasm-as', text, '-o', small);
  await tool('wasm-opt', '-Oz', '--strip-debug', '--strip-producers', '--strip-target-features', small, '-o', small);
  return readFile(small);
}

const names = Object.keys(await import(join(inside, 'node.js')));
const base = await without({ exports: /^$/, tables: /^$/ });
console.log();
heading('left out', 'module, brotli', 'JavaScript, brotli', 'saved');
for (const [name, part] of Object.entries(PARTS)) {
  const rest = names.filter((call) => !part.calls.includes(call));
  const less = [packed(base) - packed(await without(part)), packed(script) - packed(await bundle(`export { ${rest.join(', ')} } from './index.js';`))];
  row(`\`${name.replace(', ', '`, `')}\``, ...less, less[0] + less[1]);
}
for (const end of ends) await end();
