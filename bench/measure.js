/** Times runners against each other, in rounds. */

/**
 * Something that is timed: `run` does a number of calls and gives what they found.
 * @typedef {{ case: string, peer: string, run: (calls: number) => number | Promise<number>, expect?: number, batch?: number }} Runner
 */

/**
 * Times all runners in interleaved rounds: each round takes one sample of every runner, and begins with another one, so
 * that what slows the machine for a while slows all of them.
 * @param {Runner[]} runners
 * @param {{ rounds: number, sample: number, warm: number }} effort how many rounds; milliseconds of a sample, and of the
 *   calls before the first
 * @returns {Promise<Record<string, Record<string, number[]>>>} microseconds a call, by case, peer and round
 */
export async function race(runners, { rounds, sample, warm }) {
  const timed = [];
  for (const runner of runners) timed.push({ ...runner, calls: runner.batch ?? (await calibrate(runner, sample, warm)), times: [] });
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < timed.length; at++) {
      const runner = timed[(at + round * 7) % timed.length];
      const start = performance.now();
      const found = await runner.run(runner.calls);
      const took = performance.now() - start;
      if (runner.expect !== undefined && found !== runner.expect * runner.calls) {
        throw new Error(`${runner.case}, ${runner.peer}: ${found} issues in ${runner.calls} calls, not ${runner.expect} each`);
      }
      runner.times.push((took * 1000) / runner.calls);
    }
  }
  const result = {};
  for (const { case: name, peer, times } of timed) (result[name] ??= {})[peer] = times;
  return result;
}

/**
 * How many calls fill a sample, told by the calls that warm the engine up. The shortest of some tries counts: the others
 * were interrupted.
 */
async function calibrate({ run }, sample, warm) {
  const until = performance.now() + warm;
  for (let calls = 1; ; ) {
    let shortest = Infinity;
    for (let tries = 0; tries < 5; tries++) {
      const start = performance.now();
      await run(calls);
      shortest = Math.min(shortest, performance.now() - start);
    }
    if (shortest < sample / 2) calls *= 2;
    else if (performance.now() >= until) return Math.max(1, Math.round((calls * sample) / shortest));
  }
}

/**
 * A runner's work: the calls go round through the values.
 * @template T
 * @param {(value: T) => { length: number }} call
 * @param {T[]} values
 */
export function over(call, values) {
  return (calls) => {
    let found = 0;
    for (let at = 0; at < calls; at++) found += call(values[at % values.length]).length;
    return found;
  };
}
