/** JSON Pointers (RFC 6901): how the rules, the API and the form name an answer. */

/** @param {string} pointer @returns {string[]} */
export function parts(pointer) {
  return pointer.split('/').slice(1).map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/**
 * The value at a pointer; undefined where there is none.
 * @param {any} tree @param {string} pointer
 */
export function at(tree, pointer) {
  let value = tree;
  for (const part of parts(pointer)) value = value?.[part];
  return value;
}

/**
 * Puts a value at a pointer, making the objects and lists on the way.
 * @param {any} tree @param {string} pointer @param {unknown} value
 */
export function put(tree, pointer, value) {
  const path = parts(pointer);
  const last = /** @type {string} */ (path.pop());
  let place = tree;
  path.forEach((part, depth) => {
    place[part] ??= /^\d+$/.test(path[depth + 1] ?? last) ? [] : {};
    place = place[part];
  });
  place[last] = value;
}

/** Whether `inner` is `outer` or lies in it. @param {string} inner @param {string} outer */
export function within(inner, outer) {
  return inner === outer || inner.startsWith(`${outer}/`);
}

// `/associated_persons/0/email` as the catalogue writes it: a star in place of each number.
/** @param {string} pointer */
export function starred(pointer) {
  return pointer.replace(/\/\d+(?=\/|$)/g, '/*');
}

/** Whether two answers are the same, whatever the order of their members and those that say nothing. @param {any} a @param {any} b @returns {boolean} */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => same(a[name] ?? null, b[name] ?? null));
}
