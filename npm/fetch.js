/** The most that is read of an answer, in bytes: a packed one may unpack to more than an engine survives. */
const MOST = 2 ** 24;

/**
 * `fetch` for gloo-net, which takes for granted that it answers a Response, all of it, or fails with an Error. A host may
 * have put something else in its place: a mock, an interceptor, nothing. The module's glue imports this one.
 *
 * @param {Request} request
 * @returns {Promise<Response>}
 */
export async function fetch(request) {
  try {
    const answer = await globalThis.fetch(request);
    const wait = answer.headers?.get('retry-after');
    // A mock may have no stream.
    const said = answer.body?.pipeThrough ? textOf(answer) : answer.text();
    // An answer that is cut short still has its status.
    const text = await Promise.resolve(said).catch(() => '');
    return new Response(String(text) || null, { status: answer.status, headers: wait ? { 'retry-after': wait } : {} });
  } catch (cause) {
    throw new Error('no answer', { cause });
  }
}

/** The text of an answer; one that is too large is cut short. @param {Response} answer */
async function textOf({ body }) {
  let room = MOST;
  const limit = new TransformStream({
    transform(bytes, out) {
      room -= bytes.length;
      // This cancels what is still to come.
      if (room < 0) out.error();
      else out.enqueue(bytes);
    },
  });
  return new Response(/** @type {ReadableStream} */ (body).pipeThrough(limit)).text();
}
