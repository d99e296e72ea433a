/** Bundles every peer with esbuild, all in one way: one minified module a peer, which hosts and sizes share. */
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import Ajv, { _ } from 'ajv';
import formats from 'ajv-formats/dist/formats.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

import { PATCHES, variants } from './patches.js';
import { schema } from './peers/schema.js';

const here = fileURLToPath(new URL('.', import.meta.url));
/** The root of the checkout. */
export const root = join(here, '..');
/** Where the bundles go. */
export const out = join(root, 'target/bench');

/** Every peer by its file, and its name in the tables. Ours is the first. */
export const PEERS = {
  'kyb-patch': 'kyb-patch',
  zod: 'zod',
  'zod-mini': 'zod/mini',
  valibot: 'valibot',
  ajv: 'Ajv, compiled',
  typebox: 'TypeBox',
  hand: 'by hand',
  'same-verdicts': 'zod, stdnum, countries',
};

/** The fields that are checked as they are typed. */
export const FIELDS = ['email', 'tax_country', 'business_legal_name'];

/** The lists of the contract as the package itself has them, so that no peer holds another list than we do. */
async function wordsOf(kyb) {
  const files = new Map(kyb.fields().map(({ path, files }) => [path, files]));
  const names = ['business_type', 'account_purpose', 'source_of_funds', 'source_of_wealth', 'high_risk_activity'];
  names.push('money_range', 'document_type', 'id_type', 'tax_type');
  return {
    ...Object.fromEntries(names.map((name) => [name, kyb.options(name).map(({ value }) => value)])),
    alpha3: kyb.countries().map(({ value }) => value),
    idImage: files.get('/associated_persons/*/identifying_information/*/image_front'),
    poa: files.get('/associated_persons/*/poa'),
    document: files.get('/documents/*/file'),
  };
}

/** The schema as a module that needs neither Ajv nor `eval`: what its documentation calls standalone. */
function compiled(patch) {
  const call = () => true;
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    code: { source: true, esm: true, formats: _`formats` },
    // Patterns are written into the code; functions are called, and peers/ajv-formats.js has them.
    formats: { email: formats.fullFormats.email, uuid: formats.fullFormats.uuid, uri: call, date: call, 'date-time': call, alpha3: call },
  });
  ajv.addSchema(patch, 'patch');
  for (const name of FIELDS) ajv.addSchema(patch.properties[name], name);
  const names = Object.fromEntries(['patch', ...FIELDS].map((name) => [name, name]));
  return `import { formats } from 'ajv-formats-used';\n${standalone(ajv, names)}`;
}

/** How many lines the bulk has. */
export const LINES = 100_000;

/** 100,000 small patches, a line each, and the M of every variant: what Node and the native programs read. */
async function writeLines() {
  const line = (patch) => `${JSON.stringify(patch)}\n`;
  const small = variants(PATCHES.s).map(line);
  await writeFile(join(out, 'lines.jsonl'), Array.from({ length: LINES }, (_, at) => small[at % small.length]).join(''));
  for (const name of ['s', 'm', 'm_invalid']) {
    await writeFile(join(out, `${name}.jsonl`), variants(PATCHES[name]).map(line).join(''));
  }
}

/**
 * Builds all bundles into `target/bench`, from nothing.
 * @returns {Promise<void>}
 */
export async function buildAll() {
  const kyb = await import('../npm/node.js');
  await kyb.init();
  const words = await wordsOf(kyb);
  const patch = schema(words, words);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'schema.json'), JSON.stringify(patch));
  await writeFile(join(out, 'countries.json'), JSON.stringify(words.alpha3));

  const made = new Map([
    ['words', Object.entries(words).map(([name, list]) => `export const ${name} = ${JSON.stringify(list)};`).join('\n')],
    ['ajv-compiled', compiled(patch)],
  ]);
  const beside = {
    name: 'beside',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^(words|ajv-compiled)$/ }, ({ path }) => ({ path, namespace: 'made' }));
      onResolve({ filter: /^ajv-formats-used$/ }, () => ({ path: join(here, 'peers/ajv-formats.js') }));
      // As a page has it: the entrypoint of browsers.
      onResolve({ filter: /^kyb-patch$/ }, () => ({ path: join(root, 'npm/index.js') }));
      onLoad({ filter: /.*/, namespace: 'made' }, ({ path }) => ({ contents: made.get(path), resolveDir: here }));
    },
  };
  const options = {
    bundle: true,
    minify: true,
    format: /** @type {const} */ ('esm'),
    target: 'es2022',
    splitting: true,
    outdir: out,
    chunkNames: '[name]-[hash]',
    plugins: [beside],
    logLevel: /** @type {const} */ ('error'),
  };
  // One by one: built together they would share chunks, and no page loads two of them.
  for (const name of Object.keys(PEERS)) {
    await build({ ...options, chunkNames: `${name}-[hash]`, entryPoints: [join(here, `peers/${name}.js`)] });
  }
  const everything = { contents: "export * from 'kyb-patch';", resolveDir: here };
  await build({ ...options, stdin: everything, entryNames: 'everything', chunkNames: 'everything-[hash]' });
  // What they import by a path from the root is the server's.
  for (const name of ['page', 'cold']) {
    await build({ ...options, splitting: false, entryPoints: [join(here, `${name}.js`)] });
  }
  await mkdir(join(out, 'wasm'));
  await copyFile(join(root, 'npm/wasm/kyb_patch_bg.wasm'), join(out, 'wasm/kyb_patch_bg.wasm'));
  await writeLines();
}
