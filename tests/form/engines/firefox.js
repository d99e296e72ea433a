import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A real Firefox without a window, spoken to as geckodriver does: by Marionette, its own end of WebDriver. A message is
 * its length, a colon, and JSON: [0, id, command, parameters] there, [1, id, error, value] back.
 * @returns {Promise<import('./page.js').Engine>}
 */
export async function startFirefox() {
  const profile = await mkdtemp(join(tmpdir(), 'kyb-firefox-'));
  const port = await freePort();
  await writeFile(join(profile, 'user.js'), [
    ['marionette.port', port], ['intl.accept_languages', '"en-US"'], ['datareporting.policy.dataSubmissionEnabled', false],
    ['app.update.enabled', false], ['network.captive-portal-service.enabled', false], ['browser.shell.checkDefaultBrowser', false],
    ['dom.disable_beforeunload', true],
  ].map(([name, value]) => `user_pref("${name}", ${value});`).join('\n'));
  const child = spawn(process.env.FIREFOX ?? 'firefox-esr', ['--marionette', '--headless', '--no-remote', '--profile', profile],
    { stdio: 'ignore', env: { ...process.env, MOZ_HEADLESS_WIDTH: '1280', MOZ_HEADLESS_HEIGHT: '1000' } });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const talk = await connect(port);
  await talk('WebDriver:NewSession', { capabilities: { alwaysMatch: { unhandledPromptBehavior: 'accept' } } });
  return {
    name: 'Firefox',
    go: (url) => talk('WebDriver:Navigate', { url }),
    run: async (script, args = []) => (await talk('WebDriver:ExecuteScript', { script, args })).value,
    click: (id) => talk('WebDriver:ElementClick', { id }),
    type: (id, text) => talk('WebDriver:ElementSendKeys', { id, text }),
    clear: (id) => talk('WebDriver:ElementClear', { id }),
    newTab: async () => talk('WebDriver:SwitchToWindow', { handle: (await talk('WebDriver:NewWindow', { type: 'tab' })).handle }),
    stop: async () => {
      await talk('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => child.kill());
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** @param {number} port */
async function connect(port) {
  let socket;
  for (let tries = 0; !socket; tries++) {
    socket = await new Promise((resolve) => {
      const trying = createConnection(port, '127.0.0.1', () => resolve(trying));
      trying.once('error', () => resolve(null));
    });
    if (!socket && tries > 100) throw new Error('Firefox does not answer');
    if (!socket) await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const waiting = new Map();
  let held = Buffer.alloc(0);
  let greeted = () => {};
  const greeting = new Promise((resolve) => { greeted = resolve; });
  socket.on('data', (piece) => {
    held = Buffer.concat([held, piece]);
    for (;;) {
      const colon = held.indexOf(':');
      const length = Number(held.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || held.length < colon + 1 + length) return;
      const message = JSON.parse(held.subarray(colon + 1, colon + 1 + length).toString());
      held = held.subarray(colon + 1 + length);
      if (!Array.isArray(message)) { greeted(); continue; }
      const [, id, error, value] = message;
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error) reject(new Error(`${error.error}: ${error.message}`));
      else resolve(value);
    }
  });
  socket.on('close', () => { for (const { reject } of waiting.values()) reject(new Error('Firefox ended')); });
  socket.on('error', () => {});
  await greeting;
  let last = 0;
  return (command, parameters) => new Promise((resolve, reject) => {
    const id = ++last;
    waiting.set(id, { resolve, reject });
    const text = JSON.stringify([0, id, command, parameters]);
    socket.write(`${Buffer.byteLength(text)}:${text}`);
  });
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
