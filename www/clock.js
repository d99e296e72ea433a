/** How far the device's clock is ahead of the server's, in milliseconds. */
let ahead = 0;

/** Takes note of when the server answered. @param {Response} response */
export function noteTime({ headers }) {
  const told = Date.parse(headers.get('date') ?? '');
  // An answer is told to the second and takes its time: less than a minute is no fault of a clock.
  if (told) ahead = Date.now() - told > 60_000 ? Date.now() - told : 0;
}

/** Now; by the server's clock where the device's is ahead of it, since the server takes no moment of its future. */
export function now() {
  return new Date(Date.now() - ahead);
}
