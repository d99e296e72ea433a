/** Controls of a form whose names are JSON Pointers, read as a patch. */
import { memberOf } from './form-members.js';
import { fields } from './names.js';
import { tokensOf } from './pointer.js';

/** What form.elements has beside controls that hold an answer. */
const NO_ANSWER = /^(FIELDSET|BUTTON|OUTPUT|OBJECT)$/;

/** @typedef {HTMLInputElement & HTMLSelectElement & HTMLTextAreaElement} Control any control that holds an answer */

/** @type {Map<string, import('./index.js').Field> | undefined} */
let table;

/** What the table says of a name; a number in it is the place of an item. @param {string} name */
function fieldOf(name) {
  table ??= new Map(fields().map((field) => [field.path, field]));
  return table.get(name.replace(/\/\d+(?=\/|$)/g, '/*'));
}

/** A control's name: an element of the page's own need not have it as a property. @returns {string} */
export function nameOf(control) {
  return String(control.name ?? control.getAttribute?.('name') ?? '');
}

/**
 * The controls of a form by their names, in the order of the page; of one name, those that are seen first.
 * @returns {Map<string, Control[]>}
 */
export function controlsOf(form) {
  const groups = new Map();
  for (const control of /** @type {Iterable<any>} */ (memberOf(form, 'elements'))) {
    const name = nameOf(control);
    if (name[0] !== '/' || NO_ANSWER.test(control.nodeName) || control.matches(':disabled')) continue;
    const group = groups.get(name);
    if (group) group.push(control);
    else groups.set(name, [control]);
  }
  // What is said of a name is said at the first of its controls.
  for (const group of groups.values()) group.sort((left, right) => Number(left.type === 'hidden') - Number(right.type === 'hidden'));
  return groups;
}

/** What a file in a control is for. @param {string} name @returns {import('./index.js').FileUse} */
export function useOf(name) {
  if (name.endsWith('/poa')) return 'poa';
  return /\/image_(front|back)$/.test(name) ? 'id_image' : 'document';
}

/**
 * What a form says, and how its pointers are named there: items of a list whose numbers have gaps move together.
 * @param {Map<string, Control[]>} groups
 * @param {(control: Control) => string[]} textsOf the data URIs of chosen files
 * @returns {{ patch: any, nameOf: (pointer: string) => string, pointerOf: (name: string) => string }}
 */
export function read(groups, textsOf) {
  const root = new Map();
  for (const [name, group] of groups) {
    const tokens = tokensOf(name);
    const last = /** @type {string} */ (tokens.pop());
    let at = root;
    for (const token of tokens) {
      if (!(at.get(token) instanceof Map)) at.set(token, new Map());
      at = at.get(token);
    }
    at.set(last, answerOf(group, fieldOf(name), textsOf));
  }
  const names = new Map();
  const patch = valueOf(root, '', '', names) ?? {};
  const pointerOf = (name) => [...names].find(([, own]) => own === name)?.[0] ?? name;
  return { patch, nameOf: (pointer) => named(pointer, names), pointerOf };
}

/** A branch of the form as a value; nothing where no control of it has an answer. */
function valueOf(branch, name, pointer, names) {
  names.set(pointer, name);
  if (!(branch instanceof Map)) return branch;
  const tokens = [...branch.keys()];
  const inner = (token, key) => valueOf(branch.get(token), `${name}/${token}`, `${pointer}/${key}`, names);
  if (tokens.length && tokens.every((token) => /^\d+$/.test(token))) {
    // An item of which nothing is known yet is still an item; a word of a list that nobody chose is none.
    const items = tokens.filter((token) => branch.get(token) !== undefined).sort((left, right) => Number(left) - Number(right));
    return items.length ? items.map((token, place) => inner(token, place) ?? {}) : undefined;
  }
  const members = tokens.map((token) => [token, inner(token, token)]).filter(([, value]) => value !== undefined);
  return members.length ? Object.fromEntries(members) : undefined;
}

