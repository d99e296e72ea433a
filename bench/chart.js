/** The main chart: M in Chromium, as an SVG that reads on light and dark pages. */
import { PEERS } from './build.js';
import { median } from './claims.js';
import { short } from './report.js';

const ROW = 30;
const LEFT = 190;
const WIDTH = 760;
const TOP = 64;

/** @param {string} text */
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * Bars of microseconds, a pair a peer: under a strict policy, and with `eval` allowed.
 * @param {any} run
 */
export function chart(run) {
  const rows = Object.keys(PEERS).map((peer) => ({
    peer,
    strict: median(run.strict.object_m[peer]),
    eval: median(run.eval.object_m[peer]),
    bytes: run.wire[peer],
  }));
  rows.sort((left, right) => left.strict - right.strict);
  // The slowest would press all others flat: bars end at three times ours, with their figure beside them.
  const ours = rows.find(({ peer }) => peer === 'kyb-patch')?.strict ?? 1;
  const most = Math.min(Math.max(...rows.map((row) => Math.max(row.strict, row.eval))), ours * 3);
  const scale = (time) => Math.max(1, (Math.min(time, most) / most) * (WIDTH - LEFT - 190));
  const bar = (row, place, which, top) => {
    const long = scale(row[which]);
    const beyond = row[which] > most ? ' …' : '';
    return `<rect class="${row.peer === 'kyb-patch' ? 'ours ' : ''}${which}" x="${LEFT}" y="${top}" width="${long.toFixed(1)}" height="10" rx="2"/><text class="value" x="${(LEFT + long + 6).toFixed(1)}" y="${top + 9}">${short(row[which])}${beyond}</text>`;
  };
  const body = rows.map((row, place) => {
    const top = TOP + place * ROW;
    const name = `<text class="name${row.peer === 'kyb-patch' ? ' us' : ''}" x="${LEFT - 10}" y="${top + 15}">${escape(PEERS[row.peer])}</text>`;
    const weight = `<text class="weight" x="${WIDTH - 10}" y="${top + 15}">${(row.bytes / 1024).toFixed(1)} KB</text>`;
    return name + bar(row, place, 'strict', top + 2) + bar(row, place, 'eval', top + 14) + weight;
  });
  const height = TOP + rows.length * ROW + 52;
  const { Chromium, zod, valibot, ajv, typebox } = run.versions;
  const note = `Chromium ${Chromium}, zod ${zod}, valibot ${valibot}, Ajv ${ajv}, TypeBox ${typebox}. Medians of one run; bars end at three times ours.`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title note">
<title id="title">Microseconds to check a patch of 27 fields and 2 persons in Chromium, and what a page loads for it</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f }
.head { font-weight: 600; font-size: 15px }
.name { text-anchor: end }
.us { font-weight: 700 }
.value { font-size: 11px }
.weight { text-anchor: end; font-variant-numeric: tabular-nums }
.small { font-size: 11px; fill: #57606a }
.right { text-anchor: end }
.strict { fill: #8c959f } .eval { fill: #d0d7de }
.ours.strict { fill: #0969da } .ours.eval { fill: #80b6f5 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .small { fill: #9198a1 }
  .strict { fill: #7d8590 } .eval { fill: #3d444d }
  .ours.strict { fill: #4493f8 } .ours.eval { fill: #1f5aa8 }
}
</style>
<text class="head" x="10" y="22">Microseconds to check M: 27 fields, 2 persons, in Chromium</text>
<text class="small" x="10" y="42">kyb-patch runs all its rules, “zod, stdnum, countries” the common ones with tax numbers and countries, all others the common ones.</text>
<text class="small right" x="${WIDTH - 10}" y="22">page loads (brotli)</text>
${body.join('\n')}
<rect class="strict" x="10" y="${height - 34}" width="10" height="10" rx="2"/><text class="small" x="26" y="${height - 25}">Content-Security-Policy without eval</text>
<rect class="eval" x="250" y="${height - 34}" width="10" height="10" rx="2"/><text class="small" x="266" y="${height - 25}">eval allowed</text>
<text class="small" id="note" x="10" y="${height - 8}">${escape(note)}</text>
</svg>
`;
}
