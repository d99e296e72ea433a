/**
 * The API owner's own client against the sandbox: their server of the Model Context Protocol (`@1money/mcp`), which turns
 * calls of tools into requests to the API. It is run as it is published, its base URL apart, once with Bearer and once
 * with signatures. For people who can install it: nothing of it is kept here, and no test depends on it.
 *
 *   node server/tests/mcp.js -- npx -y @1money/mcp     needs the built server
 *
 * Prints a line for each step; ends with 1 at the first that isn't as it must be.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, request as send } from 'node:http';
import { createInterface } from 'node:readline';
import { dataUri, whole } from '../../bench/patches.js';
import { startSandbox } from '../../tests/form/sandbox.js';

const [dashes, ...command] = process.argv.slice(2);
if (dashes !== '--' || command.length === 0) {
  console.error('usage: node server/tests/mcp.js -- COMMAND OF THE CLIENT');
  process.exit(2);
}

const KEY = 'test_access_key';
const WAYS = {
  Bearer: {
    right: { ONEMONEY_SANDBOX: '1' }, wrong: { ONEMONEY_SANDBOX: '1', ONEMONEY_ACCESS_KEY: 'another' },
    sends: /^Bearer test_access_key$/,
  },
  signatures: {
    right: { ONEMONEY_SECRET_KEY: 'dGVzdC1zZWNyZXQta2V5LW1hdGVyaWFs' }, wrong: { ONEMONEY_SECRET_KEY: 'YW5vdGhlcg' },
    sends: /^OneMoney-HMAC-SHA256 test_access_key:\d{8}T\d{6}Z:[0-9a-f]{64}$/,
  },
};
let steps = 0;

/** Passes everything on and keeps how each request proved itself: that is not seen from either end. @param {string} origin */
async function listenIn(origin) {
  const proofs = [];
  const proxy = createServer((incoming, answer) => {
    proofs.push(incoming.headers.authorization ?? '');
    const { host: _, ...headers } = incoming.headers;
    incoming.pipe(send(`${origin}${incoming.url}`, { method: incoming.method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    }));
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return { proofs, origin: `http://127.0.0.1:${proxy.address().port}`, stop: () => proxy.close() };
}

/** Starts the client and shakes hands. @param {Record<string, string>} set its environment, and no other of its settings */
async function startClient(set) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ONEMONEY_'));
  const env = { ...Object.fromEntries(inherited), ...set };
  const child = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'], env });
  const waiting = new Map();
  child.once('exit', (code) => waiting.forEach(({ reject }) => reject(new Error(`the client ended with ${code}`))));
  child.once('error', (error) => waiting.forEach(({ reject }) => reject(error)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const { id, result, error } = JSON.parse(line);
    if (error) waiting.get(id)?.reject(new Error(error.message));
    else waiting.get(id)?.resolve(result);
  });
  const say = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  let last = 0;
  const ask = (method, params) => new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    say({ id: last, method, params });
  });
  const clientInfo = { name: 'kyb-patch', version: '0' };
  const { serverInfo } = await ask('initialize', { protocolVersion: '2025-03-26', capabilities: {}, clientInfo });
  say({ method: 'notifications/initialized' });
  return {
    name: `${serverInfo.name} ${serverInfo.version}`,
    /** What a tool answers, read as JSON. @param {string} name @param {object} [input] */
    call: async (name, input = {}) => {
      const { content: [{ text }], isError } = await ask('tools/call', { name, arguments: input });
      assert.ok(!isError, `${name}: ${text}`);
      return JSON.parse(text);
    },
    /** A tool that must say that the API refused, with this status. @param {number} status @param {string} name @param {object} [input] */
    refused: async (status, name, input = {}) => {
      const { content: [{ text }], isError } = await ask('tools/call', { name, arguments: input });
      assert.ok(isError, `${name} was taken`);
      assert.match(text, new RegExp(`status=${status}\\b`));
    },
    stop: () => child.kill(),
  };
}

function done(way, step) {
  steps++;
  console.log(`${way.padEnd(10)}  ${step}`);
}

/** A person of a name, like no other. @param {string} first_name */
const person = (first_name) => ({ ...whole(2, { persons: 3 }).associated_persons[2], first_name });
const names = (persons) => persons.map((found) => found.first_name);

