/** JSON Pointers (RFC 6901), as form libraries spell them. */

/** @param {string} pointer @returns {string[]} its keys, unescaped */
export function tokensOf(pointer) {
  return pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/**
 * The keys of a pointer into a value; a number where the value has a list.
 * @param {string} pointer
 * @param {any} value
 * @returns {(string | number)[]}
 */
export function keysOf(pointer, value) {
  return tokensOf(pointer).map((token) => {
    const key = Array.isArray(value) ? Number(token) : token;
    value = value?.[key];
    return key;
  });
}
