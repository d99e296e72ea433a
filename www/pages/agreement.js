import { turn } from '../form/conditions.js';

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
  const sessionAlone = guide.known.link.kycModel === 'license_as_a_service';
  const show = () => {
    turn(terms, !sessionAlone);
    turn(number, sessionAlone || byNumber.checked);
  };
  terms.addEventListener('change', show);
  show();
}
