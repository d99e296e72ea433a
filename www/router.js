/**
 * Where the address says that the person is: `#/business?to=%2Femail&back=review`.
 * @returns {{ page: string, to: string|null, back: string|null }}
 */
export function place() {
  const [page, query] = (location.hash.startsWith('#/') ? location.hash.slice(2) : '').split('?');
  const given = new URLSearchParams(query);
  return { page, to: given.get('to'), back: given.get('back') };
}

/**
 * The address of a page.
 * @param {string} page
 * @param {{ to?: string, back?: string|null }} [more] the field to go to; the page to return to
 */
export function address(page, { to, back } = {}) {
  const query = new URLSearchParams({ ...(to && { to }), ...(back && { back }) }).toString();
  return `#/${page}${query && `?${query}`}`;
}

/** Goes to a page; with `replace`, Back does not return to this one. @param {string} hash @param {{ replace?: boolean }} [how] */
export function go(hash, { replace = false } = {}) {
  if (replace) location.replace(hash);
  else location.hash = hash;
}
