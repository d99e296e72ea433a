/** How far the device's clock is ahead of the server's, in milliseconds; below 0 where it is behind. */
let ahead = 0;

/** Takes note of when the server answered. @param {Response} response */
export function noteTime({ headers }) {
  const told = Date.parse(headers.get('date') ?? '');
  // An answer is told to the second and takes its time: less than a minute is no fault of a clock.
  if (told) ahead = Math.abs(Date.now() - told) > 60_000 ? Date.now() - told : 0;
}

/** Now; by the server's clock where the device's is another: what lies in the future, the server decides. */
export function now() {
  return new Date(Date.now() - ahead);
}

/** What the rules are to take for now; nothing where the device's clock is right, which they read themselves. */
export function nowForRules() {
  return ahead ? now().getTime() : undefined;
}
