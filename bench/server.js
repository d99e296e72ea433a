/** The server of the bench: the bundles over HTTP, packed with brotli, with the headers that a bank's page has. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

import { PEERS, out } from './build.js';
import { whole } from './patches.js';

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
const CSP = {
  strict: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'",
  eval: "default-src 'self'; script-src 'self' 'unsafe-eval'; object-src 'none'; base-uri 'none'",
};

/** Packs bytes as a server does that packs a file once: brotli at its best. */
export const packed = (content) =>
  brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });

/** A page. Its path says under which policy it stands: `/strict/…`, `/eval/…`. */
const page = (head, script, body = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>bench</title>
<link rel="icon" href="data:,">
${head}<script type="module" src="${script}"></script></head><body>${body}</body></html>`;

/** Starts the server on a free port. */
export async function start() {
  /** @type {Map<string, (result: any) => void>} */
  const waiting = new Map();
  const files = new Map();
  /** The bytes of bodies that went out since `sent` was last emptied, by path. */
  const sent = new Map();
  let next = 0;

  const load = async (path) => {
    const file = join(out, normalize(path));
    if (!files.has(file)) files.set(file, packed(await readFile(file)));
    return files.get(file);
  };
  /** What a page has in its head that is going to need a peer: its module, and of ours the WebAssembly. */
  const preloads = (peer) => [
    '<link rel="modulepreload" href="/cold.js">',
    `<link rel="modulepreload" href="/${peer}.js">`,
    peer === 'kyb-patch' ? '<link rel="preload" as="fetch" crossorigin href="/wasm/kyb_patch_bg.wasm">' : '',
  ];

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, first, second] = url.pathname.split('/');
    if (request.method === 'POST' && first === 'result') {
      let text = '';
      for await (const piece of request.setEncoding('utf8')) text += piece;
      response.end();
      waiting.get(second)?.(JSON.parse(text));
      return;
    }
    const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
    if (CSP[first]) {
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': CSP[first], 'cache-control': 'no-store', ...isolated });
      if (second === 'page') return response.end(page('', '/page.js'));
      const patch = JSON.stringify(whole(0)).replaceAll('<', '\\u003c');
      const json = `<script type="application/json" id="patch">${patch}</script>`;
      const early = url.searchParams.get('from') === 'page' ? preloads(url.searchParams.get('peer')) : [];
      return response.end(page(early.join('\n'), '/cold.js', json));
    }
    const type = TYPES[extname(url.pathname)];
    const body = type && (await load(url.pathname).catch(() => undefined));
    if (!body) return response.writeHead(404).end();
    sent.set(url.pathname, (sent.get(url.pathname) ?? 0) + body.length);
    const cached = { 'cache-control': 'public, max-age=31536000, immutable' };
    response.writeHead(200, { 'content-type': type, 'content-encoding': 'br', 'content-length': body.length, ...cached, ...isolated });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${port}`;
  return {
    sent,
    /** Packs all files before anybody waits for them. */
    async ready() {
      await Promise.all([...Object.keys(PEERS).map((name) => `/${name}.js`), '/everything.js', '/page.js', '/cold.js', '/wasm/kyb_patch_bg.wasm'].map(load));
    },
    /**
     * An address whose page will hand in a result, and the promise of it.
     * @param {string} path @param {Record<string, string>} query
     * @returns {{ url: string, result: Promise<any> }}
     */
    ask(path, query) {
      const id = String(next++);
      const result = new Promise((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`${path} gave no result in five minutes`)), 300_000);
        waiting.set(id, (given) => {
          clearTimeout(limit);
          waiting.delete(id);
          if (given.error) reject(new Error(given.error));
          else resolve(given);
        });
      });
      return { url: `${origin}${path}?${new URLSearchParams({ ...query, id })}`, result };
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
