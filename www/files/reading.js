import { encodeDocument, inspectDocument } from '/kyb-patch/index.js';
import { countPages } from './pdf.js';

/**
 * A file, looked at and made ready to send. `uri` is missing where a rule refuses it; `digest` (SHA-256, base64)
 * tells it apart from others; `pages` is the number of pages of a PDF, where it can be told.
 * @typedef {{ issues: import('/kyb-patch/index.js').Issue[], mime?: string, uri?: string, digest?: string, pages?: number }} Ready
 */

/**
 * @param {File} file
 * @param {import('/kyb-patch/index.js').FileUse} use
 * @param {{ signal?: AbortSignal, onProgress?: (done: number) => void }} [options]
 * @returns {Promise<Ready>}
 */
export async function readFile(file, use, { signal, onProgress } = {}) {
  const { ok, issues, mime } = await inspectDocument(file, use);
  signal?.throwIfAborted();
  if (!ok) return { issues, mime };
  const uri = await encodeDocument(file, { signal, onProgress });
  const bytes = await file.arrayBuffer();
  const hash = await crypto.subtle?.digest('SHA-256', bytes);
  return {
    issues, mime, uri,
    digest: hash && btoa(String.fromCharCode(...new Uint8Array(hash))),
    pages: mime === 'application/pdf' ? await countPages(new Uint8Array(bytes)) : undefined,
  };
}