/** The name of a pointer's control; of what no control has, the name that it would have. */
function named(pointer, names) {
  for (let end = pointer.length; end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
    const name = names.get(pointer.slice(0, end));
    if (name !== undefined) return name + pointer.slice(end);
    if (end === 0) break;
  }
  return pointer;
}

/** Whether a name alone takes several answers. @param {import('./index.js').Field | undefined} field */
const isList = (field) => Boolean(field?.list) && field?.kind !== 'object';

/** @param {{ type: string }} control */
const isChoice = ({ type }) => type === 'checkbox' || type === 'radio';

/**
 * How a suggestion comes in the place of the answer that it is about. A choice takes its own values alone: where none
 * of them is the suggestion, there is no way.
 * @param {Control[]} group the controls of a name
 * @param {string} name
 * @param {string} rest what follows the name in the pointer: of a list, the place of the answer
 * @param {string} suggestion
 * @returns {(() => Control[]) | undefined} puts it there, and says which controls it changed: the last says it now
 */
export function wayOf(group, name, rest, suggestion) {
  const field = fieldOf(name);
  const list = isList(field);
  let place = list ? Number(rest.slice(1) || NaN) : rest ? NaN : 0;
  const control = group.find((control) => {
    const { length } = answersOf(control, field, list, () => []);
    if (place < length) return true;
    place -= length;
  });
  if (!control || Array.isArray(control.value)) return undefined;
  if (control.selectedOptions) {
    const chosen = chosenIn(control)[place];
    const wanted = [...control.options].find((option) => option.value === suggestion && !option.matches(':disabled'));
    return wanted && (() => {
      chosen.selected = false;
      wanted.selected = true;
      return [control];
    });
  }
  const choice = group.find((other) => isChoice(other) && other.value === suggestion);
  if (isChoice(control) && !choice) return undefined;
  return () => {
    if (!choice) {
      control.value = suggestion;
      return [control];
    }
    if (isChoice(control)) control.checked = false;
    else control.value = '';
    choice.checked = true;
    return [control, choice];
  };
}

/** What the controls of one name say; undefined is no answer. */
function answerOf(group, field, textsOf) {
  const list = isList(field);
  const boolean = field?.kind === 'boolean';
  const shown = group.filter(({ type }) => type !== 'hidden');
  if (boolean && shown.length === 1 && shown[0].type === 'checkbox') return shown[0].checked;
  const said = (controls) => controls.flatMap((control) => answersOf(control, field, list, textsOf));
  let answers = said(list ? group : shown);
  // A hidden control says what holds where nothing is chosen.
  if (!list && answers.length === 0) answers = said(group);
  if (list) return answers.length ? answers : undefined;
  const [answer] = answers;
  if (boolean && (answer === 'true' || answer === 'false')) return answer === 'true';
  // What is no decimal number is handed on as it is, 0x10 too: the rules say so.
  const decimal = field?.kind === 'percentage' && /^\s*[\d.e+-]+\s*$/i.test(answer);
  return decimal && Number.isFinite(Number(answer)) ? Number(answer) : answer;
}

/** What one control says; nothing, where it has no answer. @returns {any[]} */
function answersOf(control, field, list, textsOf) {
  const { type, value } = control;
  if (type === 'file') {
    const texts = textsOf(control);
    // Several where one belongs are handed on together: none is left out without a word.
    return list || texts.length < 2 ? texts : [texts];
  }
  if (isChoice(control)) return control.checked && value !== '' ? [value] : [];
  if (type === 'select-multiple') return chosenIn(control).map(({ value }) => value);
  // Elements of the page's own may hold nothing, or several at once.
  if (Array.isArray(value) && (list || value.length === 0)) return value;
  if (value != null && value !== '') return [value];
  // Half a date or half a number is empty to a script, and still no empty answer: what stands for it is refused.
  if (control.validity?.badInput) return [/^(date|timestamp|percentage)$/.test(field?.kind) ? '?' : NaN];
  // A hidden control may say that a document has no back.
  return type === 'hidden' && field?.name === 'image_back' ? [''] : [];
}

/** The options of a select that are chosen and are an answer. @param {Control} control */
function chosenIn(control) {
  return [...control.selectedOptions].filter(({ value }) => value !== '');
}
