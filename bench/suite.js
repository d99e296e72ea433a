/** What is measured alike in every JavaScript host. */
import { over, race } from './measure.js';
import { GROWTH, PATCHES, dataUri, variants, whole } from './patches.js';

/**
 * How long a run takes: `quick` tells whether things work, and little more. Samples are short and many: one that ends
 * before the scheduler takes the processor away tells the truth, and the median is such a one also on a busy machine.
 */
export const EFFORT = {
  quick: { rounds: 9, sample: 1, warm: 40 },
  full: { rounds: 51, sample: 1, warm: 250 },
};

const FIELD_VALUES = {
  email: (variant) => `ada.okafor${variant}@example.com`,
  tax_country: (variant) => ['CYP', 'DEU', 'FRA', 'PRT', 'ESP', 'NLD', 'AUT', 'SWE'][variant],
  business_legal_name: (variant) => `Harbour Goods ${variant} Ltd`,
};

/** Peers that the growth is measured with: the others' curves say nothing new. */
const GROWING = ['kyb-patch', 'zod', 'ajv'];

/**
 * Runs every case.
 * @param {Record<string, any>} peers the peers' modules by name, ours initialised
 * @param {typeof EFFORT.quick} effort
 */
export async function suite(peers, effort) {
  const runners = [];
  const add = (name, values, prepare = (value) => value) => {
    for (const [peer, { check }] of Object.entries(peers)) {
      // That these are the right ones, agree.test.js holds; here, that no call does less than the first.
      const expect = check(prepare(values[0])).length;
      runners.push({ case: name, peer, expect, run: over((value) => check(prepare(value)), values) });
    }
  };
  for (const [name, make] of Object.entries(PATCHES)) {
    add(`object_${name}`, variants(make, name === 'l' ? 3 : undefined));
  }
  const texts = variants(PATCHES.m).map((patch) => JSON.stringify(patch));
  add('text_m', texts, (text) => JSON.parse(text));
  const bytes = texts.map((text) => new TextEncoder().encode(text));
  const decoder = new TextDecoder();
  add('bytes_m', bytes, (piece) => JSON.parse(decoder.decode(piece)));

  for (const [field, value] of Object.entries(FIELD_VALUES)) {
    const values = Array.from({ length: 8 }, (_, variant) => value(variant));
    for (const [peer, { checkField }] of Object.entries(peers)) {
      runners.push({ case: `field_${field}`, peer, expect: 0, run: over((typed) => checkField(field, typed), values) });
    }
  }
  for (const persons of GROWTH) {
    const values = variants((variant) => whole(variant, { persons }), 2);
    for (const peer of GROWING) {
      runners.push({ case: `growth_${persons}`, peer, expect: 0, run: over(peers[peer].check, values) });
    }
  }
  return race(runners, effort);
}

/** The size of the large file, in bytes. */
const LARGE = 10_000_000;

/**
 * A file of 10 MB: in a patch, as text, every byte of it looked at; and by itself, as a File. Each beside the plain copy
 * of it into a module's memory.
 * @param {any} kyb our package
 * @param {WebAssembly.Memory | undefined} memory our module's own, to see whether it stays flat
 * @param {typeof EFFORT.quick} effort
 */
export async function largeFile(kyb, memory, { rounds }) {
  const text = dataUri('application/pdf', LARGE);
  const patch = { documents: [{ doc_type: 'registration_document', file: text }] };
  const context = { documents: 'whole', maxFileBytes: 2 * LARGE };
  const encoder = new TextEncoder();
  const room = new Uint8Array(new WebAssembly.Memory({ initial: 512 }).buffer);
  const content = Uint8Array.from(atob(text.slice(text.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
  const file = new File([content], 'large.pdf', { type: 'application/pdf' });

  const large = { expect: 0, batch: 1 };
  const runners = [
    { ...large, case: 'file_text', peer: 'kyb-patch', run: () => kyb.validate(patch, context).issues.length },
    { ...large, case: 'file_text', peer: 'copy', run: () => Number(encoder.encodeInto(text, room).read !== text.length) },
    {
      ...large,
      case: 'file_blob',
      peer: 'kyb-patch',
      run: async () => (await kyb.inspectDocument(file, 'document')).issues.filter(({ code }) => code !== 'file_large').length,
    },
    {
      ...large,
      case: 'file_blob',
      peer: 'copy',
      run: async () => {
        room.set(new Uint8Array(await file.arrayBuffer()));
        return 0;
      },
    },
  ];
  const quiet = { sample: 0, warm: 0 };
  await race(runners, { rounds: 3, ...quiet });
  const before = memory?.buffer.byteLength;
  const times = await race(runners, { rounds: Math.ceil(rounds / 5), ...quiet });
  return { times, memory: { before, after: memory?.buffer.byteLength } };
}
