/** What the project promises of its size and speed: each claim, how it is computed from a run, and what is asked of it. */

const sorted = (numbers) => numbers.toSorted((left, right) => left - right);

/** The number below which a part of all lies. @param {number[]} numbers @param {number} part */
export function quantile(numbers, part) {
  const all = sorted(numbers);
  const place = (all.length - 1) * part;
  const [below, above] = [all[Math.floor(place)], all[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

export const median = (numbers) => quantile(numbers, 0.5);

/** The ratio of two in each round: both were slowed by the same, so their ratio is steadier than they are. */
function ratio(over, under) {
  return over.map((time, round) => time / under[round]);
}

/** A value with its spread: the quartiles of its rounds. */
const spread = (numbers) => ({ value: median(numbers), low: quantile(numbers, 0.25), high: quantile(numbers, 0.75) });
const exact = (value) => ({ value, low: value, high: value });

/** KB are of 1,024 bytes, as `cargo xtask build` counts. */
const kb = (bytes) => bytes / 1024;

const faster = (host, name, peer) => (run) => spread(ratio(run[host][name][peer], run[host][name]['kyb-patch']));

/**
 * @typedef {object} Claim
 * @property {string} key its name in the JSON
 * @property {string} says what is compared
 * @property {'least' | 'most'} bound
 * @property {number} goal
 * @property {(run: any) => { value: number, low: number, high: number }} of
 * @property {string} [why] why we lose where we lose
 */

/** @type {Claim[]} */
export const CLAIMS = [
  {
    key: 'object_m_vs_zod_csp',
    says: 'M from an object, Chromium, strict CSP: zod’s time by ours',
    bound: 'least',
    goal: 2,
    of: faster('strict', 'object_m', 'zod'),
    why: 'Ours runs every rule we ship on it, zod the common ones alone; encoding the object is about a quarter of our time.',
  },
  {
    key: 'object_s_vs_zod_csp',
    says: 'S, the same',
    bound: 'least',
    goal: 1.5,
    of: faster('strict', 'object_s', 'zod'),
    why: 'As M; of eight fields, the crossing itself is a larger part.',
  },
  {
    key: 'object_l_vs_zod_csp',
    says: 'L, the same',
    bound: 'least',
    goal: 1.5,
    of: faster('strict', 'object_l', 'zod'),
    why: 'Ours runs every rule we ship, and looks at 8 KiB of each document; the peers look at the first bytes of its text.',
  },
  {
    key: 'object_m_vs_zod',
    says: 'M, where the page lets zod compile itself with `eval`',
    bound: 'least',
    goal: 1,
    of: faster('eval', 'object_m', 'zod'),
    why: 'With `eval`, zod compiles its common rules to JavaScript, and the object never leaves the engine.',
  },
  {
    key: 'growth_exponent',
    says: 'Our time from 100 to 1,000 persons, as the exponent of a power; 1 is linear',
    bound: 'most',
    goal: 1.05,
    of: ({ strict }) => spread(ratio(strict.growth_1000['kyb-patch'], strict.growth_100['kyb-patch']).map(Math.log10)),
    why: 'A thousand persons no longer fit into the caches of the processor; zod’s curve bends at the same place.',
  },
  {
    key: 'object_l_vs_m',
    says: 'Our L by our M: what three documents of 1 MB and two more persons cost',
    bound: 'most',
    goal: 1.7,
    of: ({ strict }) => spread(ratio(strict.object_l['kyb-patch'], strict.object_m['kyb-patch'])),
    why: 'Documents do not cross but for their ends; the ends are 8 KiB each, and all of them are looked at.',
  },
  {
    key: 'lines_vs_zod',
    says: '100,000 JSON Lines in Node: our throughput by zod’s',
    bound: 'least',
    goal: 2.5,
    of: faster('node', 'lines', 'zod'),
    why: 'Every peer and ours first pay the same for `JSON.parse`, which takes more of the time than the checks.',
  },
  {
    key: 'lines_vs_ajv',
    says: '100,000 JSON Lines in Node: our throughput by Ajv’s',
    bound: 'least',
    goal: 1.5,
    of: faster('node', 'lines', 'ajv'),
    why: 'Ajv’s compiled functions read the parsed object where it lies; ours has to cross into the module.',
  },
  {
    key: 'native_vs_jsonschema',
    says: 'M from bytes, natively: the time of the jsonschema crate by ours',
    bound: 'least',
    goal: 1,
    of: faster('native', 'native_m', 'jsonschema'),
    why: 'Ours decodes the files and runs the rules across fields, of which the schema knows nothing.',
  },
  {
    key: 'field_vs_zod',
    says: 'A field as typed: our time by zod’s; the worst of three fields',
    bound: 'most',
    goal: 3,
    of: ({ strict }) => {
      const fields = Object.keys(strict).filter((name) => name.startsWith('field_'));
      const all = fields.map((name) => spread(ratio(strict[name]['kyb-patch'], strict[name].zod)));
      return all.reduce((worst, one) => (one.value > worst.value ? one : worst));
    },
    why: 'A call compares the context, crosses and comes back: about a microsecond, however little it asks.',
  },
  {
    key: 'file_vs_copy',
    says: 'A file of 10 MB, every byte checked, by the plain copy of it into a module',
    bound: 'most',
    goal: 1.3,
    of: ({ strict }) => spread(ratio(strict.file_blob['kyb-patch'], strict.file_blob.copy)),
    why: 'The browser reads the file, and every name in a PDF is looked at.',
  },
  { key: 'wire_kb', says: 'What a page loads to validate, KB of brotli', bound: 'most', goal: 25, of: ({ wire }) => exact(kb(wire['kyb-patch'])), why: 'The rules themselves: names, wording and tables of all of them are in the module.' },
  { key: 'wire_vs_zod', says: 'The same by zod with the common rules', bound: 'most', goal: 1, of: ({ wire }) => exact(wire['kyb-patch'] / wire.zod), why: 'zod’s 25 KB hold the common rules alone.' },
  { key: 'wire_all_kb', says: 'With submit and everything else, KB of brotli', bound: 'most', goal: 32, of: ({ wire }) => exact(kb(wire.everything)), why: 'As above.' },
  {
    key: 'wire_vs_same_verdicts',
    says: 'The same by zod with stdnum and i18n-iso-countries',
    bound: 'most',
    goal: 0.45,
    of: ({ wire }) => exact(wire.everything / wire['same-verdicts']),
    why: 'As above.',
  },
  {
    key: 'cold_vs_zod',
    says: 'From asking for it to the first verdict, nothing cached, CPU slowed four times: zod’s time by ours',
    bound: 'least',
    goal: 2,
    of: faster('chromium', 'cold_4', 'zod'),
    why: 'Ours fetches a second file, and each of its functions is compiled when it is first called.',
  },
];

/** Whether a value holds its claim. @param {Claim} claim @param {number} value */
export const holds = ({ bound, goal }, value) => (bound === 'least' ? value >= goal : value <= goal);

/**
 * All claims of a run.
 * @param {any} run
 */
export const judged = (run) => CLAIMS.map((claim) => ({ ...claim, ...claim.of(run) }));
