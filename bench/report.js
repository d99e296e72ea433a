/** What a run says to people: tables for the terminal and for docs/bench.md. */
import { PEERS } from './build.js';
import { holds, judged, median } from './claims.js';
import { GROWTH } from './patches.js';

const HOSTS = {
  strict: 'Chromium, Content-Security-Policy without `eval`',
  eval: 'Chromium, `eval` allowed',
  firefox: 'Firefox, Content-Security-Policy without `eval`',
  node: 'Node',
};

const ROWS = {
  object_s: 'S: 8 fields',
  object_m: 'M: 27 fields, 2 persons',
  object_m_beyond_ascii: 'M with letters beyond ASCII',
  object_l: 'L: 4 persons, three documents of 1 MB',
  object_m_invalid: 'M with 6 errors',
  text_m: 'M from JSON text',
  bytes_m: 'M from bytes',
  field_email: 'one field: e-mail',
  field_tax_country: 'one field: country',
  field_business_legal_name: 'one field: name',
  lines: 'a line of 100,000 JSON Lines',
  cold_1: 'cold',
  cached_1: 'cached',
  page_1: 'with its page, cold',
  cold_4: 'cold, CPU slowed four times',
  cached_4: 'cached, CPU slowed four times',
  page_4: 'with its page, cold, CPU slowed four times',
  native_s: 'S from bytes',
  native_m: 'M from bytes',
  native_lines: 'a line of 100,000 JSON Lines',
};

/** A number with three digits that say something. */
export const short = (number) => (number >= 100 ? String(Math.round(number)) : number.toPrecision(3));

/** A table as Markdown. @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

const bytes = (number) => number.toLocaleString('en');

/** Medians of some cases, a column a peer. */
function times(cases, names, peers, unit = 1) {
  const rows = names.filter((name) => cases[name]).map((name) => [
    ROWS[name] ?? name,
    ...peers.map((peer) => (cases[name][peer] ? short(median(cases[name][peer]) / unit) : '')),
  ]);
  return table(['', ...peers.map((peer) => PEERS[peer] ?? peer)], rows);
}

/** The claims with what was measured. */
function claims(run) {
  const rows = judged(run).map((claim) => {
    const { key, says, bound, goal, value, low, high } = claim;
    const range = low === high ? '' : `${short(low)} to ${short(high)}`;
    return [says, `\`${key}\``, `at ${bound} ${goal}`, `**${short(value)}**`, range, holds(claim, value) ? 'holds' : '**lost**'];
  });
  return table(['', 'in the JSON', 'asked', 'measured', 'half of the rounds', ''], rows);
}

function losses(run) {
  const lost = judged(run).filter((claim) => !holds(claim, claim.value));
  if (lost.length === 0) return 'Nowhere, of what is asked above.';
  return lost.map(({ says, value, goal, why }) => `- **${says}**: ${short(value)}, asked ${goal}. ${why ?? ''}`.trim()).join('\n');
}

function growth({ strict }) {
  const peers = Object.keys(strict.growth_1);
  const rows = GROWTH.map((persons) => [
    String(persons),
    ...peers.map((peer) => short(median(strict[`growth_${persons}`][peer]) / persons)),
  ]);
  return table(['persons', ...peers.map((peer) => PEERS[peer])], rows);
}

function files(run) {
  const rows = Object.entries({ strict: 'Chromium', firefox: 'Firefox', node: 'Node' })
    .filter(([host]) => run[host]?.file_text)
    .map(([host, name]) => [
      name,
      ...['file_blob', 'file_text'].flatMap((of) => ['kyb-patch', 'copy'].map((peer) => short(median(run[host][of][peer]) / 1000))),
    ]);
  return table(['ms', 'a File, inspected', 'its copy', 'a data URI in a patch, whole', 'its copy'], rows);
}

function wire({ wire: sizes }) {
  const peers = Object.keys(PEERS);
  const rows = peers.map((peer) => [PEERS[peer], bytes(sizes[peer]), peer === 'kyb-patch' ? 'all' : peer === 'same-verdicts' ? 'common, tax numbers, countries' : 'common']);
  rows.push(['kyb-patch with submit and everything else', bytes(sizes.everything), 'all']);
  return table(['', 'bytes', 'rules'], rows);
}

