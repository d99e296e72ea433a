/** Sending a patch: checked, once, with an honest answer. */
import { InvalidCall, InvalidContext, Unreadable } from './errors.js';
import { remember, validate } from './check.js';
import { run, saidBy } from './module.js';

/** How long to wait for an answer, in milliseconds: documents make patches large. */
const TIMEOUT = 60_000;
/** How long to wait for the reads that look for a patch whose answer never came. */
const LOOK = 15_000;
/** The longest that a timer waits; beyond it a timer would go off at once. */
const LONGEST = 2 ** 31 - 1;
/** How long after its end a request may still be settling. */
const GRACE = 1_000;

/**
 * Checks a patch and sends it, once. Resolves to what became of it; throws only for a wrong call, and when `signal`
 * was aborted before anything was sent.
 *
 * @param {string} customerId
 * @param {import('./index.js').Patch} patch
 * @param {import('./index.js').SubmitOptions} options
 * @returns {Promise<import('./index.js').Outcome>}
 */
export async function submit(customerId, patch, options) {
  const { baseUrl, authorization, idempotencyKey, signal, timeout = TIMEOUT, context } = taken(options);
  const url = addressOf(baseUrl, customerId);
  const key = headerOf(idempotencyKey);
  const access = headerOf(authorization);
  if (!(timeout > 0)) throw new InvalidCall('kyb-patch: timeout is in milliseconds, above 0');
  if (signal && !signal.throwIfAborted) throw new InvalidCall('kyb-patch: not a signal');
  signal?.throwIfAborted();
  const whole = wholly(context);
  // What JSON can't say is found in the value itself; what is sent is what was checked, whatever the value says later.
  const first = validate(patch, whole);
  if (!first.ok) return { kind: 'invalid', report: first };
  const body = serialise(patch);
  const sent = JSON.parse(body);
  const report = validate(sent, whole);
  if (!report.ok) return { kind: 'invalid', report };
  if (globalThis.navigator?.onLine === false) return { kind: 'offline' };
  // Reading the patch may have run code of the caller.
  signal?.throwIfAborted();

  const headers = { accept: 'application/json', ...(access !== undefined && { authorization: access }) };
  // Workers of before 2024-11-11, by their compatibility date, have no cache to speak of and refuse the option.
  const fresh = 'cache' in Request.prototype && { cache: 'no-store' };
  // A redirect is followed nowhere, and is no answer. Not every host takes `error` for that.
  const request = (address, signal, more) => new Request(address, { headers, signal, redirect: 'manual', ...fresh, ...more });
  const patching = {
    method: 'PUT',
    body,
    headers: { ...headers, 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
  };
  const before = copyOf(whole.stored);
  // Where another customer answers, something between did: it says nothing of this one.
  const asked = (answer) => (isOf(answer?.kind === 'accepted' ? answer.customer : answer, customerId) ? answer : undefined);
  const send = async (millis, signal, address, more) => {
    return asked(await withTimeout(millis, signal, (limit) => run((wasm) => wasm.send(request(address, limit, more)))));
  };
  const outcome = await send(timeout, signal, url, patching);
  if (outcome && outcome.kind !== 'rejected') return outcome;

  const read = (address) => send(LOOK, undefined, address);
  if (outcome && refuses(outcome.status)) {
    // A closed state is answered with 400 or 409, and so are other faults: the customer's status tells which.
    if (outcome.status !== 400 && outcome.status !== 409) return outcome;
    const status = (await read(url))?.status;
    const closed = typeof status === 'string' && run((wasm) => wasm.refused_for_status(status));
    if (!closed) return outcome;
    const lower = /** @type {import('./index.js').KybStatus} */ (status.toLowerCase());
    return { kind: 'not_editable', status: lower, detail: outcome.detail };
  }
  return look(url, sent, before, read);
}

/** Whether this may be what is said of a customer: a list of persons names none. */
function isOf(answer, customerId) {
  const id = answer?.customer_id;
  return typeof id !== 'string' || id.toLowerCase() === customerId.toLowerCase();
}

/**
 * Whether a status says that nothing was done. Of 408 and 425, and of what no standard knows (499, 460: the client was
 * gone), nobody can say who answers it and whether the patch went on.
 */
function refuses(status) {
  return status === 451 || (status < 432 && status !== 408 && status !== 425);
}

/**
 * The request went out and no answer settled it: looks whether a read shows it. Nothing is sent again.
 * @returns {Promise<import('./index.js').Outcome>}
 */
async function look(url, sent, before, read) {
  const customer = await read(url);
  const persons = await read(`${url}/associated_persons`);
  const after = customer && { ...customer, ...(Array.isArray(persons) && { associated_persons: persons }) };
  const tracedIn = (shown) => run((wasm, tape) => {
    remember(wasm, tape, 0, before);
    remember(wasm, tape, 1, sent);
    remember(wasm, tape, 2, shown);
    return tape.read(wasm.trace());
  });
  let traced;
  try {
    traced = tracedIn(after);
  } catch {
    // More than can be read shows nothing.
    traced = tracedIn(undefined);
  }
  if (traced.accepted) return { kind: 'accepted', customer: after };
  const { safeToSendAgain, seen, notSeen } = traced;
  return { kind: 'unknown', safeToSendAgain, seen, notSeen };
}

/** The options as they are now. @param {import('./index.js').SubmitOptions} options */
function taken(options) {
  try {
    const { baseUrl, authorization, idempotencyKey, signal, timeout, context } = options ?? {};
    return { baseUrl, authorization, idempotencyKey, signal, timeout, context };
  } catch (cause) {
    throw new InvalidCall('kyb-patch: the options can not be read', { cause });
  }
}

/** The address of a customer. A dot for an id would be taken for a step of the path, and lead elsewhere. */
function addressOf(baseUrl, customerId) {
  let url;
  try {
    const base = String(baseUrl ?? 'none:').replace(/\/+$/, '');
    url = new URL(`${base}/v1/customers/${encodeURIComponent(customerId)}`, globalThis.location?.href);
  } catch {
    // The cause would name the address, which may hold a password.
    throw new InvalidCall('kyb-patch: baseUrl and customer id make no address');
  }
  const named = typeof customerId === 'string' && !/^\.{0,2}$/.test(customerId);
  if (!named || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new InvalidCall('kyb-patch: submit needs the id of a customer and the http address of the API');
  }
  return url.href;
}

/** A value that can stand in a header. What can't is not named: it may be a secret. */
function headerOf(value) {
  if (value === undefined || value === null) return undefined;
  try {
    new Headers({ value });
  } catch {
    throw new InvalidCall("kyb-patch: authorization or idempotencyKey can't stand in a header");
  }
  return String(value);
}

/** What is stored as it is now: what comes of the patch is held against it. */
function copyOf(stored) {
  try {
    return stored && JSON.parse(JSON.stringify(stored));
  } catch (cause) {
    throw new InvalidContext('kyb-patch: the context can not be read', { cause });
  }
}

/** @returns {import('./index.js').Context} */
function wholly(context) {
  try {
    return { ...saidBy(context ?? {}), documents: 'whole' };
  } catch (cause) {
    throw new InvalidContext('kyb-patch: the context can not be read', { cause });
  }
}

function serialise(patch) {
  let text;
  try {
    text = JSON.stringify(patch);
  } catch (cause) {
    throw new Unreadable('kyb-patch: the patch changed while it was read', { cause });
  }
  if (text === undefined) throw new Unreadable('kyb-patch: the patch changed while it was read');
  return text;
}

async function withTimeout(millis, signal, send) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, Math.min(millis, LONGEST));
  signal?.addEventListener('abort', abort, { once: true });
  // Should the module have been started anew meanwhile, nothing of the old one answers any more.
  const lost = new Promise((resolve) => {
    controller.signal.addEventListener('abort', () => setTimeout(resolve, GRACE));
  });
  try {
    return await Promise.race([send(controller.signal), lost]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
