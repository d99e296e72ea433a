import { taxFormat } from '/kyb-patch/index.js';
import { say } from '../language/index.js';

/**
 * Beside each tax number, how numbers of the chosen kind are written in the chosen country, where that is known.
 * @param {import('./form.js').Form} form
 */
export function hintTaxNumbers(form) {
  const named = new Map(form.named());
  for (const [pointer, field] of named) {
    if (!pointer.endsWith('/tax_id')) continue;
    const around = pointer.slice(0, -'tax_id'.length);
    const answer = (/** @type {string} */ name) => named.get(around + name)?.read();
    const country = answer('tax_country') ?? answer('country_of_tax');
    const type = answer('tax_type');
    const format = country && type ? taxFormat(String(country), String(type)) : undefined;
    field.setExample(format ? say('tax_format', { type: String(type), example: example(format) }) : '');
  }
}

/** A format as a number that could be one: digits and letters in their order. @param {string} format */
function example(format) {
  let digits = 0;
  let letters = 0;
  // Kept together on one line.
  return format.replaceAll(' ', '\u00a0').replace(/[#*A]/g, (place) => (place === 'A' ? 'ABCDEFGHJK'[letters++ % 10] : String(++digits % 10)));
}
