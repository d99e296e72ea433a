import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

import { root, tarball } from './install.js';

/** The oldest browsers that are promised, in npm/README.md too. */
const FLOOR = ['chrome105', 'edge105', 'firefox104', 'safari15.4'];

test('publint has nothing to say of the tarball', async () => {
  const { buffer, byteOffset, byteLength } = await readFile(await tarball());
  const packed = /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength));
  const { messages, pkg } = await publint({ pack: { tarball: packed }, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('the types are right for every way of resolving them', async () => {
  const result = await checkPackage(createPackageFromTarballData(await readFile(await tarball())));
  assert.ok(result.types, 'the package has types');
  assert.deepEqual(result.problems, []);
});

test('what is taken out of an object is declared as a function, so that typed linters let it be', async () => {
  for (const file of ['bind-form.d.ts', 'react-hook-form.d.ts', 'standard-schema.d.ts']) {
    const methods = (await readFile(join(root, 'npm', file), 'utf8')).match(/^ +(?:readonly )?\w+\??\(.*/gm);
    assert.equal(methods, null, file);
  }
});

for (const entry of ['npm/index.js', 'npm/bind-form.js', 'npm/standard-schema.js', 'npm/react-hook-form.js', 'www/app.js', 'www/files/worker.js']) {
  test(`${entry} has no syntax newer than the browsers that are promised`, async () => {
    const written = async (target) => {
      const { outputFiles } = await build({
        entryPoints: [join(root, entry)], bundle: true, write: false, format: 'esm', target, external: ['/kyb-patch/*'], logLevel: 'error',
        // All of them read \p{…}; esbuild knows it for less of them.
        supported: { 'regexp-unicode-property-escapes': true },
      });
      return outputFiles[0].text.split('\n');
    };
    const [lowered, own] = [await written(FLOOR), await written('esnext')];
    assert.deepEqual(lowered.filter((line, at) => line !== own[at]).slice(0, 5), []);
    assert.equal(lowered.length, own.length);
  });
}
