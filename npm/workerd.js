/** The entrypoint of Cloudflare Workers: they compile no WebAssembly while they run, the module comes with the code. */
import module from './wasm/kyb_patch_bg.wasm';

import { setHost } from './host.js';

const data = {
  'data/naics-2022.json': () => import('./data/naics-2022.json'),
  'messages/de.json': () => import('./messages/de.json'),
  'messages/en.json': () => import('./messages/en.json'),
  'messages/es.json': () => import('./messages/es.json'),
};

setHost({ module: () => module, json: async (name) => (await data[name]()).default });

export * from './api.js';
