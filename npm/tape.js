/**
 * Writes a JavaScript value on the tape that the module reads: one walk, one crossing; and reads what it answers.
 *
 * Values are read as JSON.stringify reads them, but for prototypes that are no plain ones; what JSON can't say is
 * written by its name, so that the report can name it. `src/wasm/tape.rs` documents the format, and `src/wasm/told.rs`
 * that of the answers.
 */


import { END_UNITS, contentOf, decodes } from './data-uri.js';

const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const NUMBER = 3;
const TEXT = 4;
const ENDS = 5;
const OBJECT = 6;
const LIST = 7;
const END = 8;
const KEY = 9;
const OTHER_KEY = 10;
const ODD = 11;
const CONTENT = 12;

// Places in ODD of src/checks/shape.rs.
const NAN = 0;
const FUNCTION = 1;
const SYMBOL = 2;
const BIGINT = 3;
const UNREADABLE = 4;
const FILE = 5;
const OTHER_OBJECT = 6;

/** The most objects and lists inside one another: DEPTH of src/checks/shape.rs. */
const MAX_DEPTH = 64;
/** A data URI that is no longer goes as the other texts do. */
const LEAST_UNITS = 128;
/** What a decoded one takes at most, in words. */
const FILE_WORDS = 2048;
/** The most that crosses at once, in words and in UTF-16 units; more is a wrong call, not wrong data. */
const MAX_WORDS = 1 << 20;
const MAX_UNITS = 1 << 26;
/** What the module may hold between calls, in words and in bytes of text. */
const KEPT_WORDS = 1 << 16;
const KEPT_BYTES = 1 << 20;
/** How much text a loop writes for less than a call of the encoder. */
const SHORT = 256;
/** How many pointers the module knows by number: more than any form has controls. */
const MAX_PLACES = 1024;

/** An answer that says nothing, and one that says that the tape does not hold together: of src/wasm/mod.rs. */
const NOTHING = 0;
const BROKEN = 1;

const DATA_URIS = new Set(['file', 'poa', 'image_front', 'image_back']);

const number = new Float64Array(1);
const halves = new Uint32Array(number.buffer);
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A value nested more than 64 deep, or inside itself. The module reports it at the root. */
export const tooDeep = Symbol('nested too deeply');
/** A value larger than can cross. */
export const tooLarge = Symbol('too large');

export class Tape {
  /** What a call is to be told: how many words were written, and how many bytes of text, which are how many units. */
  words = 0;
  bytes = 0;
  units = 0;
  #wasm;
  #memory;
  #keys = new Map();
  // The key that last followed each one, and the words of both: objects of a kind name their members in one order.
  /** @type {string[]} */
  #followers = [];
  /** @type {number[]} */
  #following = [];
  #places = new Map();
  #room = new Uint32Array(0);
  // The same room, by bytes.
  #raw = new Uint8Array(0);
  #text = new Uint8Array(0);
  #said = '';
  // How many words and bytes the module has room for: views of memory that has grown tell no more.
  #kept = { words: 0, bytes: 0 };
  #whole = false;
  // How many of the words are files, which have a limit of their own.
  #files = 0;
  /** Whether some script has given all objects a member that shows. */
  #inherits = false;