/** Takes customers of the sandbox through every call that client and contract share. */
async function run(way, { call, refused }, ids) {
  // The client's page_size is size by the contract: it is passed over.
  const { customers, total } = await call('customer.list', { params: { page_size: 2 } });
  assert.deepEqual([total, customers.length], [9, 9]);
  const one = await call('customer.list', { params: { kyb_status: 'init' } });
  assert.deepEqual([one.total, one.customers.map((found) => [found.customer_id, found.status])], [1, [[ids.init, 'INIT']]]);
  done(way, 'listed, all and by state');

  const read = (id) => call('customer.get', { customer_id: id });
  assert.deepEqual((await read(ids.init)).associated_persons, []);
  await refused(404, 'customer.get', { customer_id: '00000000-0000-4000-8000-00000000ffff' });
  done(way, 'read one; nobody by that id is a 404');

  const { registered_address, documents } = whole(3, { documents: [4000] });
  for (const state of ['init', 'pending_response']) {
    const before = await read(ids[state]);
    const patch = { registered_address, associated_persons: [person('Ada'), person('Bo')], documents };
    const answer = await call('customer.update', { customer_id: ids[state], request: patch });
    const after = await read(ids[state]);
    assert.deepEqual(answer, after);
    assert.equal(after.status, state.toUpperCase());
    assert.deepEqual(after.registered_address, registered_address);
    assert.deepEqual(names(after.associated_persons), [...names(before.associated_persons), 'Ada', 'Bo']);
    assert.ok(after.updated_at > before.updated_at);
    done(way, `updated in ${state}: address, two persons and a PDF, and read again`);

    const broken = { tax_country: 'DK', business_description: 'Not to be stored.' };
    await refused(422, 'customer.update', { customer_id: ids[state], request: broken });
    assert.deepEqual(await read(ids[state]), after);
    done(way, `a broken rule in ${state} is a 422, and nothing is stored`);

    const persons = (tool, more = {}) => call(`customer.associated_persons.${tool}`, { customer_id: ids[state], ...more });
    const bo = (await persons('list')).at(-1);
    const at = { associated_person_id: bo.associated_person_id };
    assert.deepEqual(await persons('get', at), bo);
    const renamed = await persons('update', { ...at, request: { middle_name: 'Emil' } });
    assert.deepEqual([renamed.first_name, renamed.middle_name], ['Bo', 'Emil']);
    assert.deepEqual(await persons('get', at), renamed);
    assert.equal(await persons('delete', at), null);
    await refused(404, 'customer.associated_persons.get', { customer_id: ids[state], ...at });
    assert.deepEqual(names(await persons('list')), [...names(before.associated_persons), 'Ada']);
    done(way, `persons in ${state}: listed, read, changed, deleted`);
  }

  const { init: _init, pending_response: _asked, ...closed } = ids;
  for (const id of Object.values(closed)) {
    const before = await read(id);
    await refused(400, 'customer.update', { customer_id: id, request: { business_description: 'Not to be stored.' } });
    assert.deepEqual(await read(id), before);
  }
  done(way, `an update is a 400 in ${Object.keys(closed).join(', ')}, and nothing is stored`);

  const { session_token } = await call('customer.create_tos_link', { request: { redirect_url: 'https://example.com/back' } });
  const { signed_agreement_id } = await call('customer.sign_tos_agreement', { session_token });
  const { terms_signed_at: _, ...request } = { ...whole(1), signed_agreement_id };
  const made = await call('customer.create', { request });
  assert.equal(made.status, 'PENDING_REVIEW');
  assert.deepEqual(await read(made.customer_id), made);
  done(way, 'terms link, signed; a customer created, and queued with its last answer');

  // By the contract persons are added with an update alone.
  await refused(405, 'customer.associated_persons.create', { customer_id: ids.init, request: person('Cy') });
  assert.deepEqual(names(await call('customer.associated_persons.list', { customer_id: ids.init })), ['Ada']);
  done(way, 'a person by a POST of its own, which the contract has not, is a 405');
}

/** Everything with the right key or secret, then the wrong one through the same client. */
async function whollyBy(way, { right, wrong, sends }) {
  const sandbox = await startSandbox();
  const between = await listenIn(sandbox.origin);
  const settings = { ONEMONEY_BASE_URL: between.origin, ONEMONEY_ACCESS_KEY: KEY };
  const clients = [];
  try {
    clients.push(await startClient({ ...settings, ...right }));
    done(way, `${clients[0].name} started`);
    await run(way, clients[0], sandbox.ids);
    for (const proof of between.proofs) assert.match(proof, sends);
    done(way, `${between.proofs.length} requests, each with ${between.proofs[0].split(':')[0]}`);

    clients.push(await startClient({ ...settings, ...wrong }));
    await clients[1].refused(401, 'customer.list');
    await clients[1].refused(401, 'customer.update', { customer_id: sandbox.ids.init, request: { email: 'no@example.com' } });
    done(way, 'with the wrong one a 401');
  } finally {
    for (const client of clients) client.stop();
    between.stop();
    await sandbox.stop();
  }
}

try {
  for (const [way, how] of Object.entries(WAYS)) await whollyBy(way, how);
  console.log(`${steps} steps passed`);
} catch (error) {
  console.error(error);
  console.log(`${steps} steps passed, the next one failed`);
  process.exit(1);
}
