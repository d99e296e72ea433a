import { turn } from '../form/conditions.js';
import { say } from '../language/index.js';

/**
 * How the terms were agreed to. Under `license_as_a_service` only a number from a signing session counts;
 * otherwise the moment of acceptance may stand in its place.
 * @param {import('../guide.js').Guide} guide
 */
export function agreement(guide) {
  const page = /** @type {HTMLElement} */ (guide.page('agreement'));
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (page.querySelector(selector));
  const terms = part('[data-field="/terms_signed_at"]');
  const number = part('[data-field="/signed_agreement_id"]');
  const byNumber = /** @type {HTMLInputElement} */ (part('[data-terms="number"]'));
  // A new link may name another model.
  const sessionAlone = () => guide.known.link.kycModel === 'license_as_a_service';
  const show = () => {
    turn(terms, !sessionAlone());
    turn(number, sessionAlone() || byNumber.checked);
  };
  const asked = /** @type {import('../form/field.js').Field} */ (guide.form.byElement.get(number));
  // Chosen and left empty it would go for an answer.
  asked.control.own = () => (!sessionAlone() && byNumber.checked && asked.control.read() === undefined
    ? [{ code: 'required', message: say('own.number_missing') }] : []);
  // By its state and not by a press: a draft sets it, too.
  guide.form.settling.push(show);
  show();
}
