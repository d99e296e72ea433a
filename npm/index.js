/** The entrypoint of browsers and bundlers. */
import { setHost } from './host.js';

const json = {
  'data/naics-2022.json': () => new URL('./data/naics-2022.json', import.meta.url),
  'messages/de.json': () => new URL('./messages/de.json', import.meta.url),
  'messages/en.json': () => new URL('./messages/en.json', import.meta.url),
  'messages/es.json': () => new URL('./messages/es.json', import.meta.url),
};

setHost({
  module: () => new URL('./wasm/kyb_patch_bg.wasm', import.meta.url),
  async json(name) {
    const response = await fetch(json[name]());
    if (!response.ok) throw new Error(`kyb-patch: ${name} could not be loaded (${response.status})`);
    return response.json();
  },
});

export * from './api.js';
