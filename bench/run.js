/**
 * The whole bench, in one run: `node run.js --effort quick|full [--json FILE]`. `cargo xtask bench` starts it, with the
 * programs it needs named by the environment: CHROMIUM, FIREFOX (may be missing), BENCH_NATIVE.
 */
import { execFile } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { coldStarts, inChromium, inFirefox, startChromium } from './browsers.js';
import { LINES, buildAll, out, root } from './build.js';
import { chart } from './chart.js';
import { judged } from './claims.js';
import { document, summary } from './report.js';
import { packed, start } from './server.js';

const { values: asked } = parseArgs({ options: { effort: { type: 'string', default: 'full' }, json: { type: 'string' } } });
const effort = asked.effort === 'quick' ? 'quick' : 'full';
const { CHROMIUM = '', FIREFOX = '', BENCH_NATIVE = '' } = process.env;
const say = (text) => console.error(`bench: ${text} (${Math.round(process.uptime())} s)`);
const program = async (file, ...given) => {
  const { stdout } = await promisify(execFile)(file, given, { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
};

say('bundling every peer');
await buildAll();
const server = await start();
await server.ready();
const browser = await startChromium(CHROMIUM);

say('Chromium, strict policy');
const strict = await inChromium(browser, server, 'strict', effort);
say('Chromium, eval allowed');
const evals = await inChromium(browser, server, 'eval', effort);
if (strict.evaluates || !evals.evaluates) throw new Error('a page ran under another policy than it was meant to');
say('cold starts');
const cold = await coldStarts(browser, server, effort === 'quick' ? 1 : 9);
await browser.close();
let firefox;
if (FIREFOX) {
  say('Firefox');
  // It is opened, not steered: where it does not come up, the others' figures are none the worse.
  firefox = await inFirefox(FIREFOX, server, effort).catch((error) => say(`no figures of Firefox: ${error.message}`));
}
server.close();
say('Node');
const node = await program(process.execPath, join(root, 'bench/node.js'), effort);
say('natively');
const native = await program(BENCH_NATIVE, out, effort);

const read = async (file) => JSON.parse(await readFile(join(root, file), 'utf8'));
const everything = [await readFile(join(out, 'everything.js')), await readFile(join(out, 'wasm/kyb_patch_bg.wasm'))];
const { devDependencies } = await read('bench/package.json');
const run = {
  effort,
  machine: `${cpus().length} cores of ${cpus()[0].model.trim()}, shared with other work`,
  versions: {
    'kyb-patch': (await read('npm/package.json')).version,
    Chromium: strict.agent.replace('Chromium ', ''),
    ...(firefox && { Firefox: firefox.agent.replace('Firefox ', '') }),
    Node: process.versions.node,
    ...Object.fromEntries(Object.entries(devDependencies).filter(([name]) => name !== 'playwright-core')),
    ...native.versions,
  },
  strict: strict.times,
  eval: evals.times,
  ...(firefox && { firefox: firefox.times }),
  node: node.times,
  native: native.times,
  chromium: cold.times,
  lines: { count: LINES, bytes: (await stat(join(out, 'lines.jsonl'))).size },
  memory: strict.memory,
  wire: { ...cold.bytes, everything: everything.reduce((sum, content) => sum + packed(content).length, 0) },
};

process.stdout.write(summary(run));
if (asked.json) {
  const round = (number) => Number(number.toPrecision(4));
  const results = judged(run);
  const json = {
    ...Object.fromEntries(results.map(({ key, value }) => [key, round(value)])),
    spread: Object.fromEntries(results.map(({ key, low, high }) => [key, [round(low), round(high)]])),
    goals: Object.fromEntries(results.map(({ key, bound, goal }) => [key, { [`at_${bound}`]: goal }])),
    run,
  };
  await writeFile(asked.json, `${JSON.stringify(json)}\n`);
}
if (effort === 'full') {
  await writeFile(join(root, 'docs/bench.md'), document(run));
  await writeFile(join(root, 'docs/bench.svg'), chart(run));
}
