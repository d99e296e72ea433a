/** Controls of a form whose names are JSON Pointers, read as a patch. */
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

/** The controls of a form by their names, in the order of the page. @returns {Map<string, Control[]>} */
export function controlsOf(form) {
  const groups = new Map();
  for (const control of form.elements) {
    const { name, nodeName } = control;
    if (typeof name !== 'string' || name[0] !== '/' || NO_ANSWER.test(nodeName) || control.matches(':disabled')) continue;
    const group = groups.get(name);
    if (group) group.push(control);
    else groups.set(name, [control]);
  }
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
 * @param {(control: Control) => string | undefined} fileOf the data URI of a chosen file
 * @returns {{ patch: any, nameOf: (pointer: string) => string }}
 */
export function read(groups, fileOf) {
  const root = new Map();
  for (const [name, group] of groups) {
    const tokens = tokensOf(name);
    const last = /** @type {string} */ (tokens.pop());
    let at = root;
    for (const token of tokens) {
      if (!(at.get(token) instanceof Map)) at.set(token, new Map());
      at = at.get(token);
    }
    at.set(last, answerOf(group, fieldOf(name), fileOf));
  }
  const names = new Map();
  const patch = valueOf(root, '', '', names) ?? {};
  return { patch, nameOf: (pointer) => named(pointer, names) };
}

/** A branch of the form as a value; nothing where no control of it has an answer. */
function valueOf(branch, name, pointer, names) {
  names.set(pointer, name);
  if (!(branch instanceof Map)) return branch;
  const tokens = [...branch.keys()];
  const inner = (token, key) => valueOf(branch.get(token), `${name}/${token}`, `${pointer}/${key}`, names);
  if (tokens.length && tokens.every((token) => /^\d+$/.test(token))) {
    const order = tokens.sort((left, right) => Number(left) - Number(right));
    // An item of which nothing is known yet is still an item.
    return order.map((token, place) => inner(token, place) ?? (branch.get(token) instanceof Map ? {} : ''));
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

/** What the controls of one name say; undefined is no answer. */
function answerOf(group, field, fileOf) {
  const [control] = group;
  const boolean = field?.kind === 'boolean';
  const chosen = () => group.filter(({ checked }) => checked).map(({ value }) => value);
  if (control.type === 'file') return fileOf(control);
  if (control.type === 'checkbox' && boolean) return control.checked;
  let answers;
  if (control.type === 'checkbox' || control.type === 'radio') answers = chosen();
  else if (control.type === 'select-multiple') answers = [...control.selectedOptions].map(({ value }) => value);
  else answers = [control.value];
  // A hidden control may say that a document has no back.
  if (!(control.type === 'hidden' && field?.name === 'image_back')) answers = answers.filter((answer) => answer !== '');
  if (field?.list && field.kind !== 'object') return answers.length ? answers : undefined;
  const [answer] = answers;
  if (boolean && (answer === 'true' || answer === 'false')) return answer === 'true';
  // What is no number is handed on as it is: the rules say so.
  if (field?.kind === 'percentage' && answer?.trim() && !Number.isNaN(Number(answer))) return Number(answer);
  return answer;
}
