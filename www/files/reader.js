/** @typedef {import('./reading.js').Ready} Ready */

/** @type {Map<number, { resolve: (ready: Ready) => void, reject: (reason: unknown) => void, onProgress?: (done: number) => void }>} */
const waiting = new Map();
let last = 0;
/** Made for the first file; null where workers can't be had. @type {Worker|null|undefined} */
let worker;

/**
 * Reads a file in a worker; on the page itself where there is none.
 * @param {File} file
 * @param {import('/kyb-patch/index.js').FileUse} use
 * @param {{ signal: AbortSignal, onProgress?: (done: number) => void }} options
 * @returns {Promise<Ready>}
 */
export async function read(file, use, { signal, onProgress }) {
  worker = worker === undefined ? start() : worker;
  if (!worker) return (await import('./reading.js')).readFile(file, use, { signal, onProgress });
  const id = ++last;
  const own = worker;
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
    if (worker || signal.aborted) throw error;
    // The worker did not start: the same, here.
    return read(file, use, { signal, onProgress });
  } finally {
    waiting.delete(id);
  }
}

/** @returns {Worker|null} */
function start() {
  try {
    const made = new Worker(trusted('files/worker.js'), { type: 'module' });
    made.addEventListener('message', ({ data: { id, progress, ready, failed } }) => {
      const one = waiting.get(id);
      if (ready) one?.resolve(ready);
      else if (failed) one?.reject(new Error(failed));
      else one?.onProgress?.(progress);
    });
    made.addEventListener('error', () => {
      worker = null;
      for (const one of waiting.values()) one.reject(new Error('the worker ended'));
    });
    return made;
  } catch {
    return null;
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
