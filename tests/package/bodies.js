/** Bodies made by chance, the same in every run: right ones, and ones with a few things wrong in their shape. */
import { person, whole } from './patches.js';

/** What may stand where something else belongs. */
const ODD = ['text', '', 7, -1, 100.5, true, null, [], ['x'], [null], {}, { city: 1 }];

/** @param {number} count */
export function* bodies(count) {
  const random = randomFrom(20261122);
  const below = (limit) => Math.floor(random() * limit);
  for (let made = 0; made < count; made++) {
    const body = /** @type {any} */ (whole());
    for (let more = below(3); more > 0; more--) body.associated_persons.push(person());
    for (const name of Object.keys(body)) if (random() < 0.4) delete body[name];
    for (let wrong = below(6); wrong > 0; wrong--) spoil(body, below);
    yield body;
  }
}

/** Changes one thing somewhere in a body. */
function spoil(body, below) {
  let at = body;
  for (;;) {
    const names = Object.keys(at);
    if (names.length === 0) return;
    const name = names[below(names.length)];
    const inner = at[name];
    if (typeof inner === 'object' && inner !== null && below(4)) {
      at = inner;
      continue;
    }
    const list = Array.isArray(at);
    switch (below(5)) {
      case 0: return list ? at.splice(Number(name), 1) : delete at[name];
      case 1: return list ? at.push(ODD[below(ODD.length)]) : (at[`more_${below(9)}`] = 1);
      case 2: return typeof inner === 'string' && (at[name] = inner.length > 60 ? 'x' : inner.padEnd(140, 'x'));
      default: return (at[name] = structuredClone(ODD[below(ODD.length)]));
    }
  }
}

/** A generator of numbers from 0 up to 1 (mulberry32). @param {number} seed */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
