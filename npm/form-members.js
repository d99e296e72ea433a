/**
 * Members of a form, whatever its controls are called: a control named `elements` stands in place of `form.elements`,
 * for a form hands out its controls by their names and ids before its own members.
 */

/** A control's name is never this symbol. @param {any} form @returns {form is HTMLFormElement} */
export function isForm(form) {
  return Object.prototype.toString.call(form) === '[object HTMLFormElement]';
}

/**
 * @template {keyof HTMLFormElement} Name
 * @param {HTMLFormElement} form
 * @param {Name} name
 * @returns {HTMLFormElement[Name]} bound to the form where it is a function
 */
export function memberOf(form, name) {
  const member = Reflect.get(HTMLFormElement.prototype, name, form);
  return typeof member === 'function' ? member.bind(form) : member;
}

/** @param {HTMLFormElement} form @param {boolean} noValidate */
export function setNoValidate(form, noValidate) {
  Reflect.set(HTMLFormElement.prototype, 'noValidate', noValidate, form);
}
