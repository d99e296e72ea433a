/** Says what the package finds: a patch a line comes in, its codes and the first suggestion a line go out. */
import { createInterface } from 'node:readline';
import { init, validate } from '../../npm/node.js';

await init();
for await (const patch of createInterface({ input: process.stdin })) {
  const { issues } = validate(JSON.parse(patch), { now: '9999-12-31T00:00:00Z' });
  console.log(JSON.stringify([issues.map(({ code }) => code), issues[0]?.suggestion ?? null]));
}
