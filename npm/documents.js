/** Files: what can be told of one, and how it is sent. */
import { InvalidCall } from './errors.js';
import { run, useContext } from './module.js';

/** How much of a file is read at once; a multiple of three, so that pieces of base64 join without padding between. */
const WINDOW = 3 * 256 * 1024;

const USES = new Set(['id_image', 'poa', 'document']);

/**
 * Checks a file for its use: its type and its size.
 * @param {Blob & { name?: string }} file
 * @param {'id_image' | 'poa' | 'document'} use
 * @param {object} [context]
 * @returns {Promise<{ ok: boolean, issues: object[], mime: string | undefined, size: number }>}
 */
export async function inspectDocument(file, use, context) {
  if (!USES.has(use)) throw new InvalidCall('kyb-patch: a file is for id_image, poa or document');
  const { report, mime } = run((wasm, tape) => {
    useContext(wasm, tape, context);
    return promised(wasm, use, file);
  });
  return { ok: report?.ok ?? true, issues: report?.issues ?? [], mime: mime ?? undefined, size: file.size };
}

/**
 * A file as a data URI, with the MIME type that the API takes for it. Read in windows: no more than one of them is
 * held beside the text.
 * @param {Blob & { name?: string }} file
 * @param {{ signal?: AbortSignal, onProgress?: (done: number) => void }} [options] `done` goes from 0 to 1
 * @returns {Promise<string>}
 */
export async function encodeDocument(file, { signal, onProgress } = {}) {
  const { mime } = run((wasm) => promised(wasm, 'document', file));
  const parts = [`data:${mime ?? file.type};base64,`];
  for (let at = 0; at < file.size; at += WINDOW) {
    signal?.throwIfAborted();
    parts.push(base64(new Uint8Array(await file.slice(at, at + WINDOW).arrayBuffer())));
    onProgress?.(Math.min(1, (at + WINDOW) / file.size));
  }
  return parts.join('');
}

function promised(wasm, use, file) {
  if (typeof file?.size !== 'number') throw new InvalidCall('kyb-patch: not a file');
  return wasm.inspect(use, String(file.type), String(file.name ?? ''), file.size);
}

function base64(bytes) {
  if (typeof bytes.toBase64 === 'function') return bytes.toBase64();
  let binary = '';
  // As many arguments as every engine takes.
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode.apply(null, bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}
