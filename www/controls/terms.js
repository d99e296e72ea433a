import { now } from '../clock.js';
import { h, idOf } from '../dom.js';
import { say } from '../language/index.js';
import { clearing } from './choices.js';
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
  const place = h('div', {});
  const clear = clearing(element, inputs);
  /** @type {ReturnType<typeof earlierMoment>|null} */
  let earlier = null;
  element.setAttribute('role', 'radiogroup');
  element.append(h('div', { class: 'options' }, ...ways.flatMap((way, at) => [
    h('div', { class: 'option' }, inputs[at], h('label', { for: idOf(inputs[at]) }, say(`terms.${way}`))),
    ...(way === 'now' ? [stamp] : way === 'earlier' ? [place] : []),
  ])), clear);

  /** @type {string|undefined} */
  let moment;
  /** What was stored, and how the controls looked with it: it is sent back as it was unless they change. */
  let stored = { value: /** @type {string|undefined} */ (undefined), look: '' };
  const chosen = () => inputs.find((input) => input.checked)?.value;

  const show = () => {
    // Made when first asked for: a time control and a time zone are slow to make on a phone.
    if (chosen() === 'earlier' && !earlier) {
      earlier = earlierMoment(place);
      field.rename();
      field.describe();
    }
    place.hidden = chosen() !== 'earlier';
    clear.hidden = !chosen();
    stamp.textContent = moment && chosen() === 'now' ? say('terms.accepted', { when: describeInstant(moment) }) : '';
  };
  element.addEventListener('change', (event) => {
    if (event.target === inputs[0]) moment = now().toISOString();
    show();
  });

  return {
    read: () => {
      if (chosen() === 'now') return moment;
      if (chosen() !== 'earlier') return undefined;
      return stored.value && earlier?.look() === stored.look ? stored.value : earlier?.read();
    },
    write: (value) => {
      inputs.forEach((input) => { input.checked = Boolean(value) && input.value === 'earlier'; });
      show();
      earlier?.write(value);
      stored = { value: value ?? undefined, look: earlier?.look() ?? '' };
    },
    keep: () => chosen() && { way: chosen(), moment, earlier: earlier?.keep() },
    resume: (kept) => {
      inputs.forEach((input) => { input.checked = input.value === kept?.way; });
      moment = kept?.moment;
      show();
      if (kept?.earlier) earlier?.resume(kept.earlier);
    },
    inputs: () => [...inputs, ...(earlier?.inputs() ?? [])],
    describe: describeInstant,
    own: () => (chosen() === 'earlier' ? earlier?.own() ?? [] : []),
  };
}

/**
 * A date and a time in the person's own time zone.
 * @param {HTMLElement} place
 */
function earlierMoment(place) {
  const group = h('fieldset', { class: 'unfold' }, h('legend', {}, say('terms.when')));
  const date = dateIn(group, group);
  const time = /** @type {HTMLInputElement} */ (h('input', { type: 'time', class: 'short' }));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  group.append(h('div', { class: 'time' }, h('label', { for: idOf(time) }, say('terms.time')), h('p', { class: 'hint' }, say('terms.zone', { zone })), time));
  place.append(group);
  const two = (/** @type {number} */ part) => String(part).padStart(2, '0');
  return {
    look: () => `${date.read()} ${time.value}`,
    keep: () => ({ date: date.keep?.(), time: time.value }),
    resume: (/** @type {{ date: string[], time: string }} */ kept) => {
      date.resume?.(kept.date);
      time.value = kept.time;
    },
    read: () => {
      if (!date.read() || !time.value) return undefined;
      const instant = new Date(`${date.read()}T${time.value}`);
      // A day that does not exist, which Date takes for one in the next month, goes to the rules as it is written.
      return instant.getDate() !== Number(String(date.read()).slice(-2)) ? `${date.read()}T${time.value}:00Z` : instant.toISOString();
    },
    write: (/** @type {string|undefined} */ value) => {
      const instant = value ? new Date(value) : null;
      date.write(instant ? `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}` : undefined);
      time.value = instant ? `${two(instant.getHours())}:${two(instant.getMinutes())}` : '';
    },
    inputs: () => [...date.inputs(), time],
    own: () => {
      const parts = date.own?.() ?? [];
      if (parts.length > 0) return parts;
      return date.read() && time.value ? [] : [{ code: 'timestamp_incomplete', message: say('own.timestamp_incomplete') }];
    },
  };
}
