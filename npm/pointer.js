/** JSON Pointers (RFC 6901), as form libraries spell them. */

/** @param {string} pointer @returns {string[]} its keys, unescaped */
export function tokensOf(pointer) {
  return pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/**
 * The keys of a pointer into a value; a number where the value has a list.
 * @param {string} pointer
 * @param {any} value
 * @param {WeakMap<object, number[]>} [places] of the items of a list where they stood before others were left out
 * @returns {(string | number)[]}
 */
export function keysOf(pointer, value, places) {
  return tokensOf(pointer).map((token) => {
    const list = value;
    const key = Array.isArray(list) ? Number(token) : token;
    value = list?.[key];
    return places?.get(list)?.[key] ?? key;
  });
}
