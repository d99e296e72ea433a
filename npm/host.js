/**
 * What differs from host to host: where the module and the data of the package lie, and how they are read. An
 * entrypoint says it once, when it is imported.
 *
 * @typedef {object} Host
 * @property {() => unknown} module what `init` takes when it is given nothing
 * @property {(name: string) => Promise<any>} json reads a JSON file of the package by its path in it
 */

/** @type {Host | undefined} */
let current;

/** @param {Host} host */
export function setHost(host) {
  current = host;
}

/** @returns {Host} */
export function host() {
  if (!current) throw new Error('kyb-patch: import the package by its name, not one of its inner files');
  return current;
}
