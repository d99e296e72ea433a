/**
 * A million checks of whole patches, right and wrong, with contexts that come and go: memory has to stay where it is.
 * `node --expose-gc tests/hosts/endurance.js [calls]`, after `cargo xtask package`.
 */
import { init, validate, validateField } from '../../npm/node.js';
import { whole } from '../package/patches.js';

const CALLS = Number(process.argv[2] ?? 1_000_000);
/** How much more may be held at the end than after the first tenth, in MB: what a collection leaves behind. */
const ROOM = 16;

const { gc } = globalThis;
if (!gc) throw new Error('needs node --expose-gc');
await init();
const right = whole();
const wrong = { ...whole(), tax_country: 'US', date_of_incorporation: '31/12/2020', email: 'x', nobody_knows: 1 };
const samples = [];
const began = performance.now();
for (let call = 0; call < CALLS; call++) {
  if (call % 8) validate(right);
  else if (call % 16) validate(wrong, { kybStatus: 'init', stored: { status: 'INIT', email: 'a@example.com' } });
  else validateField('/associated_persons/0/birth_date', '1.2.1990');
  if ((call + 1) % (CALLS / 10) === 0) {
    gc();
    const { rss, heapUsed, external } = process.memoryUsage();
    samples.push(rss / 1048576);
    console.log(`${call + 1} calls: ${[rss, heapUsed, external].map((bytes) => (bytes / 1048576).toFixed(1)).join(', ')} MB resident, heap, external`);
  }
}
console.log(`${((performance.now() - began) / CALLS * 1000).toFixed(1)} µs a call`);
const grown = samples[samples.length - 1] - samples[0];
if (grown > ROOM) throw new Error(`${grown.toFixed(1)} MB more than after the first tenth`);
