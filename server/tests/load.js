/**
 * Load on the sandbox: a patch of two persons, each to a customer of its own, with our rules and without them, in
 * interleaved rounds; then the same beside clients that send slowly. Load and server share the machine.
 *
 *   cargo build --profile tool -p kyb-server --features unjudged && cp target/tool/kyb-server target/kyb-server-unjudged
 *   cargo build --profile tool -p kyb-server
 *   node server/tests/load.js [REQUESTS] [ROUNDS]
 *
 * Prints a table: requests a second, p50 and p99 of what a client waits, processor time of the server for a request,
 * and the most memory it held.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { dataUri, whole } from '../../bench/patches.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [requests = 400, rounds = 3] = process.argv.slice(2).map(Number);
const CLIENTS = 8;
const SLOW = 200;
const WARM_UP = 40;
const SERVERS = {
  'with our rules': process.env.KYB_SERVER ?? join(root, 'target/tool/kyb-server'),
  'without them': process.env.KYB_SERVER_UNJUDGED ?? join(root, 'target/kyb-server-unjudged'),
};

/** A patch of all fields and two persons; `bytes` in each of its four files of persons and two documents. */
function patch(bytes) {
  const made = whole(0, { persons: 2, documents: [bytes, bytes] });
  for (const [at, person] of made.associated_persons.entries()) {
    person.identifying_information[0].image_front = dataUri('image/png', bytes, at + 1);
    person.poa = dataUri('application/pdf', bytes, at + 1);
  }
  return Buffer.from(JSON.stringify(made));
}

/** Starts a server on a file with customers in `init`. */
async function start(binary, customers) {
  const folder = mkdtempSync(join(tmpdir(), 'kyb-load-'));
  const data = join(folder, 'data.sqlite');
  const ids = execFileSync(binary, ['seed', '--data', data, '--more', String(customers)], { encoding: 'utf8' }).trim().split('\n');
  const child = spawn(binary, ['sandbox', '--listen', '127.0.0.1:0', '--data', data, '--www', join(root, 'www'), '--package', join(root, 'npm')],
    { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(Number(/:(\d+)$/.exec(line)?.[1])));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  };
  return { ids, port, pid: child.pid, stop };
}

/** Sends a patch; answers the milliseconds until the whole answer was there. */
function put(agent, port, id, body) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request({
      agent, port, host: '127.0.0.1', method: 'PUT', path: `/v1/customers/${id}`,
      headers: { Authorization: 'Bearer test_access_key', 'Content-Type': 'application/json', 'Content-Length': body.length },
    }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - started);
        else reject(new Error(`${answer.statusCode} ${Buffer.concat(parts)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Milliseconds of processor time that a process has used; the kernel counts hundredths of a second. */
function processorTime(pid) {
  const [, rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The most memory that a process has held, in MiB. */
const most = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** Clients that announce a body, and send a byte of it each second. */
function slowClients(port, id) {
  const sockets = Array.from({ length: SLOW }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`PUT /v1/customers/${id} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer test_access_key\r\n`
      + 'Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{');
    return socket;
  });
  const drip = setInterval(() => sockets.forEach((socket) => socket.write(' ')), 1000);
  return () => {
    clearInterval(drip);
    sockets.forEach((socket) => socket.destroy());
  };
}

/** One round on a new file. */
async function round(binary, body, slow) {
  const { ids, port, pid, stop } = await start(binary, requests + WARM_UP + 1);
  const idle = most(pid);
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const end = slow ? slowClients(port, ids.pop()) : () => {};
  const times = [];
  const drain = async (many) => {
    const todo = ids.splice(0, many);
    await Promise.all(Array.from({ length: CLIENTS }, async () => {
      for (let id = todo.pop(); id; id = todo.pop()) times.push(await put(agent, port, id, body));
    }));
  };
  await drain(WARM_UP);
  times.length = 0;
  const [used, started] = [processorTime(pid), performance.now()];
  await drain(requests);
  const took = performance.now() - started;
  const figures = { perSecond: requests / took * 1000, processor: (processorTime(pid) - used) / requests, idle, most: most(pid), times };
  end();
  agent.destroy();
  await stop();
  return figures;
}

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const at = (numbers, part) => numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * part))];

console.log(`${requests} requests a round, ${rounds} rounds, ${CLIENTS} clients; middle of the rounds`);
console.log('| patch | server | requests/s | p50 ms | p99 ms | processor ms | memory MiB, idle and most |\n| --- | --- | --- | --- | --- | --- | --- |');
for (const [name, bytes, slow] of [['small files', 300, false], ['six files of 150 KB', 150_000, false], [`small files, beside ${SLOW} slow clients`, 300, true]]) {
  const body = patch(bytes);
  const all = Object.fromEntries(Object.keys(SERVERS).map((server) => [server, []]));
  for (let turn = 0; turn < rounds; turn++) {
    for (const [server, binary] of Object.entries(SERVERS)) all[server].push(await round(binary, body, slow));
  }
  for (const [server, figures] of Object.entries(all)) {
    const times = figures.flatMap((figure) => figure.times);
    const of = (member) => middle(figures.map((figure) => figure[member]));
    console.log(`| ${name}, ${Math.round(body.length / 1024)} KiB | ${server} | ${of('perSecond').toFixed(0)} | ${at(times, 0.5).toFixed(1)} | ${at(times, 0.99).toFixed(1)} | ${of('processor').toFixed(2)} | ${of('idle').toFixed(0)}, ${of('most').toFixed(0)} |`);
  }
}
