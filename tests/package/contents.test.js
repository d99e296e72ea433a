import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { install, root } from './install.js';

/** All that is published. A file more or less is a line here. */
const BESIDE = [
  'LICENSE-APACHE',
  'LICENSE-MIT',
  'README.md',
  'api.js',
  'bind-form.d.ts',
  'bind-form.js',
  'blanks.js',
  'check.js',
  'chosen-files.js',
  'cli.js',
  'controls.js',
  'data-uri.js',
  'data/naics-2022.json',
  'documents.js',
  'errors.js',
  'form-members.js',
  'fetch.js',
  'host.js',
  'index.d.ts',
  'index.js',
  'kyb_patch_bg.wasm.d.ts',
  'messages/de.json',
  'messages/en.json',
  'messages/es.json',
  'module.js',
  'names.js',
  'node.js',
  'package.json',
  'pointer.js',
  'react-hook-form.d.ts',
  'react-hook-form.js',
  'records.js',
  'repeated-keys.js',
  'report.js',
  'schema.js',
  'schema.json',
  'standard-schema.d.ts',
  'standard-schema.js',
  'submit.js',
  'tape.js',
  'telling.js',
  'wasm/kyb_patch.js',
  'wasm/kyb_patch_bg.wasm',
  'workerd.js',
];

/** What stands there once more for `require`: all modules but the entrypoints of other hosts. */
const REQUIRED = BESIDE.filter((file) => /\.js$|\.d\.ts$/.test(file) && !/^(index|workerd|cli|records)\.js$/.test(file));
const FILES = [...BESIDE, ...REQUIRED.map((file) => `cjs/${file}`), 'cjs/package.json'].sort();

test('npm packs what is meant and nothing else', async () => {
  const options = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', options, { cwd: join(root, 'npm') });
  const report = JSON.parse(stdout);
  const [{ files }] = Array.isArray(report) ? report : Object.values(report);
  assert.deepEqual(files.map(({ path }) => path).sort(), FILES);
});

test('the tarball installs those files and no dependency', async (t) => {
  const { folder, inside } = await install(t);
  const entries = await readdir(inside, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((file) => relative(inside, join(file.parentPath ?? file.path, file.name)));
  assert.deepEqual(paths.sort(), FILES);
  const installed = await readdir(join(folder, 'node_modules'));
  assert.deepEqual(installed.filter((name) => !name.startsWith('.')), ['kyb-patch']);
  const manifest = JSON.parse(await readFile(join(inside, 'package.json'), 'utf8'));
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'scripts']) {
    assert.equal(manifest[kind], undefined, kind);
  }
});

test('the licences are those of the repository', async () => {
  for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) {
    const [own, packed] = await Promise.all([root, join(root, 'npm')].map((folder) => readFile(join(folder, name), 'utf8')));
    assert.equal(packed, own, name);
  }
});

test('every path of the exports map is a file that is packed', async () => {
  const { exports, main, types } = JSON.parse(await readFile(join(root, 'npm/package.json'), 'utf8'));
  const paths = [main, types];
  for (const target of Object.values(exports)) paths.push(...targets(target));
  for (const path of paths) {
    const packed = path.includes('*')
      ? FILES.some((file) => new RegExp(`^${path.slice(2).replaceAll('.', '\\.').replace('*', '.+')}$`).test(file))
      : FILES.includes(path.replace(/^\.\//, ''));
    assert.ok(packed, path);
  }
});

/** Every path under conditions, however deep. @returns {string[]} */
function targets(target) {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(targets);
}
