/**
 * Holds e-mail addresses against Chromium's <input type=email>, web addresses against its URL parser, and base64 against
 * its atob: 20,000 strings each.
 *
 * `CHROMIUM=/usr/bin/chromium node tests/oracles/browser.js` after `cargo xtask build`. Prints a table in Markdown, and
 * fails where the package differs without a reason below, and where a reason is for nothing.
 */
import { createRequire } from 'node:module';
import { init, validate } from '../../npm/node.js';

const { chromium } = createRequire(new URL('../package.json', import.meta.url))('playwright-core');
const COUNT = 20_000;

let state = 20260615;
/** Below `of`; by Mulberry32. @param {number} of */
function below(of) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) % of;
}

/** @template T @param {ArrayLike<T>} list @returns {T} */
const among = (list) => list[below(list.length)];

/** Right ones, with up to four slips in each. @param {string[]} right @param {string[]} parts */
function slips(right, parts) {
  const made = new Set(right);
  while (made.size < COUNT) {
    let text = among(right);
    for (let slip = below(5); slip > 0; slip--) {
      const at = below(text.length + 1);
      const part = below(8) === 0 ? among(right) : among(parts);
      text = text.slice(0, at) + (below(4) === 0 ? '' : part) + text.slice(at + below(2));
    }
    made.add(text);
  }
  return [...made].filter((text) => text.trim() === text && text !== '' && text.isWellFormed());
}

const ascii = (text) => /^[\0-\x7f]*$/.test(text);
const codes = (patch) => validate(patch, { documents: 'whole' }).issues.map(({ code }) => code);
const host = (text) => text.replace(/^https?:[/\\]*/i, '').split(/[/?#\\]/)[0];

const oracles = [
  {
    what: 'e-mail', oracle: '<input type=email>',
    strings: slips(
      ['a@b', 'ada@example.com', 'a.b+c@mail.example.co.uk', "o'neil@x-y.example", `a@${'x'.repeat(63)}.example`, 'ü@bücher.example', '1@1.1'],
      ['@', '.', '-', '_', ' ', '"', '(', ',', 'é', 'ß', '\\', '+', '..', 'xn--', '%', '[', '😀', 'A'],
    ),
    theirs(texts) {
      const input = document.createElement('input');
      input.type = 'email';
      return texts.map((text) => { input.value = text; return input.value !== '' && input.validity.valid; });
    },
    ours: (text) => !codes({ email: text }).includes('email_malformed'),
    reasons: [
      ['letters beyond ASCII are a warning, `email_not_ascii`', (text) => !ascii(text)],
    ],
  },
  {
    what: 'web address', oracle: '`new URL`, http or https',
    strings: slips(
      ['https://example.com', 'http://a.example:8080/x?y#z', 'https://bücher.example/ä', 'https://[::1]/', 'HTTPS://EXAMPLE.COM', 'https://1.2.3.4', 'http://user:pass@example.com/', 'example.com', 'javascript:alert(1)', 'https://xn--bcher-kva.example'],
      ['/', '\\', ':', '//', '.', '..', '@', '?', '#', ' ', '\t', '%20', '%', '_', '-', '[', ']', '<', '^', '|', '99999', 'é', 'ß', '。', '😀', 'http:', 'data:', '0x', 'xn--', '\u00ad'],
    ),
    theirs(texts) {
      return texts.map((text) => { try { return ['http:', 'https:'].includes(new URL(text).protocol); } catch { return false; } });
    },
    ours: (text) => !codes({ primary_website: text }).some((code) => code.startsWith('website_')),
    reasons: [
      ['blanks, tabs and line breaks inside; WHATWG calls them faults, and mends them', (text, ours) => !ours && /\s/.test(text)],
      ['no `//` behind the scheme, more than that, or backslashes; likewise', (text, ours) => !ours && !/^https?:\/\/[^/\\]/i.test(text)],
      ['a name or a password in front of the host', (text, ours) => !ours && host(text).includes('@')],
      ['`%` and other signs in a host that are none, or are read as others', (text, ours) => !ours && /[^\p{L}\p{M}\p{N}.:_-]/u.test(host(text))],
      ['a dot in front of a host, or two in a row', (text, ours) => !ours && /^\.|\.\./.test(host(text))],
      ['what stands in the brackets of an IPv6 address is not looked at', (text, ours) => ours && host(text).startsWith('[')],
      ['a host that ends in a number is not read as an IPv4 address', (text, ours) => ours && /(^|\.)(\d+|0x[\da-f]*)\.?(:\d*)?$/i.test(host(text))],
      ['hosts beyond ASCII, and `xn--`, are not put through IDNA', (text, ours) => ours && (!ascii(host(text)) || /xn--/i.test(host(text)))],
    ],
  },
  {
    what: 'base64', oracle: '`atob`',
    strings: slips(
      ['QUJD', 'QUI=', 'QQ==', 'iVBORw0KGgoAAAAASUVORK5CYII=', '/9j/2Q==', 'AAAA++++////'],
      ['=', '==', 'A', 'AB', 'ABC', 'z', '+', '/', '-', '_', ' ', '%', '\u00e9', '.', 'QUJD'],
    ),
    theirs(texts) {
      return texts.map((text) => { try { return atob(text).length > 0; } catch { return false; } });
    },
    ours: (text) => !codes({ documents: [{ doc_type: 'other', file: `data:text/csv;base64,${text}` }] }).some((code) => code === 'base64_malformed' || code === 'file_empty'),
    reasons: [
      ['`atob` takes blanks; RFC 4648 has none', (text, ours) => !ours && /\s/.test(text)],
      ['`atob` takes it without padding; the API does not', (text, ours) => !ours && !/\s/.test(text) && text.length % 4 !== 0],
    ],
  },
];

await init();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'] });
const page = await browser.newPage();
const unexplained = [];
console.log('| what | oracle | strings | right there | we alone object | it alone objects |\n| --- | --- | ---: | ---: | ---: | ---: |');
const lines = [];
for (const { what, oracle, strings, theirs, ours, reasons } of oracles) {
  const holds = await page.evaluate(theirs, strings);
  const counts = reasons.map(() => 0);
  let [right, weAlone, itAlone] = [0, 0, 0];
  strings.forEach((text, at) => {
    right += Number(holds[at]);
    const here = ours(text);
    if (here === holds[at]) return;
    if (here) itAlone++;
    else weAlone++;
    const reason = reasons.findIndex(([, explains]) => explains(text, here));
    if (reason < 0) unexplained.push([what, text, here ? 'it alone objects' : 'we alone object']);
    else counts[reason]++;
  });
  console.log(`| ${what} | ${oracle} | ${strings.length} | ${right} | ${weAlone} | ${itAlone} |`);
  reasons.forEach(([reason], at) => {
    if (counts[at] === 0) unexplained.push([what, reason, 'a reason for nothing']);
    lines.push(`- ${what}, ${counts[at]}: ${reason}`);
  });
}
console.log(`\n${lines.join('\n')}`);
await browser.close();
for (const words of unexplained.slice(0, 60)) console.error('no reason:', ...words.map((word) => JSON.stringify(word)));
console.error(`${unexplained.length} without a reason`);
process.exitCode = unexplained.length === 0 ? 0 : 1;
