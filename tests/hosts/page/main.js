import { probe } from './probe.js';

async function main() {
  globalThis.result = await probe();
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  globalThis.inWorker = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  document.documentElement.dataset.ready = '';
}

main();
