/**
 * How many pages a PDF has; undefined where that can't be told without its password or a whole reader.
 * The pages are objects of the file, or stand in compressed streams of objects.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<number|undefined>}
 */
export async function countPages(bytes) {
  const text = new TextDecoder('latin1').decode(bytes);
  if (/\/Encrypt\b/.test(text)) return undefined;
  let pages = pagesIn(text);
  // The length of a stream may stand elsewhere: its end is looked for.
  for (const { index } of text.matchAll(/\/Type\s*\/ObjStm\b/g)) {
    const start = /stream\r?\n/g;
    start.lastIndex = index;
    const from = start.exec(text) && start.lastIndex;
    const to = from ? text.indexOf('endstream', from) : -1;
    if (!from || to < 0) continue;
    pages += pagesIn(await inflated(bytes.subarray(from, to)));
  }
  return pages || undefined;
}

/** @param {string} objects */
function pagesIn(objects) {
  return objects.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

/** What a stream held as far as it could be read. @param {Uint8Array<ArrayBuffer>} bytes */
async function inflated(bytes) {
  const decoder = new TextDecoder('latin1');
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  let text = '';
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) text += decoder.decode(piece.value, { stream: true });
  } catch {
    // A line end before `endstream` counts as bytes too many; what was read until then is whole.
  }
  return text;
}
