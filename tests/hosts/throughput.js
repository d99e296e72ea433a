/**
 * A large file of JSON Lines through the command line, and through ajv and zod for its shape alone: how fast, and the
 * most memory. `node tests/hosts/throughput.js [megabytes]`, after `npm ci` in tests and `npm install` in tests/hosts; Linux.
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { bodies } from '../package/bodies.js';
import { root } from '../package/install.js';
import { whole } from '../package/patches.js';

const npm = join(root, 'npm');
const [first, second] = process.argv.slice(2);

if (first === 'ajv' || first === 'zod') await peer(first, second);
else await measure(Number(first ?? 500));

async function measure(megabytes) {
  const folder = await mkdtemp(join(tmpdir(), 'kyb-throughput-'));
  const file = join(folder, 'customers.jsonl');
  try {
    await make(file, megabytes * 1e6);
    const { size } = await stat(file);
    const runs = {
      'kyb-patch check': [join(npm, 'cli.js'), 'check', file],
      'ajv, shape alone': [fileURLToPath(import.meta.url), 'ajv', file],
      'zod, shape alone': [fileURLToPath(import.meta.url), 'zod', file],
    };
    for (const [name, command] of Object.entries(runs)) {
      const began = performance.now();
      const { peak, last } = await run(command);
      const seconds = (performance.now() - began) / 1000;
      console.log(`${name}: ${seconds.toFixed(1)} s, ${(size / 1e6 / seconds).toFixed(0)} MB/s, at most ${(peak / 1024).toFixed(0)} MB; ${last}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A thousand bodies over and over: nine of ten are right, one has a few faults. */
async function make(file, bytes) {
  const lines = [...bodies(1000)].map((body, at) => `${JSON.stringify(at % 10 ? whole() : body)}\n`);
  const stream = createWriteStream(file);
  for (let written = 0, at = 0; written < bytes; at++) {
    const line = lines[at % lines.length];
    written += line.length;
    if (!stream.write(line)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

/** Runs to the end; the most memory in KB, as the kernel counts it. */
async function run(command) {
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  let peak = 0;
  let said = '';
  child.stdout.on('data', (data) => { said = (said + data).slice(-1000); });
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }, 100);
  await once(child, 'close');
  clearInterval(timer);
  return { peak, last: said.trim().split('\n').at(-1) };
}

/** The same file, read by the same reader, held against the JSON Schema of the body. */
async function peer(name, file) {
  const { recordsOf } = await import('../../npm/records.js');
  const schema = JSON.parse(await readFile(join(npm, 'schema.json'), 'utf8'));
  let check;
  if (name === 'ajv') {
    const { Ajv2020 } = await import(join(root, 'tests/node_modules/ajv/dist/2020.js'));
    check = new Ajv2020({ allErrors: true, validateFormats: false, allowUnionTypes: true }).compile(schema);
  } else {
    const { z } = await import('zod');
    const parser = z.fromJSONSchema(schema);
    check = (value) => parser.safeParse(value).success;
  }
  let records = 0;
  let wrong = 0;
  for await (const { value } of recordsOf(file)) {
    records++;
    if (!check(value)) wrong++;
  }
  console.log(`${records} records, ${wrong} wrong in shape`);
}
