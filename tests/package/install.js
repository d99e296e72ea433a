import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { access, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The packed package: what KYB_PACKAGE names, else what `cargo xtask package` left. */
export async function tarball() {
  if (process.env.KYB_PACKAGE) return resolve(process.env.KYB_PACKAGE);
  const { version } = JSON.parse(await readFile(join(root, 'npm/package.json'), 'utf8'));
  const packed = join(root, `dist/kyb-patch-${version}.tgz`);
  await access(packed).catch(() => {
    throw new Error('there is no packed package: run `cargo xtask package`');
  });
  return packed;
}

/** @type {Promise<string> | undefined} */
let first;

/** A project as npm installs it, once for all that are made here. */
async function installed() {
  const folder = await mkdtemp(join(tmpdir(), 'kyb-package-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  const options = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...options, await tarball()], { cwd: folder });
  return folder;
}

/**
 * A fresh project with the package in it, as npm installs it.
 * @param {{ after: (end: () => Promise<void>) => void }} test whose end removes it; for a whole file its `after`
 */
export async function install(test) {
  const folder = await mkdtemp(join(tmpdir(), 'kyb-package-'));
  test.after(() => rm(folder, { recursive: true, force: true }));
  first ??= installed();
  await cp(await first, folder, { recursive: true });
  const inside = join(folder, 'node_modules/kyb-patch');
  return {
    folder,
    inside,
    /** The package as the project imports it. */
    async load() {
      const entry = join(folder, 'entry.js');
      await writeFile(entry, "export * from 'kyb-patch';\n");
      return import(pathToFileURL(entry).href);
    },
    /** One file of the package, by its path in it: the very module that the package itself uses. @param {string} path */
    part: (path) => import(pathToFileURL(join(inside, path)).href),
    /** Puts a file of `fixtures` into the project. @param {string} path @param {string} [name] */
    async take(path, name = path) {
      await cp(join(root, 'tests/package', path), join(folder, name), { recursive: true });
      return join(folder, name);
    },
  };
}

/** The package, installed and with its module loaded. @param {Parameters<typeof install>[0]} test */
export async function ready(test) {
  const project = await install(test);
  const kyb = await project.load();
  await kyb.init();
  return { ...project, kyb };
}
