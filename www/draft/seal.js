/**
 * Sealing with the link. Name and key of a draft come from the link (HKDF, SHA-256): from its draft secret, which a renewed link
 * has, too, or from its token. So who opens the link again finds and reads it, and who finds the browser's files does
 * neither. None of the three is written down.
 */

/** @typedef {{ name: string, seal: (value: unknown) => Promise<{ iv: Uint8Array<ArrayBuffer>, box: ArrayBuffer }>, unseal: (sealed: { iv: Uint8Array<ArrayBuffer>, box: ArrayBuffer }) => Promise<any> }} Lock */

/**
 * @param {import('../session.js').Link} link
 * @returns {Promise<Lock>}
 */
export async function lockOf({ token, draft = token, customer }) {
  const utf8 = (/** @type {string} */ text) => new TextEncoder().encode(text);
  const secret = await crypto.subtle.importKey('raw', utf8(draft), 'HKDF', false, ['deriveBits', 'deriveKey']);
  const made = (/** @type {string} */ use) => ({ name: 'HKDF', hash: 'SHA-256', salt: utf8(customer), info: utf8(`kyb-patch draft ${use}`) });
  const bits = new Uint8Array(await crypto.subtle.deriveBits(made('name'), secret, 128));
  const key = await crypto.subtle.deriveKey(made('key'), secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  return {
    name: [...bits].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    seal: async (value) => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      return { iv, box: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, utf8(JSON.stringify(value))) };
    },
    unseal: async ({ iv, box }) => JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, box))),
  };
}
