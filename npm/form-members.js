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

/**
 * Submits a form as a person does. Before Safari 16 a form can't be asked to, but a button can be pressed.
 * @param {HTMLFormElement} form
 * @param {any} submitter one of its buttons, or null
 */
export function requestSubmit(form, submitter) {
  const ask = memberOf(form, 'requestSubmit');
  if (ask) return ask(submitter);
  // A button that was disabled meanwhile can't be pressed.
  if (submitter && !submitter.disabled) return submitter.click();
  const button = memberOf(form, 'ownerDocument').createElement('button');
  button.hidden = true;
  memberOf(form, 'append')(button);
  button.click();
  button.remove();
}

/** @param {HTMLFormElement} form @param {boolean} noValidate */
export function setNoValidate(form, noValidate) {
  Reflect.set(HTMLFormElement.prototype, 'noValidate', noValidate, form);
}
