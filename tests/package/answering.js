import { createServer } from 'node:http';

/** The customer as this server stores it. */
export const stored = {
  customer_id: 'c1',
  email: 'books@example.com',
  business_legal_name: 'Before Ltd',
  status: 'INIT',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  associated_persons: [],
};

/**
 * A small HTTP server that answers as it is told: the API on a bad day. It counts what reaches it.
 * @param {{ after: (end: () => void) => void }} test whose end closes it; for a whole file its `after`
 */
export async function startAnswering(test) {
  const state = {
    /** Method and path of every request, in their order. @type {string[]} */
    requests: [],
    /** The last PUT: its headers and its text. @type {{ headers: any, text: string } | undefined} */
    put: undefined,
    customer: structuredClone(stored),
    /** What answers a PUT. @type {Answer} */
    answer: json(200, stored),
    /** What answers the reads; without it the customer. @type {Answer | undefined} */
    read: undefined,
  };
  const server = createServer(async (request, response) => {
    state.requests.push(`${request.method} ${request.url}`);
    request.on('error', () => {});
    response.on('error', () => {});
    if (request.method !== 'PUT') {
      const body = request.url?.endsWith('/associated_persons') ? state.customer.associated_persons : state.customer;
      return (state.read ?? json(200, body))(response, request, state);
    }
    if (state.answer === dropped) return request.socket.destroy();
    let text = '';
    for await (const piece of request.setEncoding('utf8')) text += piece;
    state.put = { headers: request.headers, text };
    return state.answer(response, request, state);
  });
  // A test may keep this process busy for longer than an idle connection is kept.
  server.keepAliveTimeout = 600_000;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return Object.assign(state, {
    baseUrl: `http://127.0.0.1:${port}`,
    /** How many patches reached it. */
    puts: () => state.requests.filter((line) => line.startsWith('PUT ')).length,
    /** Forgets what it was asked and told. */
    reset() {
      Object.assign(state, { requests: [], put: undefined, customer: structuredClone(stored), answer: json(200, stored), read: undefined });
    },
  });
}

/** @typedef {(response: import('node:http').ServerResponse, request: import('node:http').IncomingMessage, state: any) => void} Answer */

/** Answers JSON. @param {number} status @param {unknown} body @param {Record<string, string>} [headers] @returns {Answer} */
export function json(status, body, headers = {}) {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Answers the customer that was asked for. @type {Answer} */
export const asked = (response, request, state) => {
  const id = decodeURIComponent(request.url?.split('/').at(-1) ?? '');
  json(200, { ...stored, customer_id: id })(response, request, state);
};

/** Answers any text. @param {number} status @param {string} body @param {string} type @returns {Answer} */
export function text(status, body, type) {
  return (response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };
}

/** An error body as the API writes it. @param {number} status @param {string} detail @param {object} [more] */
export function problem(status, detail, more = {}) {
  return { code: `Code_${status}`, status, detail, instance: '/v1/customers/c1', ...more };
}

/** Cuts the connection before it reads the patch. @type {Answer} */
export const dropped = (response) => response.socket?.destroy();

/** Takes the patch, and cuts the connection before it answers. @type {Answer} */
export const droppedAfter = (response, _, state) => {
  apply(state);
  response.socket?.destroy();
};

/** Takes the patch, begins an answer, and cuts the connection in its middle. @type {Answer} */
export const droppedWithin = (response, _, state) => {
  apply(state);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"customer_id":"c1"');
  setTimeout(() => response.socket?.destroy(), 20);
};

/** Never answers. @type {Answer} */
export const silent = () => {};

/** Answers a beginning and never its end. @type {Answer} */
export const endless = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"customer_id":');
};

/** Stores what the patch says. */
function apply(state) {
  const { associated_persons: persons = [], ...fields } = JSON.parse(state.put.text);
  Object.assign(state.customer, fields);
  state.customer.associated_persons.push(...persons.map((person, at) => ({ associated_person_id: `p${at}`, ...person })));
}
