/** Reads files beside the page, so that typing stays smooth: one message in a file, messages out how far it is. */
import { init } from '/kyb-patch/index.js';
import { readFile } from './reading.js';

/** @type {Map<number, AbortController>} */
const underway = new Map();

addEventListener('message', async ({ data: { id, file, use } }) => {
  if (!file) return underway.get(id)?.abort();
  const controller = new AbortController();
  underway.set(id, controller);
  try {
    await init();
  } catch {
    // The module did not come: the page has one.
    return postMessage({ id, down: true });
  }
  try {
    const onProgress = (/** @type {number} */ progress) => postMessage({ id, progress });
    postMessage({ id, ready: await readFile(file, use, { signal: controller.signal, onProgress }) });
  } catch (error) {
    postMessage({ id, failed: String(error) });
  } finally {
    underway.delete(id);
  }
});
