import { noteTime } from './clock.js';
import { patience } from './patience.js';

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
 * @param {number} millis
 * @returns {Promise<{ kind: 'read', body: any } | Exclude<Read, { kind: 'read' }>>}
 */
async function read(path, link, millis) {
  let response;
  try {
    response = await fetch(path, {
      headers: { Authorization: `Bearer ${link.token}`, Accept: 'application/json' },
      cache: 'no-store', credentials: 'omit', signal: patience(millis),
    });
  } catch {
    return { kind: navigator.onLine ? 'server' : 'offline' };
  }
  noteTime(response);
  const body = await response.json().catch(() => null);
  // The API has been seen to say 429 in the body of a 200.
  const status = response.ok && Number.isInteger(body?.status) ? body.status : response.status;
  if (status === 401 || status === 403) return { kind: 'unauthorized' };
  if (status === 404) return { kind: 'not_found' };
  if (status === 429) return { kind: 'rate_limited' };
  return status >= 200 && status < 300 && body !== null ? { kind: 'read', body } : { kind: 'server' };
}

/**
 * What came of changing one person. `closed`: nothing can be changed any more; `unknown`: it went out and no answer came.
 * @typedef {{ kind: 'done'|'closed'|'unauthorized'|'not_found'|'offline'|'rate_limited'|'unknown' }
 *   | { kind: 'refused', detail: string, errors: Array<{ pointer: string, code: string, detail: string }> }} Written
 */

/**
 * Sets members of a person on file. To send the same again changes nothing more.
 * @param {import('./session.js').Link} link
 * @param {string} id of the person
 * @param {Record<string, any>} patch
 */
export function changePerson(link, id, patch) {
  return write('PUT', link, id, JSON.stringify(patch));
}

/** Removes a person from the file. @param {import('./session.js').Link} link @param {string} id */
export function removePerson(link, id) {
  return write('DELETE', link, id);
}

/**
 * @param {'PUT'|'DELETE'} method
 * @param {import('./session.js').Link} link
 * @param {string} id
 * @param {string} [body]
 * @returns {Promise<Written>}
 */
async function write(method, link, id, body) {
  if (!navigator.onLine) return { kind: 'offline' };
  let response;
  try {
    response = await fetch(`/v1/customers/${encodeURIComponent(link.customer)}/associated_persons/${encodeURIComponent(id)}`, {
      method, body, cache: 'no-store', credentials: 'omit', redirect: 'error', signal: patience(60_000),
      headers: { Authorization: `Bearer ${link.token}`, Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }) },
    });
  } catch {
    return { kind: 'unknown' };
  }
  const said = await response.json().catch(() => null);
  // The API has been seen to say 429 in the body of a 200.
  const status = response.ok && Number.isInteger(said?.status) ? said.status : response.status;
  // A page on a 200 is of something between: a network that wants a login.
  if (status < 300) return { kind: said === null && response.headers.get('content-type')?.includes('html') ? 'unknown' : 'done' };
  if (status === 401 || status === 403) return { kind: 'unauthorized' };
  if (status === 404) return { kind: 'not_found' };
  if (status === 429) return { kind: 'rate_limited' };
  if (status >= 500) return { kind: 'unknown' };
  const errors = (Array.isArray(said?.errors) ? said.errors : [])
    .filter((/** @type {any} */ error) => typeof error?.pointer === 'string');
  if (errors.some((/** @type {any} */ { code }) => code === 'status_not_editable')) return { kind: 'closed' };
  return { kind: 'refused', detail: String(said?.detail ?? ''), errors };
}
