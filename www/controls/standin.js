/**
 * Short texts in place of files. To tell what changed, a file need only be told apart from others; handing megabytes
 * over for that, at every answer, would be felt.
 */

/**
 * A data URI that says no more than which file it is, beside the file's own. A list and no map: to tell two texts of
 * megabytes apart takes a glance, to hash one takes its whole length.
 * @type {Array<{ uri: string, standIn: string }>}
 */
const standIns = [];

/**
 * Notes a stand-in for a file's data URI: the same for the same content.
 * @param {string} uri
 * @param {string|undefined} digest of the file, base64
 */
export function noteStandIn(uri, digest) {
  if (digest) standIns.push({ uri, standIn: `data:application/pdf;base64,${digest}` });
}

/** Forgets a file that is in the form no more. @param {string|undefined} uri */
export function forget(uri) {
  const place = standIns.findIndex((one) => one.uri === uri);
  if (place >= 0) standIns.splice(place, 1);
}

/** Forgets all files. */
export function forgetAll() {
  standIns.length = 0;
}

/**
 * A copy of the answers with stand-ins for the files.
 * @param {any} value
 * @returns {any}
 */
export function withStandIns(value) {
  if (typeof value === 'string') return (value.length > 1000 && standIns.find((one) => one.uri === value)?.standIn) || value;
  if (Array.isArray(value)) return value.map(withStandIns);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withStandIns(member)]));
}
