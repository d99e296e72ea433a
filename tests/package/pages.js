import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css',
  '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml',
};

/** What a careful page allows itself. */
export const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; worker-src 'self'; require-trusted-types-for 'script'";

/**
 * Serves folders as they lie, as any static host does.
 * @param {{ after: (end: () => void) => void }} test whose end closes it; for a whole file its `after`
 * @param {Record<string, string>} folders by the path under which they are served, the longest first
 * @param {{ policy?: string, answer?: (path: string, response: import('node:http').ServerResponse) => boolean }} [options]
 *   `answer` may answer in the files' place, and then says so
 * @returns {Promise<string>} the origin
 */
export async function serveFolders(test, folders, { policy, answer } = {}) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    if (policy) response.setHeader('content-security-policy', policy);
    if (answer?.(path, response)) return;
    const prefix = Object.keys(folders).find((prefix) => path.startsWith(prefix));
    try {
      const file = join(folders[prefix ?? ''], path.slice(prefix?.length), path.endsWith('/') ? 'index.html' : '');
      const bytes = await readFile(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}
