import { h } from '../dom.js';
import { language, say } from '../language/index.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * How much of the business is accounted for, in words and as a small bar with a part for each owner.
 * @param {Array<Record<string, any>>} stored
 * @param {Array<Record<string, any>>} added
 * @returns {HTMLElement[]} nothing while nobody owns a share
 */
export function ownership(stored, added) {
  const shares = [...stored, ...added].filter((person) => person.has_ownership === true)
    .map((person) => person.ownership_percentage).filter((share) => typeof share === 'number' && share > 0);
  if (shares.length === 0) return [];
  // Hundredths: three times 33.33 is 99.99, not 99.99000000000001.
  const total = shares.reduce((sum, share) => sum + Math.round(share * 100), 0) / 100;
  const words = (/** @type {number} */ number) => new Intl.NumberFormat(language(), { maximumFractionDigits: 2 }).format(number);
  return [h('section', { class: 'ownership', 'aria-live': 'polite' },
    h('h2', {}, say('people.ownership.title')),
    bar(shares, total),
    h('p', { class: total > 100 ? 'over' : '' }, total > 100 ? say('people.ownership.above', { total: words(total) }) : say('people.ownership.total', { total: words(total) })),
    total < 100 ? h('p', { class: 'hint' }, say('people.ownership.rest', { rest: words(Math.round((100 - total) * 100) / 100) })) : null)];
}

/** @param {number[]} shares @param {number} total */
function bar(shares, total) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'bar-of-shares');
  svg.setAttribute('viewBox', '0 0 100 6');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const scale = 100 / Math.max(100, total);
  let from = 0;
  for (const [at, share] of shares.entries()) {
    const part = document.createElementNS(SVG, 'rect');
    part.setAttribute('x', String(from * scale));
    // A sliver of ground between two owners.
    const gap = at < shares.length - 1 ? 0.4 : 0;
    part.setAttribute('width', String(Math.max(0.4, share * scale - gap)));
    part.setAttribute('height', '6');
    svg.append(part);
    from += share;
  }
  return svg;
}