/** The lines about where and with what. */
function setting({ versions, machine, effort }) {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${effort === 'quick' ? 'A quick run, good for nothing but to see that it runs. ' : ''}${machine}. ${list.join(', ')}.`;
}

/** The document. @param {any} run */
export function document(run) {
  const all = Object.keys(PEERS);
  const hosts = Object.entries(HOSTS).filter(([host]) => run[host]);
  const cases = Object.keys(ROWS).filter((name) => /^(object|text|bytes|field|lines)/.test(name));
  const megabytes = (time) => short(run.lines.bytes / run.lines.count / time);
  const lines = (host, name) =>
    Object.entries(run[host]?.[name] ?? {}).map(([peer, measured]) => [`${PEERS[peer] ?? peer}${host === 'native' ? ', native' : ''}`, megabytes(median(measured) / (host === 'node' ? run.lines.count : 1))]);
  return `# Small and fast, measured

\`cargo xtask bench\` wrote this page. It measures the rules beside what people use today, all in one run.

${setting(run)}

![Microseconds to check M in Chromium](bench.svg)

**How.** Every peer has the same *common* rules: types, formats, options, alpha-3, what is required. \`bench/agree.test.js\`
holds that they give the same verdicts on the same patches. Ours always runs *all* its rules: there is no smaller set to
choose. Samples of about a millisecond are taken in rounds, one of every peer a round, and what is shown is the median;
a ratio is the median of the rounds' ratios, with the quartiles beside it. Each patch comes in eight variants.

## What is asked, and what was measured

${claims(run)}

## Where we lose, and why

${losses(run)}

Beside these: Ajv's compiled functions and code by hand are faster than any crossing into WebAssembly where only the
common rules are asked, and both are smaller on the wire. They know nothing of tax numbers, of the NAICS table, of what
a file is, of rules across fields, and give no wording.

${hosts.map(([host, name]) => `## ${name}\n\nMicroseconds a call, medians.${host === 'node' ? ' Of the JSON Lines, a line: decoded, parsed, checked.' : ''}\n\n${times(perLine(run[host], run.lines.count), cases, all)}`).join('\n\n')}

## Growth

Microseconds a person in Chromium: a straight line stays where it is.

${growth(run)}

## 100,000 JSON Lines

${bytes(run.lines.bytes)} bytes, in MB a second.

${table(['', 'MB/s'], [...lines('node', 'lines'), ...lines('native', 'native_lines')])}

## Natively

Microseconds a call beside the crates \`jsonschema\` and \`garde\`, from bytes: each reads the JSON with serde_json.

${times(run.native, ['native_s', 'native_m', 'native_lines'], ['kyb-patch', 'jsonschema', 'garde'])}

## A file of 10 MB

Milliseconds, beside the plain copy of the same into the memory of a module. The memory of ours held
${bytes(run.memory.before)} bytes after the first three and ${bytes(run.memory.after)} after the last.

${files(run)}

## Over the wire

Bundled and minified by esbuild, packed with brotli at its best, what a page fetches until its first verdict: scripts and,
of ours, the module.

${wire(run)}

## Cold start

Chromium, from a local server over HTTP: milliseconds from when a page asks for the peer, fetching included, to its
verdict on M. *Cached* is the third visit. *With its page* runs from the page's own last byte, and so has the start of
the page in it, which is most of it and the same for all. Slowing the CPU slows the page's own thread; the compiler of
WebAssembly runs on others, but for what is compiled when it is first called.

${times(run.chromium, ['cold_1', 'cached_1', 'page_1', 'cold_4', 'cached_4', 'page_4'], all, 1000)}
`;
}

/** The bulk's time is that of all its lines. */
function perLine(cases, count) {
  if (!cases.lines) return cases;
  const lines = Object.fromEntries(Object.entries(cases.lines).map(([peer, measured]) => [peer, measured.map((time) => time / count)]));
  return { ...cases, lines };
}

/** The few lines for a terminal. @param {any} run */
export function summary(run) {
  const rows = judged(run).map((claim) => {
    const { key, bound, goal, value, low, high } = claim;
    const range = low === high ? '' : `(${short(low)} to ${short(high)})`;
    return `${key.padEnd(24)}${short(value).padStart(8)}  ${range.padEnd(18)}at ${bound} ${String(goal).padEnd(5)} ${holds(claim, value) ? 'holds' : 'LOST'}`;
  });
  const columns = Object.keys(PEERS);
  const cells = (cells) => cells.map((cell, at) => (at === 0 ? cell.padEnd(40) : cell.slice(0, 14).padStart(15))).join('');
  const tables = Object.entries(HOSTS)
    .filter(([host]) => run[host])
    .map(([host, name]) => {
      const cases = perLine(run[host], run.lines.count);
      const body = Object.keys(ROWS).filter((row) => cases[row]?.zod).map((row) => cells([ROWS[row], ...columns.map((peer) => short(median(cases[row][peer])))]));
      return [`\n${name}, microseconds`, cells(['', ...columns.map((peer) => PEERS[peer])]), ...body].join('\n');
    });
  return `${tables.join('\n')}\n\n${rows.join('\n')}\n`;
}
