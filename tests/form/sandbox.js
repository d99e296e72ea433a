import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { collectLog, note } from './log.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const binary = process.env.KYB_SERVER ?? join(root, 'target/tool/kyb-server');

/** A file of the repository. @param {string} path */
export const inRepository = (path) => join(root, path);

/**
 * The sandbox server on a data file of its own. `links` has the link of each state, `ids` the customer it opens, `byId`
 * the link of each customer.
 * @param {string} [data] the data file; a new one without it
 * @param {{ www?: string, package?: string }} [folders] what is served, where it is not the repository's own
 */
export async function startSandbox(data, folders) {
  const folder = data ? null : await mkdtemp(join(tmpdir(), 'kyb-form-'));
  const file = data ?? join(/** @type {string} */ (folder), 'sandbox.sqlite');
  const child = spawn(binary, ['sandbox', '--listen', '127.0.0.1:0', '--data', file, '--www', folders?.www ?? join(root, 'www'), '--package', folders?.package ?? join(root, 'npm')],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = collectLog(child);
  const links = {};
  const ids = {};
  const byId = {};
  let origin = '';
  // Not 'exit': all of its log is read then.
  const ended = new Promise((resolve) => child.once('close', resolve));
  const lines = createInterface({ input: child.stdout });
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    lines.on('line', (line) => {
      origin ||= /^listening on (\S+)$/.exec(line)?.[1] ?? '';
      const [, state, link, id] = /^(\w+)\s.*?(http\S*#customer=([\w-]+)\S*)$/.exec(line) ?? [];
      if (!state) return;
      links[state] ??= link;
      ids[state] ??= id;
      byId[id] = link;
      note(/token=([^&]+)/.exec(link)?.[1]);
      if (Object.keys(byId).length === 9) resolve(undefined);
    });
  });
  return {
    origin, links, ids, byId, data: file,
    /** What a tool with the access key reads. @param {string} path */
    read: async (path) => (await fetch(`${origin}${path}`, { headers: { Authorization: 'Bearer test_access_key' } })).json(),
    /** Ends the server and holds its log to what it may say; with `keep` its data stay. */
    stop: async ({ keep = false } = {}) => {
      child.kill('SIGINT');
      await ended;
      if (folder && !keep) await rm(folder, { recursive: true });
      log.hold();
    },
  };
}
