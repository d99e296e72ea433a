/** Long data URIs that are right, and wrong in every way that a decoder may pass over; for Node and for pages. */

/** A PDF of a size, in base64. @param {number} size */
const pdf = (size, begin = '%PDF-1.7\n', end = '%%EOF') => btoa(begin.padEnd(size - end.length, '\xfb') + end);

/** A text with another in place of as many signs; from the end where the place is below zero. */
function replaced(text, at, other) {
  const from = at < 0 ? text.length + at : at;
  return text.slice(0, from) + other + text.slice(from + other.length);
}

const PDF = 'application/pdf';
const right = pdf(9_000);
const padded = pdf(9_001);
const half = pdf(9_002);
/** Of which all is looked at. */
const small = pdf(301);
/** Headers of every length of a four: the first 4 KiB end within it. */
const types = [PDF, 'image/png', 'image/jpeg', 'text/csv'];
/** @type {Record<string, string>} */
const bodies = {
  right,
  padded,
  half,
  active: pdf(9_000, '%PDF-1.7\n/JavaScript (x)'),
  cut: pdf(9_000, '%PDF-1.7', 'x'),
  program: pdf(9_000, 'MZ'),
  'too large': pdf(3_200_001),
  'bits after the end': replaced(padded, -3, 'h=='),
  'bits after the end, of two': replaced(half, -2, 'h='),
  'no padding': padded.slice(0, -2),
  'padding cut': padded.slice(0, -1),
  'padding thrice': replaced(right, -3, '==='),
  'padding apart': replaced(right, -3, '= ='),
  'padding before the end': replaced(right, -4, 'A=A='),
  'ends at the first 4 KiB': replaced(right, 4_060, 'AA=='),
  'ends before the first 4 KiB': replaced(right, 4_040, 'AA=='),
  'of URLs': right.replaceAll('+', '-').replaceAll('/', '_'),
  'odd in length': right.slice(0, -1),
  short: right.slice(0, 5_000),
  small,
  'small, of whole threes': pdf(300),
  'small, with bits after the end': replaced(small, -3, 'h=='),
  'small, without padding': small.slice(0, -2),
  'small, padding apart': replaced(small, -3, '= ='),
  'as long as two ends': pdf(6_123),
  'longer than two ends': pdf(6_126),
};
for (const sign of [' ', '\n', '\v', 'ü', '😀', '\ud83d', '=', '-']) {
  for (const at of [0, 3, 2_000, 4_066, 4_067, 4_068, 4_069, 4_071, 4_072, 5_000, -4_097, -4_096, -2_000, -4, -2, -1]) {
    bodies[`${sign} at ${at}`] = replaced(right, at, sign);
    bodies[`${sign} at ${at}, padded`] = replaced(padded, at, sign);
    bodies[`${sign} four times at ${at}`] = replaced(right, at, sign.repeat(4));
    bodies[`${sign} at ${at % 400}, small`] = replaced(small, at % 400, sign);
  }
}
export const texts = Object.values(bodies).flatMap((body) => types.map((type) => `data:${type};base64,${body}`));
texts.push(
  `data:image/jpg;base64,${right}`, `data:image/x;base64,${right}`, `data:;base64,${right}`, `data:${PDF},${right}`, `data:${PDF};charset=x;base64,${right}`, `data:${PDF};base64;${right}`, `DATA:${PDF};base64,${right}`,
  `data:${PDF};BASE64,${right}`, ` data:${PDF};base64,${right}`, `data${PDF};base64,${right}`, `data:${'a'.repeat(300)}/b;base64,${right}`,
  `data:a/${'b'.repeat(254)};base64,${right}`, `data:a/${'b'.repeat(255)};base64,${right}`, `data:ü/b;base64,${right}`, `data:\u0100/b;base64,${right}`,
  `data:${'a'.repeat(120)}/b;base64,`, `data:${'a'.repeat(120)}/b;base64,=`, `data:${'a'.repeat(120)}/b;base64,====`, `data:${'a'.repeat(120)}/b;base64`,
  `data:a\u013b/b;base64,${right}`, `data:\ud83d/b;base64,${right}`, right, 'a'.repeat(9_000), ';'.repeat(9_000), `data:${'x'.repeat(9_000)}`, `${'x'.repeat(9_000)};base64,`,
);
