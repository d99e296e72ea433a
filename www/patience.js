/**
 * A signal that says when something has taken too long; before Safari 16 `AbortSignal.timeout` is not there.
 * @param {number} millis
 * @returns {AbortSignal}
 */
export function patience(millis) {
  const control = new AbortController();
  setTimeout(() => control.abort(new DOMException('no answer in time', 'TimeoutError')), millis);
  return control.signal;
}
