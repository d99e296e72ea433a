/**
 * What came of a read. `kind` is one of `strings.problem`, or `read`.
 * @typedef {{ kind: 'read', customer: Record<string, any> } | { kind: 'unauthorized'|'not_found'|'offline'|'rate_limited'|'server' }} Read
 */

/**
 * Reads a customer with the persons stored of it.
 * @param {import('./session.js').Link} link
 * @param {{ patience?: number }} [how] milliseconds to wait for an answer
 * @returns {Promise<Read>}
 */
export async function readCustomer(link, { patience = 30_000 } = {}) {
  const path = `/v1/customers/${encodeURIComponent(link.customer)}`;
  const [customer, persons] = await Promise.all([read(path, link, patience), read(`${path}/associated_persons`, link, patience)]);
  if (customer.kind !== 'read') return customer;
  if (persons.kind !== 'read') return persons;
  if (typeof customer.body?.status !== 'string' || !Array.isArray(persons.body)) return { kind: 'server' };
  return { kind: 'read', customer: { ...customer.body, associated_persons: persons.body } };
}

/**
 * @param {string} path
 * @param {import('./session.js').Link} link
 * @param {number} patience
 * @returns {Promise<{ kind: 'read', body: any } | Exclude<Read, { kind: 'read' }>>}
 */
async function read(path, link, patience) {
  let response;
  try {
    response = await fetch(path, {
      headers: { Authorization: `Bearer ${link.token}`, Accept: 'application/json' },
      cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(patience),
    });
  } catch {
    return { kind: navigator.onLine ? 'server' : 'offline' };
  }
  const body = await response.json().catch(() => null);
  // The API has been seen to say 429 in the body of a 200.
  const status = response.ok && Number.isInteger(body?.status) ? body.status : response.status;
  if (status === 401 || status === 403) return { kind: 'unauthorized' };
  if (status === 404) return { kind: 'not_found' };
  if (status === 429) return { kind: 'rate_limited' };
  return status >= 200 && status < 300 && body !== null ? { kind: 'read', body } : { kind: 'server' };
}
