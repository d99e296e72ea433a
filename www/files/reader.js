// Here from the start, and not when a worker fails: without a connection it would come no more than the worker.
import { readFile } from './reading.js';

/** @typedef {import('./reading.js').Ready} Ready */

/** @type {Map<number, { resolve: (ready: Ready) => void, reject: (reason: unknown) => void, onProgress?: (done: number) => void }>} */
const waiting = new Map();
let last = 0;
/** Made for the first file, and anew for the next where it did not start: a connection comes back. @type {Worker|undefined} */
let worker;
const ended = new Error('the worker ended');

/**
 * Reads a file in a worker; on the page itself where there is none.
 * @param {File} file
 * @param {import('/kyb-patch/index.js').FileUse} use
 * @param {{ signal: AbortSignal, onProgress?: (done: number) => void }} options
 * @returns {Promise<Ready>}
 */
export async function read(file, use, { signal, onProgress }) {
  const own = worker ??= start();
  if (!own) return readFile(file, use, { signal, onProgress });
  const id = ++last;
  try {
    return await new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject, onProgress });
      signal.addEventListener('abort', () => {
        own.postMessage({ id });
        reject(signal.reason);
      }, { once: true });
      own.postMessage({ id, file, use });
    });
  } catch (error) {
    if (error !== ended || signal.aborted) throw error;
    return await readFile(file, use, { signal, onProgress });
  } finally {
    waiting.delete(id);
  }
}

/** A worker; none where workers can't be had. @returns {Worker|undefined} */
function start() {
  try {
    const made = new Worker(trusted('files/worker.js'), { type: 'module' });
    const end = () => {
      made.terminate();
      worker = undefined;
      for (const one of waiting.values()) one.reject(ended);
    };
    made.addEventListener('message', ({ data: { id, progress, ready, failed, down } }) => {
      const one = waiting.get(id);
      if (down) end();
      else if (ready) one?.resolve(ready);
      else if (failed) one?.reject(new Error(failed));
      else one?.onProgress?.(progress);
    });
    made.addEventListener('error', end);
    return made;
  } catch {
    return undefined;
  }
}

/**
 * The address of a script, from that of the page, as browsers with Trusted Types want it: the policy `kyb-patch-form` lets
 * these through and no other.
 * @param {string} name
 */
function trusted(name) {
  const url = new URL(name, document.baseURI).href;
  /** @type {any} */
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return url;
  return types.createPolicy('kyb-patch-form', {
    createScriptURL: (/** @type {string} */ given) => {
      if (given !== url) throw new TypeError('not a script of the form');
      return given;
    },
  }).createScriptURL(url);
}
