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
    // An answer that is cut short still has its status.
    const text = await Promise.resolve(answer.text()).catch(() => '');
    return new Response(String(text) || null, { status: answer.status, headers: wait ? { 'retry-after': wait } : {} });
  } catch (cause) {
    throw new Error('no answer', { cause });
  }
}
