/**
 * The link: which customer, with which token, under which KYC model. It lives in the tab alone.
 * `draft` is what drafts are sealed with: the same in a link that renews another.
 * @typedef {{ customer: string, token: string, draft?: string, kycModel?: 'reliance'|'license_as_a_service' }} Link
 */

const KEY = 'kyb-patch.link';

/**
 * The link in the address bar, taken off it at once; else the one this tab was opened with.
 * @returns {Link|null}
 */
export function takeLink() {
  const given = new URLSearchParams(location.hash.slice(1));
  const customer = given.get('customer');
  const token = given.get('token');
  if (customer && token) {
    const model = given.get('kyc_model');
    const draft = given.get('draft');
    /** @type {Link} */
    const link = { customer, token, ...(draft && { draft }), ...(model === 'reliance' || model === 'license_as_a_service' ? { kycModel: model } : {}) };
    history.replaceState(null, '', `${location.pathname}${location.search}#/`);
    keepLink(link);
    return link;
  }
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  } catch {
    return null;
  }
}

/** Keeps a link for the tab. @param {Link} link */
export function keepLink(link) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(link));
  } catch {
    // Storage is denied: the link lives as long as the page.
  }
}

/** Whether the address bar holds a link, as it does when one is opened in a tab that has the form already. */
export function hasLink() {
  return /[#&]token=/.test(location.hash);
}