  /**
   * @param {typeof import('./wasm/kyb_patch.js')} wasm
   * @param {WebAssembly.Memory} memory
   */
  constructor(wasm, memory) {
    this.#wasm = wasm;
    this.#memory = memory;
    wasm.keys().split('\n').forEach((key, place) => this.#keys.set(key, (place << 4) | KEY));
  }

  /**
   * Writes a value; the module reads it in its next call.
   * @param {unknown} value
   * @param {boolean} whole whether long data URIs cross whole
   * @param {string} [key] the key under which the value would stand
   */
  write(value, whole, key = '') {
    this.words = 0;
    this.bytes = 0;
    this.#said = '';
    this.#files = 0;
    this.#whole = whole;
    this.#inherits = typeof value === 'object' && inherits();
    // No more than a usual patch needs is held for good.
    if (this.#kept.words > KEPT_WORDS || this.#kept.bytes > KEPT_BYTES) this.#release();
    // A view of memory that has grown since is empty.
    if (this.#room.length === 0) this.#view(1024);
    if (this.#text.length < SHORT) this.#bytes(SHORT);
    if (typeof value === 'string' && this.#typed(value)) return;
    this.#value(key, value, 0);
    const said = this.#said;
    this.#said = '';
    this.units = this.bytes + said.length;
    if (said !== '') this.#encode(said);
  }

  /**
   * Reads what a call answers.
   * @param {number} at where it stands
   * @returns {any} undefined for an answer that says nothing
   */
  read(at) {
    if (at === NOTHING) return undefined;
    if (at === BROKEN) throw new Error('the tape does not hold together');
    const { buffer } = this.#memory;
    const [count, from, bytes] = new Uint32Array(buffer, at, 3);
    const words = new Uint32Array(buffer, at + 12, count);
    const value = reading(words, decoder.decode(new Uint8Array(buffer, from, bytes)));
    if (count > KEPT_WORDS || bytes > KEPT_BYTES) this.#release();
    return value;
  }

  /**
   * The number by which the module knows a pointer, the last key in it, and whether it has to know the time there;
   * undefined for what is no pointer.
   * @param {string} pointer
   * @returns {{ number: number, key: string, timed: boolean } | undefined}
   */
  place(pointer) {
    const known = this.#places.get(pointer);
    if (known) return known;
    if (this.#places.size === MAX_PLACES) this.#places.clear();
    const number = this.#places.size;
    const timed = this.#wasm.place(number, pointer);
    if (timed === undefined) return undefined;
    const place = { number, key: pointer.slice(pointer.lastIndexOf('/') + 1), timed };
    this.#places.set(pointer, place);
    return place;
  }

  /**
   * Puts bytes where the module reads text; the module looks at them in its next call.
   * @param {Uint8Array} bytes
   * @returns {number} how many they are
   */
  window(bytes) {
    this.#bytes(bytes.length).set(bytes);
    return bytes.length;
  }

  /** Writes what a person types, a short text of ASCII, in one go; false where more is to be done. @param {string} text */
  #typed(text) {
    const { length } = text;
    // Without room for it, or with a view of memory that has grown since, the other way makes some.
    if (!this.#straight(text)) return false;
    this.#room[0] = (length << 4) | TEXT;
    this.words = 1;
    this.units = length;
    return true;
  }

  #release() {
    this.#wasm.words(0);
    this.#room = new Uint32Array(0);
    this.#raw = new Uint8Array(0);
    this.#text = new Uint8Array(0);
    this.#kept = { words: 0, bytes: 0 };
  }

  #view(words) {
    const at = this.#wasm.words(words);
    this.#room = new Uint32Array(this.#memory.buffer, at, words);
    this.#raw = new Uint8Array(this.#memory.buffer, at, words * 4);
    this.#kept.words = Math.max(this.#kept.words, words);
  }

  #put(word) {
    if (this.words + 3 > this.#room.length) {
      if (this.words - this.#files > MAX_WORDS) throw tooLarge;
      this.#reserve(3);
    }
    this.#room[this.words++] = word;
  }

  /** Makes room for more words, the double at least; the module keeps what is written. @param {number} more */
  #reserve(more) {
    // A view of memory that has grown since has none at all.
    this.#view(Math.max(1024, this.#room.length * 2, this.words + more));
  }

  /** Writes what was collected, after what went straight. @param {string} text */
  #encode(text) {
    const { length } = text;
    const from = this.bytes;
    // Nearly all text is ASCII: a byte a unit, and a little room, so that the encoder need not come twice.
    let bytes = this.#bytes(from + length + 16);
    let { read, written } = encoder.encodeInto(text, bytes.subarray(from));
    this.bytes += written;
    if (read < length) {
      // A UTF-16 unit has at most three bytes in UTF-8. What is written stays when the module makes room.
      bytes = this.#bytes(this.bytes + (length - read) * 3);
      this.bytes += encoder.encodeInto(text.slice(read), bytes.subarray(this.bytes)).written;
    }
  }

  #bytes(length) {
    // A view of memory that has grown since is empty.
    if (this.#text.length < length) {
      // First the room: making it may put another buffer in the memory's place.
      const at = this.#wasm.text(length);
      this.#text = new Uint8Array(this.#memory.buffer, at, length);
      this.#kept.bytes = Math.max(this.#kept.bytes, length);
    }
    return this.#text;
  }

  #string(tag, text) {
    this.#put((text.length << 4) | tag);
    // The first signs, all there are of a small patch, go straight; what follows is collected, and encoded at once.
    if (this.#said === '' && this.#straight(text)) return;
    this.#say(closed(text));
  }

  /** Writes ASCII where the module reads it; false for other text, or without room for it. @param {string} text */
  #straight(text) {
    const { length } = text;
    const { bytes } = this;
    // A view of memory that has grown meanwhile is empty.
    if (bytes + length > SHORT || bytes + length > this.#text.length || !put(text, this.#text, bytes)) return false;
    this.bytes = bytes + length;
    return true;
  }

  #say(text) {
    this.#said += text;
    if (this.#said.length > MAX_UNITS) throw tooLarge;
  }

  #odd(name) {
    this.#put((name << 4) | ODD);
  }

