/** The entrypoint of Node: the module and the data lie beside this file. */
import { readFile } from 'node:fs/promises';

import { setHost } from './host.js';

setHost({
  module: () => readFile(new URL('./wasm/kyb_patch_bg.wasm', import.meta.url)),
  json: async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8')),
});

export * from './api.js';
