#!/usr/bin/env node
/** `kyb-patch check FILE…`: checks records that come from elsewhere, and says by code what is wrong with them. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { InvalidContext, KybPatchError, TooLarge, fields, init, validate } from './node.js';
import { Malformed, parsed, recordsOf, sizeOf } from './records.js';

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

Ends with 0 when no record has an error, 1 when one has, 2 when it can't be told:
a wrong call, or a file that can't be read; the other files are checked all the
same. A record that is no JSON in UTF-8, or too large, is unreadable: an error.

What a record holds is never printed: places, codes and counts alone. An unknown
key stands at the place that holds it. --json has one thing more: the country,
industry or option that a field of the company can only mean, as a suggestion.
Of a person, and of dates and addresses of the web, it suggests nothing.
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

/** Codes whose suggestion is of a list that all can read; that of any other is text of the record, put right. */
const LISTED = new Set(['country_formerly_used', 'naics_unknown', 'not_an_option', 'not_iso_3166_alpha3']);
/** Every place of the body. @type {Set<string>} */
let places;
/** Why records could not be read, with how many there are and where the first is. @type {Map<string, { count: number, first: string }>} */
const faults = new Map();
/** Whether every record was looked at. */
let done = false;

/** The end of what was asked for: a wrong call, or a file that can't be read. */
class Stop extends Error {}

async function main() {
  const { values, positionals: [command, ...files] } = parsedArguments();
  if (values.help) return void process.stdout.write(USAGE);
  if (command !== undefined && command !== 'check') throw new Stop(`unknown command: ${command}\n\n${USAGE}`);
  if (files.length === 0) throw new Stop(`nothing to check\n\n${USAGE}`);
  const context = await contextOf(values);
  await init();
  places = new Set(placesOf());
  const bar = process.stderr.isTTY && !values['no-progress'];
  let whole = true;
  for (const file of files) {
    await check(file, context, values.json ?? false, bar).catch((error) => {
      if (!(error instanceof Stop)) throw error;
      // What the other files say is worth having.
      complain(error);
      whole = false;
    });
  }
  done = whole;
  const summary = { ...counts, codes: Object.fromEntries(sorted()) };
  if (done || counts.records) await write(values.json ? `${JSON.stringify({ summary })}\n` : inWords());
  process.exitCode = done ? found() : 2;
}

/** What to end with: what was found so far, or that it can't be told. */
function found() {
  if (counts.withErrors || counts.unreadable) return 1;
  return done ? 0 : 2;
}

function parsedArguments() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Stop(`${error.message}\n\n${USAGE}`);
  }
}

async function contextOf(values) {
  for (const name of /** @type {const} */ (['context', 'status', 'kyc-model'])) {
    if (values[name] === '') throw new Stop(`--${name} is empty: give it a value, or leave it out`);
  }
  const { status: kybStatus, 'kyc-model': kycModel } = values;
  return {
    ...(values.context && (await givenIn(values.context))),
    ...(kybStatus && { kybStatus }), ...(kycModel && { kycModel }), ...(values.whole && { documents: 'whole' }),
  };
}

/** The context that a file holds. @param {string} file */
async function givenIn(file) {
  const bytes = await readFile(file).catch((error) => {
    throw new Stop(`${file}: ${error.code ?? 'not readable'}`);
  });
  const { value, repeated: [twice] = [], fault } = parsed(bytes);
  if (fault !== undefined) throw new Stop(`${file}: ${fault}`);
  // What is stored is a record: of its keys none is printed.
  if (twice !== undefined) throw new Stop(`${file}: a key stands twice at /${twice.split('/')[1]}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Stop(`${file}: a context is one object of JSON`);
  return value;
}

async function check(file, context, json, bar) {
  counts.files++;
  const progress = bar ? new Progress(file, await sizeOf(file).catch(() => undefined)) : undefined;
  try {
    for await (const record of recordsOf(file)) {
      const { place } = record;
      counts.records++;
      progress?.at(record.read);
      const { issues, fault } = judged(record, context);
      if (issues?.length === 0) continue;
      note(issues, `${file}:${place}`, fault);
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

/**
 * What is printed of a patch's issues; a fault for what can't be checked. The records after it are none the worse.
 * @param {import('./records.js').Found} record
 * @returns {{ issues?: any[], fault?: string }}
 */
function judged({ value, repeated = [], fault }, context) {
  if (fault !== undefined) return { fault };
  try {
    const issues = validate(value, context).issues.map(told);
    // Of a key that the API does not know it is said that it does not.
    for (const path of new Set(repeated)) if (named(path) === path) issues.push(twice(path, context));
    return { issues };
  } catch (error) {
    if (!(error instanceof KybPatchError) || error instanceof InvalidContext) throw error;
    return { fault: error instanceof TooLarge ? 'too large' : error.message.replace(/^kyb-patch: /, '') };
  }
}

/** What is printed of an issue: `message` words it by its code, and what is left tells nothing of a person. */
function told({ message, suggestion, path, ...issue }) {
  const open = LISTED.has(issue.code) && !path.startsWith('/associated_persons/');
  return { path: named(path), ...issue, ...(suggestion !== undefined && open && { suggestion }) };
}

/** The issue of a key that stands twice: a text alone can tell of it, what is parsed has but one. */
function twice(path, { severity }) {
  return { path, code: 'duplicate_key', severity: severity?.duplicate_key ?? 'error', params: {} };
}

/** A path as far as the API has names for it: any other key is text of the record. @param {string} path */
function named(path) {
  let [place, as] = ['', ''];
  for (const key of path.split('/').slice(1)) {
    const step = /^\d+$/.test(key) ? '*' : key;
    if (!places.has(`${place}/${step}`)) break;
    place += `/${step}`;
    as += `/${key}`;
  }
  return as;
}

/** Every place of the body, `*` for an item of a list. */
function* placesOf() {
  for (const { path, list } of fields()) {
    const keys = path.split('/');
    for (let at = 2; at <= keys.length; at++) yield keys.slice(0, at).join('/');
    if (list) yield `${path}/*`;
  }
}

/** Counts what was found at a place; a fault stands for what is no record. */
function note(issues, at, fault) {
  if (!issues) {
    counts.unreadable++;
    const known = faults.get(fault);
    if (known) known.count++;
    else faults.set(fault, { count: 1, first: at });
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
  const rows = sorted().flatMap(([code, { severity, count, first }]) => {
    if (code !== 'unreadable') return [[number.format(count), severity, code, `first at ${first}`]];
    return [...faults].map(([fault, { count, first }]) => [number.format(count), severity, code, `first at ${first}: ${fault}`]);
  });
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

// Who reads no more, as `head` does, wants no more; that is no word that the records are right.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? found() : 2));

function complain(error) {
  const known = error instanceof Stop || error?.name === 'InvalidContext';
  process.stderr.write(`kyb-patch: ${known ? error.message.replace(/^kyb-patch: /, '') : error?.stack}\n`);
}

main().catch((error) => {
  complain(error);
  process.exitCode = 2;
});
