/** The suite in Node, in a process of its own, and the JSON Lines. Prints JSON. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PEERS, out } from './build.js';
import { race } from './measure.js';
import { EFFORT, largeFile, suite } from './suite.js';

const effort = EFFORT[process.argv[2]];
const peers = {};
for (const name of Object.keys(PEERS)) peers[name] = await import(join(out, `${name}.js`));
const module = await readFile(join(out, 'wasm/kyb_patch_bg.wasm'));
await peers['kyb-patch'].init(module);

const times = await suite(peers, effort);
const everything = await import(join(out, 'everything.js'));
await everything.init(module);
const file = await largeFile(everything, undefined, effort);

/** Every line of a file as it comes in: decoded, parsed, checked. */
function lines(check, content) {
  return () => {
    let found = 0;
    let from = 0;
    for (let to = content.indexOf(10); to !== -1; from = to + 1, to = content.indexOf(10, from)) {
      found += check(JSON.parse(content.toString('utf8', from, to))).length;
    }
    return found;
  };
}
const content = await readFile(join(out, 'lines.jsonl'));
const bulk = Object.entries(peers).map(([peer, { check }]) => ({ case: 'lines', peer, expect: 0, batch: 1, run: lines(check, content) }));
const ofLines = await race(bulk, { rounds: effort === EFFORT.quick ? 1 : 7, sample: 0, warm: 0 });

const result = { agent: `Node ${process.versions.node}`, times: { ...times, ...file.times, ...ofLines } };
process.stdout.write(JSON.stringify(result));
