import { h, idOf } from '../dom.js';
import { say } from '../strings/index.js';
import { dateIn, describeInstant } from './date.js';

/** @typedef {import('../form/field.js').Field} Field */
/** @typedef {import('../form/field.js').Control} Control */

/**
 * When the terms of service were accepted: at this moment, at an earlier one, or in a signing session,
 * which gave a number instead. The last is the answer of the field `signed_agreement_id`.
 * @param {Field} field
 * @returns {Control}
 */
export function terms(field) {
  const { element } = field;
  const ways = /** @type {const} */ (['now', 'earlier', 'number']);
  const inputs = ways.map((way) => /** @type {HTMLInputElement} */ (h('input', { type: 'radio', value: way, 'data-terms': way })));
  const stamp = h('p', { class: 'stamp', role: 'status' });
  const earlier = h('fieldset', { class: 'unfold', hidden: true }, h('legend', {}, say('terms.when')));
  const date = dateIn(earlier, earlier);
  const time = /** @type {HTMLInputElement} */ (h('input', { type: 'time', class: 'short' }));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  earlier.append(h('div', { class: 'time' }, h('label', { for: idOf(time) }, say('terms.time')), h('p', { class: 'hint' }, say('terms.zone', { zone })), time));
  element.setAttribute('role', 'radiogroup');
  element.append(h('div', { class: 'options' }, ...ways.flatMap((way, at) => [
    h('div', { class: 'option' }, inputs[at], h('label', { for: idOf(inputs[at]) }, say(`terms.${way}`))),
    way === 'now' ? stamp : way === 'earlier' ? earlier : null,
  ].filter((node) => node !== null))));

  /** @type {string|undefined} */
  let moment;
  /** What was stored, and how the controls looked with it: it is sent back as it was unless they change. */
  let stored = { value: /** @type {string|undefined} */ (undefined), look: '' };
  const chosen = () => inputs.find((input) => input.checked)?.value;
  const look = () => `${date.read()} ${time.value}`;

  const show = () => {
    earlier.hidden = chosen() !== 'earlier';
    stamp.textContent = moment && chosen() === 'now' ? say('terms.accepted', { when: describeInstant(moment) }) : '';
  };
  element.addEventListener('change', (event) => {
    if (event.target === inputs[0]) moment = new Date().toISOString();
    show();
  });

  return {
    read: () => {
      if (chosen() === 'now') return moment;
      if (chosen() !== 'earlier' || !date.read() || !time.value) return undefined;
      if (stored.value && look() === stored.look) return stored.value;
      const instant = new Date(`${date.read()}T${time.value}`);
      return Number.isNaN(instant.getTime()) ? `${date.read()}T${time.value}:00Z` : instant.toISOString();
    },
    write: (value) => {
      inputs.forEach((input) => { input.checked = Boolean(value) && input.value === 'earlier'; });
      const instant = value ? new Date(value) : null;
      const two = (/** @type {number} */ part) => String(part).padStart(2, '0');
      date.write(instant ? `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}` : undefined);
      time.value = instant ? `${two(instant.getHours())}:${two(instant.getMinutes())}` : '';
      stored = { value: value ?? undefined, look: look() };
      show();
    },
    inputs: () => [...inputs, ...date.inputs(), time],
    describe: describeInstant,
    own: () => {
      if (chosen() !== 'earlier') return [];
      if (date.own?.().length) return date.own();
      return date.read() && time.value ? [] : [{ code: 'timestamp_incomplete', message: say('own.timestamp_incomplete') }];
    },
  };
}
