/**
 * What a server's log may say. Every server that a test here starts is held to it as it ends: each line has one of the
 * forms below, and no text of the seeds, no key or token, and nothing that a page sent is in it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const seeds = fileURLToPath(new URL('../../server/seeds', import.meta.url));

/** The steps of routes. Anything else in a path would be text of a client's. */
const STEPS = ['v1', 'customers', 'associated_persons', 'tos_links', 'sign', 'kyb', 'validate', 'console', 'terms', 'status',
  'review_issues', 'link', 'healthz', 'readyz', 'relay', 'links', 'openapi.json'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'other'];
const NOTES = ['sqlite=\\d+', 'upstream status=\\d{3}', 'upstream none=(?:NotSent|Lost)',
  'upstream refuses the key or the time of the signature'];
const ANSWER = `method=(?:${METHODS.join('|')}) route=(?:\\(file\\)|(?:/(?:${STEPS.join('|')}|\\{\\w+\\}))*/?) status=\\d{3} ms=\\d{1,7}`;
const LINE = new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z request=[0-9a-f]{16} (?:${ANSWER}|${NOTES.join('|')})$`);

/** Shorter texts stand in words by chance. */
const LONG_ENOUGH = 5;

/** What the pages of this process sent, and what else its tests name. @type {Set<string>} */
export const sent = new Set(['test_access_key', 'dGVzdC1zZWNyZXQta2V5LW1hdGVyaWFs']);
for (const name of readdirSync(seeds)) if (name.endsWith('.json')) note(JSON.parse(readFileSync(join(seeds, name), 'utf8')));

/** Keeps the texts in a value for the search. @param {unknown} value */
export function note(value) {
  if (typeof value === 'string') sent.add(value);
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(note);
}

/** Keeps what a page sends: the texts of a body, and who it says it is. @param {import('playwright-core').Request} request */
export function noteRequest(request) {
  const { authorization } = request.headers();
  if (authorization) note(authorization.replace(/^Bearer /, ''));
  const body = request.postData();
  if (!body) return;
  try {
    note(JSON.parse(body));
  } catch {
    note(body);
  }
}

/**
 * The first line that says what it may not; undefined where there is none.
 * @param {string[]} lines
 * @param {Iterable<string>} texts
 */
export function fault(lines, texts = sent) {
  const strange = lines.find((line) => !LINE.test(line));
  if (strange !== undefined) return `the log has a line of no known form: ${strange}`;
  // Without the times at their heads, which what a page sends may be by chance.
  const log = lines.map((line) => line.slice(line.indexOf(' '))).join('\n');
  const words = new Set(log.split(/[ =\n]/));
  for (const text of texts) {
    // A number may stand in an id or a time by chance: as a word it may not.
    const byChance = /^[0-9a-f]{1,15}$/i.test(text);
    if (text.length < LONG_ENOUGH || METHODS.includes(text) || STEPS.includes(text)) continue;
    if (byChance ? words.has(text) : log.includes(text)) return `the log says ${text}`;
  }
  return undefined;
}

/**
 * Collects the log of a server that writes it to its stderr. What it says before it serves, or as it ends, is shown.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {{ hold: () => void }} `hold` throws where the log says what it may not
 */
export function collectLog({ stderr }) {
  /** @type {string[]} */
  const lines = [];
  if (!stderr) throw new TypeError('stderr is not piped');
  createInterface({ input: stderr }).on('line', (line) => {
    lines.push(line);
    if (!line.includes(' request=')) console.error(line);
  });
  return {
    hold() {
      const found = fault(lines);
      if (found) throw new Error(found);
    },
  };
}