  #value(key, value, depth) {
    switch (typeof value) {
      case 'string':
        if (value.length > LEAST_UNITS && !this.#whole && DATA_URIS.has(key)) return this.#file(value);
        return this.#string(TEXT, value);
      case 'boolean':
        return this.#put(value ? TRUE : FALSE);
      case 'number':
        if (!Number.isFinite(value)) return this.#odd(NAN);
        this.#put(NUMBER);
        number[0] = value;
        this.#room[this.words++] = halves[0];
        this.#room[this.words++] = halves[1];
        return;
      case 'undefined':
        return this.#put(NULL);
      case 'object':
        return value === null ? this.#put(NULL) : this.#object(key, value, depth);
      case 'function':
        return this.#odd(FUNCTION);
      case 'symbol':
        return this.#odd(SYMBOL);
      default:
        return this.#odd(BIGINT);
    }
  }

  #object(key, value, depth, told = false) {
    if (depth === MAX_DEPTH) throw tooDeep;
    // What was begun when a getter throws is taken back: the value as a whole can't be read.
    const { words, bytes } = this;
    const files = this.#files;
    const said = this.#said;
    try {
      const list = Array.isArray(value);
      const plain = !list && isPlain(value);
      if (!told && typeof value.toJSON === 'function') {
        const said = value.toJSON(String(key));
        // What it says is written as it is, whatever toJSON that has in its turn.
        if (typeof said === 'object' && said !== null) return this.#object(key, said, depth, true);
        return this.#value(key, said, depth);
      }
      if (!list && !plain) {
        const primitive = boxed(value);
        if (primitive !== undefined) return this.#value(key, primitive, depth + 1);
        const tag = Object.prototype.toString.call(value);
        if (tag === '[object File]' || tag === '[object Blob]') return this.#odd(FILE);
        if (tag !== '[object Object]') return this.#odd(OTHER_OBJECT);
      }
      if (list) this.#list(value, depth + 1);
      else this.#members(value, plain && !this.#inherits, depth + 1);
    } catch (error) {
      if (error === tooDeep || error === tooLarge || isExhausted(error)) throw error;
      this.words = words;
      this.bytes = bytes;
      this.#files = files;
      this.#said = said;
      this.#odd(UNREADABLE);
    }
  }

  #list(list, depth) {
    this.#put(LIST);
    const length = list.length;
    for (let at = 0; at < length; at++) this.#value(at, list[at], depth);
    this.#put(END);
  }

  #members(object, plain, depth) {
    this.#put(OBJECT);
    let before = 0;
    // The engine remembers the keys of an object that it has walked like this; a list of them would be made anew.
    for (const key in object) {
      if (!plain && !Object.hasOwn(object, key)) continue;
      const value = object[key];
      if (value === undefined) continue;
      const known = this.#followers[before >>> 4] === key ? this.#following[before >>> 4] : this.#known(key, before >>> 4);
      if (known !== undefined) this.#put((before = known));
      // What was asked is no member.
      else if (key === 'toJSON' && typeof value === 'function') continue;
      else this.#string(OTHER_KEY, key);
      this.#value(key, value, depth);
    }
    this.#put(END);
  }

  /** The word of a key that the table has. @param {string} key @param {number} before the number of the one before */
  #known(key, before) {
    const known = this.#keys.get(key);
    if (known !== undefined) {
      this.#followers[before] = key;
      this.#following[before] = known;
    }
    return known;
  }

  /** What the check of a file looks at: all of a short one, else `{units}:{units of the head}:{head}{tail}`. */
  #file(text) {
    if (decodes && this.#decoded(text)) return;
    if (text.length <= 2 * END_UNITS) return this.#string(TEXT, text);
    // Neither end cuts a pair in two.
    const head = closed(text.slice(0, isLow(text, END_UNITS) ? END_UNITS - 1 : END_UNITS));
    const from = text.length - END_UNITS;
    // Each end by itself: to look at the last sign of both together they would have to be copied into one.
    const tail = closed(text.slice(isLow(text, from) ? from - 1 : from));
    const sizes = `${text.length}:${head.length}:`;
    this.#put(((sizes.length + head.length + tail.length) << 4) | ENDS);
    this.#say(`${sizes}${head}${tail}`);
  }

  /** Writes the content of a file where the module reads it; false for what is for the module to decode. @param {string} text */
  #decoded(text) {
    if (this.#files > MAX_UNITS / 4) throw tooLarge;
    if (this.words + FILE_WORDS > this.#room.length) this.#reserve(FILE_WORDS);
    const { words } = this;
    const lengths = contentOf(text, this.#raw, (words + 5) * 4);
    if (lengths === undefined) return false;
    const count = 4 + Math.ceil((lengths[1] + lengths[2] + lengths[3]) / 4);
    this.#room[words] = (count << 4) | CONTENT;
    this.#room.set(lengths, words + 1);
    this.words += 1 + count;
    this.#files += 1 + count;
    return true;
  }
}

/**
 * The value that stands on a tape of answers.
 * @param {Uint32Array} words
 * @param {string} text
 */
function reading(words, text) {
  let at = 0;
  let from = 0;
  const next = () => {
    const word = words[at++];
    const payload = word >>> 4;
    switch (word & 15) {
      case NULL:
        return null;
      case NUMBER:
        halves[0] = words[at++];
        halves[1] = words[at++];
        return number[0];
      case TEXT:
        return text.slice(from, (from += payload));
      case LIST:
        return Array.from({ length: payload }, next);
      case OBJECT: {
        /** @type {Record<string, any>} */
        const members = {};
        for (let count = 0; count < payload; count++) members[next()] = next();
        return members;
      }
      default:
        return (word & 15) === TRUE;
    }
  };
  return next();
}

/** Writes ASCII; false for a text that has more. @param {string} text @param {Uint8Array} bytes @param {number} at */
function put(text, bytes, at) {
  const { length } = text;
  for (let place = 0; place < length; place++) {
    const unit = text.charCodeAt(place);
    if (unit > 127) return false;
    bytes[at + place] = unit;
  }
  return true;
}

function inherits() {
  for (const _ in Object.prototype) return true;
  return false;
}

function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A text whose end is no half of a pair, which would become a whole one with what follows. */
function closed(text) {
  return (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800 ? `${text.slice(0, -1)}\ufffd` : text;
}

/** What a boxed string, number or boolean holds. */
function boxed(value) {
  return value instanceof String || value instanceof Number || value instanceof Boolean ? value.valueOf() : undefined;
}

/** Whether the second half of a surrogate pair stands here. */
function isLow(text, at) {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}

/** The stack ran out: that is the caller's to know, whatever it was reading. */
export function isExhausted(error) {
  try {
    // No regular expression: at the end of the stack V8's may answer false.
    return error instanceof RangeError ? error.message.includes('call stack') : error?.name === 'InternalError';
  } catch (why) {
    // Anything can be thrown, also what can't be looked at; and here, too, the stack may run out.
    return why instanceof RangeError;
  }
}
