/** The browsers: Chromium, steered; Firefox, which only opens the page and hands its result in. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { PEERS } from './build.js';

const peers = Object.keys(PEERS).join(',');

/** Starts Chromium. @param {string} executablePath */
export const startChromium = (executablePath) =>
  chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });

/**
 * The suite in Chromium.
 * @param {import('playwright-core').Browser} browser
 * @param {Awaited<ReturnType<typeof import('./server.js').start>>} server
 * @param {'strict' | 'eval'} policy
 * @param {'quick' | 'full'} effort
 */
export async function inChromium(browser, server, policy, effort) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const { url, result } = server.ask(`/${policy}/page`, { effort, peers });
  await page.goto(url);
  const given = await result;
  await context.close();
  return { ...given, agent: `Chromium ${browser.version()}` };
}

/** The suite in Firefox, under the strict policy. @param {string} executable */
export async function inFirefox(executable, server, effort) {
  const profile = await mkdtemp(join(tmpdir(), 'kyb-firefox-'));
  const quiet = ['browser.shell.checkDefaultBrowser', 'datareporting.policy.dataSubmissionEnabled', 'app.normandy.enabled', 'app.update.enabled'];
  await writeFile(join(profile, 'user.js'), quiet.map((name) => `user_pref('${name}', false);\n`).join(''));
  const { url, result } = server.ask('/strict/page', { effort, peers });
  const firefox = spawn(executable, ['--headless', '--no-remote', '--profile', profile, url], { stdio: 'ignore' });
  const ended = new Promise((resolve) => firefox.once('exit', resolve));
  const started = new Promise((_, reject) => {
    firefox.once('error', reject);
    ended.then((code) => reject(new Error(`Firefox ended with ${code} before its result`)));
  });
  try {
    const given = await Promise.race([result, started]);
    const [version] = /Firefox\/[\d.]+/.exec(given.agent) ?? ['Firefox'];
    return { ...given, agent: version.replace('/', ' ') };
  } finally {
    firefox.kill();
    await ended;
    await rm(profile, { recursive: true, force: true });
  }
}

/** Slow and plain processors. */
const RATES = [1, 4];

/**
 * Cold starts in Chromium: a context of its own for each, so that nothing is cached; then the third visit in the same.
 * Once with the page and once from it: see `cold.js`.
 * @returns {Promise<{ times: Record<string, Record<string, number[]>>, bytes: Record<string, number> }>} microseconds by
 *   case, peer and round; and the bytes that a peer's page loads
 */
export async function coldStarts(browser, server, rounds) {
  const times = {};
  const bytes = {};
  const put = (name, peer, { took, issues }) => {
    if (issues !== 0) throw new Error(`${peer} found ${issues} issues in a right patch`);
    ((times[name] ??= {})[peer] ??= []).push(took * 1000);
  };
  const names = Object.keys(PEERS);
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < names.length; at++) {
      const peer = names[(at + round * 3) % names.length];
      for (const rate of RATES) {
        const { visit, close } = await visitor(browser, server, peer, rate);
        put(`page_${rate}`, peer, await visit('page'));
        await close();
        const another = await visitor(browser, server, peer, rate);
        server.sent.clear();
        put(`cold_${rate}`, peer, await another.visit('asked'));
        bytes[peer] = [...server.sent].reduce((sum, [path, size]) => sum + (path === '/cold.js' ? 0 : size), 0);
        await another.visit('asked');
        put(`cached_${rate}`, peer, await another.visit('asked'));
        await another.close();
      }
    }
  }
  return { times, bytes };
}

/** Somebody whose browser has nothing cached yet, on a processor as slow as said. */
async function visitor(browser, server, peer, rate) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  return {
    /** @param {'page' | 'asked'} from what the time runs from */
    async visit(from) {
      const { url, result } = server.ask('/strict/cold', { peer, from });
      await page.goto(url);
      return result;
    },
    close: () => context.close(),
  };
}
