/** Files: what can be told of one, and how it is sent. */
import { InvalidCall } from './errors.js';
import { run, useContext } from './module.js';
import { reportOf } from './report.js';

/** How much of a file is looked at at once; a multiple of three, so that pieces of base64 join without padding between. */
const WINDOW = 3 * 256 * 1024;
/**
 * How much is read at once where one window follows the other. A browser takes longer to begin reading than to read a
 * window: files that the API takes are read in one go, and larger ones hold no more memory than this.
 */
const PIECE = 16 * 1024 * 1024;
/** No file is larger, whatever it says, in bytes: places in one are told in 48 bits. */
const LARGEST = 2 ** 47;

const USES = new Set(['id_image', 'poa', 'document']);

/**
 * Checks a file for its use: its type, by its content before its name, its size, and what is in it. Read in pieces,
 * one at a time; of a picture its ends alone.
 * @param {Blob & { name?: string }} file
 * @param {import('./index.js').FileUse} use
 * @param {import('./index.js').Context | null} [context]
 * @returns {Promise<import('./index.js').DocumentReport>}
 */
export async function inspectDocument(file, use, context) {
  if (!USES.has(use)) throw new InvalidCall('kyb-patch: a file is for id_image, poa or document');
  const seen = await look(file);
  return run((wasm, tape) => {
    useContext(wasm, tape, context);
    const [found, mime] = judged(wasm, tape, use, file, seen);
    const { ok, issues } = reportOf(found, '');
    return { ok, issues, mime: mime ?? undefined, size: file.size };
  });
}

/**
 * A file as a data URI, with the MIME type that the API takes for it. Read in windows: no more than one of them is
 * held beside the text.
 * @param {Blob & { name?: string }} file
 * @param {{ signal?: AbortSignal, onProgress?: (done: number) => void } | null} [options] `done` goes from 0 to 1
 * @returns {Promise<string>}
 */
export async function encodeDocument(file, options) {
  const { signal, onProgress } = options ?? {};
  const seen = await look(file, signal);
  const [, mime] = run((wasm, tape) => judged(wasm, tape, 'document', file, seen));
  const parts = [`data:${mime ?? file.type};base64,`];
  for (let at = 0; at < file.size; at += WINDOW) {
    signal?.throwIfAborted();
    parts.push(base64(new Uint8Array(await file.slice(at, at + WINDOW).arrayBuffer())));
    onProgress?.(Math.min(1, (at + WINDOW) / file.size));
  }
  return parts.join('');
}

/** What the module has seen of a file once it has looked wherever it wants to. */
async function look(file, signal) {
  if (!isFile(file)) throw new InvalidCall('kyb-patch: not a file');
  const { size } = file;
  let seen = 0n;
  let piece = new Uint8Array(0);
  let from = 0;
  for (let at = 0; at < size; at = Number(seen >> 16n)) {
    signal?.throwIfAborted();
    const end = from + piece.length;
    if (at < from || Math.min(at + WINDOW, size) > end) {
      // Of a PDF all is looked at, and of what goes on where the last piece ends. Of others the ends say all.
      const all = at === 0 ? file.type === 'application/pdf' : at < end;
      piece = new Uint8Array(0);
      piece = new Uint8Array(await file.slice(at, at + (all ? PIECE : WINDOW)).arrayBuffer());
      from = at;
    }
    const window = piece.subarray(at - from, at - from + WINDOW);
    seen = run((wasm, tape) => wasm.look(seen, tape.window(window), size));
  }
  return seen;
}

/** Files of another window are files too, and so are those of a page that is played for tests, whatever tag they have. */
function isFile(value) {
  try {
    const named = value instanceof Blob || /^\[object (Blob|File)\]$/.test(Object.prototype.toString.call(value));
    return named && typeof value.size === 'number' && value.size <= LARGEST;
  } catch {
    return false;
  }
}

function judged(wasm, tape, use, file, seen) {
  return tape.read(wasm.inspect(use, String(file.type), String(file.name ?? ''), file.size, seen));
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
