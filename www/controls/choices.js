import { options } from '/kyb-patch/index.js';
import { h, idOf } from '../dom.js';
import { language, say } from '../language/index.js';

/** @typedef {import('../form/field.js').Field} Field */
/** @typedef {import('../form/field.js').Control} Control */

/**
 * The options of a field, the one named by `data-last` (such as "other") at the end.
 * @param {HTMLElement} element
 * @returns {Array<{value: string, label: string}>}
 */
export function optionsOf(element) {
  const all = options(element.dataset.options ?? '', language());
  const last = (/** @type {{value: string}} */ { value }) => Number(value === element.dataset.last);
  return [...all].sort((a, b) => last(a) - last(b));
}

/** One of several, all in sight. @param {Field} field @returns {Control} */
export function radios(field) {
  return radioGroup(field, optionsOf(field.element), (value) => value, String);
}

/** Yes or no; neither until a person says so. @param {Field} field @returns {Control} */
export function yesno(field) {
  field.element.classList.add('yesno');
  const answers = [{ value: 'true', label: say('yes') }, { value: 'false', label: say('no') }];
  return radioGroup(field, answers, (value) => value === 'true', String);
}

/**
 * @param {Field} field
 * @param {Array<{value: string, label: string}>} choices
 * @param {(value: string) => unknown} parse
 * @param {(value: any) => string} print
 * @returns {Control}
 */
function radioGroup(field, choices, parse, print) {
  const { element } = field;
  const inputs = choices.map(({ value }) => /** @type {HTMLInputElement} */ (h('input', { type: 'radio', value })));
  const clear = clearing(element, inputs);
  // Where an answer on file is not shown, none means "as it was": then a person must be able to take theirs back.
  const show = () => { clear.hidden = field.entry.readable !== false || !inputs.some((input) => input.checked); };
  element.setAttribute('role', 'radiogroup');
  element.addEventListener('change', show);
  const list = h('div', { class: 'options' }, ...inputs.map((input, place) => option(input, choices[place].label)));
  element.append(list, clear);
  /** Stored answers that are none of the choices, by their words. @type {Map<string, unknown>} */
  const strange = new Map();
  return {
    read: () => {
      const chosen = inputs.find((input) => input.checked);
      return chosen && (strange.get(chosen.value) ?? parse(chosen.value));
    },
    write: (value) => {
      const text = value == null ? undefined : print(value);
      if (text && !inputs.some((input) => input.value === text)) {
        strange.set(text, value);
        offer(list, inputs, text);
      }
      inputs.forEach((input) => { input.checked = input.value === text; });
      show();
    },
    inputs: () => inputs,
    describe: (value) => choices.find((choice) => choice.value === print(value))?.label ?? print(value),
  };
}

/**
 * The way to take back what was chosen of several: radios have none of their own.
 * @param {HTMLElement} element
 * @param {HTMLInputElement[]} inputs
 */
export function clearing(element, inputs) {
  return h('button', { type: 'button', class: 'link clear', hidden: true, onclick: () => {
    inputs.forEach((input) => { input.checked = false; });
    inputs[0].focus();
    element.dispatchEvent(new Event('change', { bubbles: true }));
  } }, say('clear_answer'));
}

/**
 * Any of several. With `data-exclusive`, that one and the others rule each other out.
 * @param {Field} field
 * @returns {Control}
 */
export function checkboxes(field) {
  const { element } = field;
  const { exclusive } = element.dataset;
  const choices = optionsOf(element);
  const inputs = choices.map(({ value }) => /** @type {HTMLInputElement} */ (h('input', { type: 'checkbox', value })));
  const list = h('div', { class: 'options' });
  inputs.forEach((input, place) => {
    if (input.value === exclusive) list.append(h('p', { class: 'or' }, say('or')));
    list.append(option(input, choices[place].label));
  });
  list.addEventListener('change', (event) => {
    const ticked = /** @type {HTMLInputElement} */ (event.target);
    if (!exclusive || !ticked.checked) return;
    for (const input of inputs) {
      if (input !== ticked && (input.value === exclusive || ticked.value === exclusive)) input.checked = false;
    }
  });
  element.append(list);
  return {
    read: () => {
      const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
      return chosen.length > 0 ? chosen : undefined;
    },
    write: (value) => {
      const values = value ?? [];
      for (const one of values) if (!inputs.some((input) => input.value === one)) offer(list, inputs, one);
      inputs.forEach((input) => { input.checked = values.includes(input.value); });
    },
    inputs: () => inputs,
    describe: (values) => values.map((/** @type {string} */ value) => choices.find((choice) => choice.value === value)?.label ?? value).join('; '),
  };
}

/**
 * Offers an answer that this form does not know, as it is written: one on file, of a newer API, stays until another is chosen.
 * @param {HTMLElement} list
 * @param {HTMLInputElement[]} inputs
 * @param {string} value
 */
function offer(list, inputs, value) {
  const [{ type, name }] = inputs;
  const input = /** @type {HTMLInputElement} */ (h('input', { type, name, value }));
  inputs.push(input);
  list.append(option(input, value));
}

/** @param {HTMLInputElement} input @param {string} label */
function option(input, label) {
  return h('div', { class: 'option' }, input, h('label', { for: idOf(input) }, label));
}

/** One of many, in the browser's own list. @param {Field} field @returns {Control} */
export function select(field) {
  const input = /** @type {HTMLSelectElement} */ (field.element.querySelector('select'));
  const choices = optionsOf(field.element);
  input.append(h('option', { value: '' }, say('choose')),
    ...choices.map(({ value, label }) => h('option', { value }, label)));
  return {
    read: () => input.value || undefined,
    write: (value) => {
      input.value = value ?? '';
      // Not one of them: offered as it is written.
      if (input.value !== (value ?? '')) input.append(h('option', { value, selected: true }, value));
    },
    inputs: () => [input],
    describe: (value) => choices.find((choice) => choice.value === value)?.label ?? value,
  };
}
