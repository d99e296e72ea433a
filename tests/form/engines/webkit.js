import { spawn } from 'node:child_process';
import { freePort } from './firefox.js';

const REFERENCE = 'element-6066-11e4-a52e-4f735466cecf';

/**
 * A real WebKit (WebKitGTK's MiniBrowser), spoken to by WebDriver over HTTP, on a display that nobody sees.
 * @returns {Promise<import('./page.js').Engine>}
 */
export async function startWebKit() {
  const port = await freePort();
  // xvfb-run finds a free display, and ends with what it runs.
  const child = spawn('xvfb-run', ['-a', '-s', '-screen 0 1280x1000x24', process.env.WEBKIT_DRIVER ?? 'WebKitWebDriver', `--port=${port}`],
    { stdio: 'ignore', detached: true, env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LANGUAGE: 'en_US' } });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  for (let tries = 0; ; tries++) {
    try {
      await call('GET', '/status');
      break;
    } catch (error) {
      if (tries > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  const { sessionId } = await call('POST', '/session', { capabilities: { alwaysMatch: { unhandledPromptBehavior: 'accept' } } });
  const session = `/session/${sessionId}`;
  return {
    name: 'WebKit',
    go: (url) => call('POST', `${session}/url`, { url }),
    run: (script, args = []) => call('POST', `${session}/execute/sync`, { script, args }),
    click: (id) => call('POST', `${session}/element/${id}/click`),
    type: (id, text) => call('POST', `${session}/element/${id}/value`, { text }),
    clear: (id) => call('POST', `${session}/element/${id}/clear`),
    newTab: async () => call('POST', `${session}/window`, { handle: (await call('POST', `${session}/window/new`, { type: 'tab' })).handle }),
    stop: async () => {
      await call('DELETE', session).catch(() => {});
      process.kill(-/** @type {number} */ (child.pid));
      await ended;
    },
  };
}

export { REFERENCE };
