/** The page of the bench: runs the suite and hands the result to the server. */
import { EFFORT, largeFile, suite } from './suite.js';

const asked = new URLSearchParams(location.search);
const effort = EFFORT[asked.get('effort')];

/** The memories of all modules that are started: ours, to see what it holds. */
const memories = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, given) {
    const instance = Reflect.construct(target, given);
    memories.push(instance.exports.memory);
    return instance;
  },
});

/** A bundle of the server's, which is no part of this one. */
const load = (name) => import(`/${name}.js`);

async function run() {
  const peers = {};
  for (const name of asked.get('peers').split(',')) peers[name] = await load(name);
  await peers['kyb-patch'].init();
  const memory = memories.at(-1);
  const times = await suite(peers, effort);
  const everything = await load('everything');
  await everything.init();
  const file = await largeFile(everything, memories.at(-1), effort);
  let evaluates = true;
  try {
    new Function('');
  } catch {
    evaluates = false;
  }
  return { agent: navigator.userAgent, evaluates, times: { ...times, ...file.times }, memory: file.memory, held: memory?.buffer.byteLength };
}

const result = await run().catch((error) => ({ error: String(error?.stack ?? error) }));
await fetch(`/result/${asked.get('id')}`, { method: 'POST', body: JSON.stringify(result) });
document.title = 'done';
