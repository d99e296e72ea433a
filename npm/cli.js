#!/usr/bin/env node
/** `kyb-patch check FILE…`: checks records that come from elsewhere, and says by code what is wrong with them. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { init, validate } from './node.js';
import { Malformed, recordsOf, sizeOf } from './records.js';

const USAGE = `Usage: kyb-patch check [options] FILE…

Checks the patches of a file: a line each of JSON Lines (.jsonl, .ndjson, - for
the standard input), or the one object or the list of objects of a .json file.

  --json              each record with issues as a line of JSON, then a summary
  --context FILE      a context, as JSON: kybStatus, kycModel, now, stored, …
  --status STATUS     the KYB status of every customer
  --kyc-model MODEL   reliance or license_as_a_service
  --whole             looks at every byte of files, not at their ends alone
  --no-progress       no progress bar
  --help

Ends with 0 when no record has an error, 1 when one has, 2 when it can't be told.
What a record holds is never printed: places, codes and counts alone.
`;

const OPTIONS = /** @type {const} */ ({
  json: { type: 'boolean' }, context: { type: 'string' }, status: { type: 'string' }, 'kyc-model': { type: 'string' },
  whole: { type: 'boolean' }, 'no-progress': { type: 'boolean' }, help: { type: 'boolean' },
});

/** How often the progress bar is drawn, in milliseconds. */
const DRAW = 100;
/** How many files, records and faults there were. */
const counts = { files: 0, records: 0, withErrors: 0, withWarnings: 0, unreadable: 0 };
/** By code: its severity, how many issues and where the first was. @type {Map<string, { severity: string, count: number, first: string }>} */
const codes = new Map();

/** The end of what was asked for: a wrong call, or a file that can't be read. */
class Stop extends Error {}

async function main() {
  const { values, positionals: [command, ...files] } = parsedArguments();
  if (values.help) return void process.stdout.write(USAGE);
  if (command !== 'check' || files.length === 0) throw new Stop(`nothing to check\n\n${USAGE}`);
  const context = await contextOf(values);
  await init();
  const bar = process.stderr.isTTY && !values['no-progress'];
  for (const file of files) await check(file, context, values.json ?? false, bar);
  const summary = { ...counts, codes: Object.fromEntries(sorted()) };
  await write(values.json ? `${JSON.stringify({ summary })}\n` : inWords());
  process.exitCode = counts.withErrors || counts.unreadable ? 1 : 0;
}

function parsedArguments() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Stop(`${error.message}\n\n${USAGE}`);
  }
}

async function contextOf(values) {
  let given = {};
  try {
    if (values.context) given = JSON.parse(await readFile(values.context, 'utf8'));
  } catch (error) {
    throw new Stop(`${values.context}: ${error.code ?? 'not JSON'}`);
  }
  const { status: kybStatus, 'kyc-model': kycModel } = values;
  return { ...given, ...(kybStatus && { kybStatus }), ...(kycModel && { kycModel }), ...(values.whole && { documents: 'whole' }) };
}

async function check(file, context, json, bar) {
  counts.files++;
  const progress = bar ? new Progress(file, await sizeOf(file).catch(() => undefined)) : undefined;
  try {
    for await (const { place, value, fault, read } of recordsOf(file)) {
      counts.records++;
      progress?.at(read);
      const issues = fault === undefined ? issuesOf(value, context) : undefined;
      if (!issues?.length && fault === undefined) continue;
      note(issues, `${file}:${place}`);
      if (json) await write(`${JSON.stringify(issues ? { file, place, issues } : { file, place, unreadable: fault })}\n`);
    }
  } catch (error) {
    if (error instanceof Malformed) throw new Stop(`${file}: ${error.message}`);
    if (error?.code && error.syscall) throw new Stop(`${file}: ${error.code}`);
    throw error;
  } finally {
    progress?.clear();
  }
}

/** A patch's issues without their messages, which `message` says by code. */
function issuesOf(value, context) {
  return validate(value, context).issues.map(({ message, ...issue }) => issue);
}

/** Counts what was found at a place; undefined stands for what is no record. */
function note(issues, at) {
  if (!issues) {
    counts.unreadable++;
    return count('unreadable', 'error', at);
  }
  if (issues.some(({ severity }) => severity === 'error')) counts.withErrors++;
  else counts.withWarnings++;
  for (const { code, severity } of issues) count(code, severity, at);
}

function count(code, severity, first) {
  const known = codes.get(code);
  if (known) known.count++;
  else codes.set(code, { severity, count: 1, first });
}

/** Errors first, the most frequent first. */
function sorted() {
  return [...codes].sort(([, left], [, right]) => left.severity.localeCompare(right.severity) || right.count - left.count);
}

function inWords() {
  const number = new Intl.NumberFormat('en');
  const rows = sorted().map(([code, { severity, count, first }]) => [number.format(count), severity, code, `first at ${first}`]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  const lines = rows.map(([count, severity, code, first]) =>
    `${count.padStart(widths[0])}  ${severity.padEnd(widths[1])}  ${code.padEnd(widths[2])}  ${first}`);
  const { records, withErrors, withWarnings, unreadable } = counts;
  const right = records - withErrors - withWarnings - unreadable;
  const total = [[records, 'records'], [right, 'right'], [withWarnings, 'with warnings alone'], [withErrors, 'with errors'], [unreadable, 'unreadable']];
  return [...lines, total.map(([count, what]) => `${number.format(Number(count))} ${what}`).join(', '), ''].join('\n');
}

/** A bar on the terminal, drawn a few times a second. */
class Progress {
  #file;
  #size;
  #drawn = 0;
  #began = Date.now();

  constructor(file, size) {
    this.#file = file;
    this.#size = size;
  }

  at(read) {
    // A look at the clock costs more than a record: one for each 64.
    if (counts.records % 64 || Date.now() - this.#drawn < DRAW) return;
    this.#drawn = Date.now();
    const share = this.#size ? Math.min(1, read / this.#size) : 0;
    const bar = this.#size ? `[${'#'.repeat(Math.round(share * 20)).padEnd(20)}] ${String(Math.floor(share * 100)).padStart(3)} %` : '';
    const speed = (read / 1e6 / ((this.#drawn - this.#began) / 1000 || 1)).toFixed(0);
    process.stderr.write(`\r${bar} ${this.#file}: ${counts.records} records, ${speed} MB/s\x1b[K`);
  }

  clear() {
    process.stderr.write('\r\x1b[K');
  }
}

/** Waits for a slow reader, so that nothing piles up. */
async function write(text) {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

// Who reads no more, as `head` does, wants no more.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 2));

main().catch((error) => {
  const known = error instanceof Stop || error?.name === 'InvalidContext';
  process.stderr.write(`kyb-patch: ${known ? error.message.replace(/^kyb-patch: /, '') : error?.stack}\n`);
  process.exitCode = 2;
});
