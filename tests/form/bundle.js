import { build } from 'esbuild';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository } from './sandbox.js';

/**
 * The form and the package as a site serves them that bundles: www/README.md says how. In a new folder.
 * @returns {Promise<{ folder: string, www: string, package: string }>}
 */
export async function bundle() {
  const folder = await mkdtemp(join(tmpdir(), 'kyb-bundle-'));
  const [www, own] = [join(folder, 'www'), join(folder, 'package')];
  await cp(inRepository('www'), www, { recursive: true, filter: (path) => !path.endsWith('.js') });
  await cp(inRepository('npm'), own, { recursive: true, filter: (path) => !/\.(js|d\.ts|md)$/.test(path) });
  const how = { bundle: true, minify: true, format: /** @type {const} */ ('esm'), logLevel: /** @type {const} */ ('error') };
  await build({ ...how, entryPoints: [inRepository('www/app.js'), inRepository('www/files/worker.js')], outdir: www, external: ['/kyb-patch/*'] });
  await build({ ...how, entryPoints: [inRepository('npm/index.js')], outdir: own });
  await build({ minify: true, logLevel: 'error', entryPoints: ['brand', 'page', 'controls', 'parts', 'print'].map((name) => inRepository(`www/css/${name}.css`)), outdir: join(www, 'css'), allowOverwrite: true });
  return { folder, www, package: own };
}
