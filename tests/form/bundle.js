import { build } from 'esbuild';
import { cp, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { inRepository } from './sandbox.js';

/**
 * The form and the package as a site serves them that bundles, each file packed once: www/README.md says how. In a new folder.
 * @returns {Promise<{ folder: string, www: string, package: string }>}
 */
export async function bundle() {
  const folder = await mkdtemp(join(tmpdir(), 'kyb-bundle-'));
  const [www, own] = [join(folder, 'www'), join(folder, 'package')];
  await cp(inRepository('www'), www, { recursive: true, filter: (path) => !/\.(js|css)$/.test(path) });
  await cp(inRepository('npm'), own, { recursive: true, filter: (path) => !/\.(js|d\.ts|md)$|\/cjs$/.test(path) });
  const how = { bundle: true, minify: true, format: /** @type {const} */ ('esm'), logLevel: /** @type {const} */ ('error') };
  const entries = ['www/app.js', 'www/files/worker.js', 'www/css/form.css'].map(inRepository);
  await build({ ...how, entryPoints: entries, outdir: www, external: ['/kyb-patch/*', '*.svg'] });
  await build({ ...how, entryPoints: [inRepository('npm/index.js')], outdir: own });
  await pack(folder);
  return { folder, www, package: own };
}

/** Puts a packed file beside each, which the server then sends; words without what makes them readable. @param {string} folder */
async function pack(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (path.endsWith('.json')) await writeFile(path, JSON.stringify(JSON.parse(await readFile(path, 'utf8'))));
    await writeFile(`${path}.br`, await promisify(brotliCompress)(await readFile(path)));
  }
}
