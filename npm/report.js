/** Reports as the module hands them out: issues by places, which get their names here. */

/** @param {any[]} issue path, code, severity, names and values of the parameters in turn, message, suggestion */
function named([path, code, severity, pairs, message, suggestion]) {
  /** @type {Record<string, any>} */
  const params = {};
  for (let at = 0; at < pairs.length; at += 2) params[pairs[at]] = pairs[at + 1];
  return { path, code, severity, params, ...(suggestion !== null && { suggestion }), message };
}

/**
 * @param {any[][] | undefined} issues nothing for a report without any
 * @returns {any[]}
 */
export function issuesOf(issues) {
  return issues ? issues.map(named) : [];
}

/**
 * @param {any[][] | undefined} found
 * @param {string} rules
 * @returns {import('./index.js').Report}
 */
export function reportOf(found, rules) {
  const issues = issuesOf(found);
  return { ok: issues.every(({ severity }) => severity !== 'error'), issues, rules };
}
