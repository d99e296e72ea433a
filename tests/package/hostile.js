/** Values that no patch should have, for Node and for pages. */

/** What can't be looked at: every touch of it throws. */
function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Each trap throws something else, and not all are errors. */
function throwing() {
  const things = [new Error('boom'), 'boom', null, Symbol('boom'), revoked(), new RangeError('Maximum call'), new WebAssembly.RuntimeError('no')];
  let at = 0;
  const fail = () => { throw things[at++ % things.length]; };
  return new Proxy({}, { get: fail, ownKeys: fail, getPrototypeOf: fail, has: fail, getOwnPropertyDescriptor: fail });
}

function deep(levels, wrap) {
  let value = 'end';
  for (let level = 0; level < levels; level++) value = wrap(value);
  return value;
}

function cycle() {
  const value = { associated_persons: [] };
  value.associated_persons.push(value);
  value.self = value;
  return value;
}

class Instance {
  email = 'someone@example.com';
  #hidden = 1;
  get hidden() { return this.#hidden; }
}

/**
 * Values that JSON can't say, or that lie about themselves. Made anew for each use.
 * @param {{ validate: (patch: unknown, context?: unknown) => { rules: string } }} kyb what some of them call in their turn
 * @returns {Record<string, () => any>}
 */
export const hostileTo = (kyb) => ({
  undefined: () => undefined,
  null: () => null,
  'not a number': () => NaN,
  'minus zero': () => -0,
  infinity: () => Infinity,
  bigint: () => 10n,
  symbol: () => Symbol('s'),
  function: () => () => 1,
  class: () => Instance,
  'class instance': () => new Instance(),
  'no prototype': () => Object.assign(Object.create(null), { email: 'x' }),
  date: () => new Date(0),
  'invalid date': () => new Date(NaN),
  map: () => new Map([['email', 'x']]),
  set: () => new Set([1]),
  'weak map': () => new WeakMap(),
  'regular expression': () => /x/g,
  error: () => new Error('x'),
  promise: () => Promise.resolve(1),
  'typed array': () => new Uint8Array(3),
  buffer: () => new ArrayBuffer(8),
  // A page has it in isolation alone.
  'shared buffer': () => new (globalThis.SharedArrayBuffer ?? ArrayBuffer)(8),
  file: () => new File(['abc'], 'a.pdf', { type: 'application/pdf' }),
  blob: () => new Blob(['abc']),
  arguments: () => (function () { return arguments; })(1, 2),
  'global object': () => globalThis,
  'boxed text': () => new String('x'),
  'boxed number': () => new Number(1),
  'boxed text that lies': () => Object.assign(new String('x'), { valueOf: () => ({ a: 1 }) }),
  'boxed symbol': () => Object(Symbol('s')),
  'boxed bigint': () => Object(1n),
  'revoked proxy': revoked,
  'revoked function': () => { const { proxy, revoke } = Proxy.revocable(() => 1, {}); revoke(); return proxy; },
  'throwing proxy': throwing,
  'proxy of a list without end': () => new Proxy([], { get: (list, key) => (key === 'length' ? Infinity : Reflect.get(list, key)) }),
  'getter that throws': () => ({ get email() { throw new Error('boom'); } }),
  'getter that throws text': () => ({ get email() { throw 'boom'; } }),
  'getter that throws a revoked proxy': () => ({ get email() { throw revoked(); } }),
  'getter that calls in': () => ({ get email() { return kyb.validate({ email: 'x' }).rules; } }),
  'getter that calls in with a context': () => ({ get email() { kyb.validate({}, { kybStatus: 'approved' }); return 'x'; } }),
  'getter that adds members': () => ({ get email() { for (let at = 0; at < 9; at++) this[`more${at}`] = at; return 'x'; } }),
  'list that grows': () => { const list = []; list.push({ get type() { list.push({}); return 'passport'; } }); return list; },
  cycle,
  'list inside itself': () => { const list = []; list.push(list); return list; },
  '10,000 objects deep': () => deep(10_000, (value) => ({ associated_persons: value })),
  '10,000 lists deep': () => deep(10_000, (value) => [value]),
  'wide and deep': () => deep(40, (value) => [value, value]),
  'toJSON that lies': () => ({ toJSON: () => ({ business_type: 'LLC' }) }),
  'toJSON that answers itself': () => ({ toJSON() { return this; } }),
  'toJSON that goes on': () => { const go = () => ({ toJSON: go }); return go(); },
  'toJSON that throws': () => ({ toJSON() { throw new Error('boom'); } }),
  'toJSON that is no function': () => ({ toJSON: 1 }),
  'toJSON on a list': () => Object.assign([1], { toJSON: () => 'x' }),
  'half a pair': () => '\ud83d',
  'other half': () => '\ude00',
  'text of halves': () => '\ude00\ud83d'.repeat(5000),
  'control characters': () => '\0\u0001\u007f\u0085\u2028\ufeff',
  'text of ten million': () => 'x'.repeat(10_000_000),
  'holes': () => [, 1, , 2],
  'list without anything': () => new Array(1000),
  'list of four thousand millions': () => new Array(2 ** 32 - 1),
  'list with names': () => Object.assign([1], { email: 'x' }),
  '__proto__ as a key': () => JSON.parse('{"__proto__": {"email": "x"}, "constructor": 1, "hasOwnProperty": 2}'),
  'keys of every kind': () => ({ '': 1, ' ': 2, '/': 3, '~': 4, '~1': 5, 'é': 6, '\ud800': 7, '\0': 8, [Symbol('s')]: 9, 1e21: 10, length: 11 }),
  '100,000 keys': () => Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`key${at}`, at])),
  '20,000 persons': () => Array.from({ length: 20_000 }, () => ({ middle_name: '' })),
  'frozen': () => Object.freeze({ email: Object.freeze(['x']) }),
  'getter on the prototype': () => Object.create({ get email() { return 'x'; } }),
});

/** Values that take their time to be refused: one place is as good for them as another. */
export const large = /million|without end|0,000 (keys|persons)|wide/;
