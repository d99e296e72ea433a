/** The entrypoint of Node: the module and the data lie beside this file. */
import { readFile } from 'node:fs/promises';

import { setHost } from './host.js';

// Each by its whole name: what copies a server's files, such as Nitro, takes along those that it finds so.
const json = {
  'data/naics-2022.json': () => readFile(new URL('./data/naics-2022.json', import.meta.url), 'utf8'),
  'messages/de.json': () => readFile(new URL('./messages/de.json', import.meta.url), 'utf8'),
  'messages/en.json': () => readFile(new URL('./messages/en.json', import.meta.url), 'utf8'),
  'messages/es.json': () => readFile(new URL('./messages/es.json', import.meta.url), 'utf8'),
};

setHost({
  module: () => readFile(new URL('./wasm/kyb_patch_bg.wasm', import.meta.url)),
  json: async (name) => JSON.parse(await json[name]()),
});

export * from './api.js';
