/** Says what the package makes of files: a path a line comes in, a report a line goes out. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { encodeDocument, init, inspectDocument, validate } from '../../npm/node.js';

await init();
for await (const path of createInterface({ input: process.stdin })) {
  const content = await readFile(path);
  const file = new File([content], basename(path));
  const { mime, issues } = await inspectDocument(file, 'document');
  // The same file in a patch, declared as what it was found to be, looked at whole and by its ends.
  const patch = { documents: [{ doc_type: 'other', file: await encodeDocument(file) }] };
  const [whole, ends] = ['whole', 'ends'].map((documents) => validate(patch, { documents }).issues.map(({ code }) => code));
  console.log(JSON.stringify({ mime, codes: issues.map(({ code }) => code), whole, ends }));
}
