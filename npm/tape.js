/**
 * Writes a JavaScript value on the tape that the module reads: one walk, one crossing.
 *
 * Values are read as JSON.stringify reads them; what JSON can't say is written by its name, so that the report can
 * name it. `src/wasm/tape.rs` documents the format.
 */

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
/** How much of each end of a long data URI crosses: END of src/checks/file.rs. */
const END_UNITS = 4096;
/** The most that crosses at once, in words and in UTF-16 units; more is a wrong call, not wrong data. */
const MAX_WORDS = 1 << 20;
const MAX_UNITS = 1 << 26;
/** What the module may hold between calls, in words and in bytes of text. */
const KEPT_WORDS = 1 << 16;
const KEPT_BYTES = 1 << 20;

const DATA_URIS = new Set(['file', 'poa', 'image_front', 'image_back']);

const number = new Float64Array(1);
const halves = new Uint32Array(number.buffer);
const encoder = new TextEncoder();

/** A value nested more than 64 deep, or inside itself. The module reports it at the root. */
export const tooDeep = Symbol('nested too deeply');
/** A value larger than can cross. */
export const tooLarge = Symbol('too large');

export class Tape {
  #wasm;
  #memory;
  #keys = new Map();
  #words = new Uint32Array(0);
  #room = 0;
  #at = 0;
  #text = '';
  #whole = false;

  /**
   * @param {{ keys(): string, words(n: number): number, text(n: number): number }} wasm
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
   * @returns {[words: number, bytes: number, units: number]} what the call is to be told
   */
  write(value, whole, key = '') {
    this.#at = 0;
    this.#text = '';
    this.#whole = whole;
    // No more than a usual patch needs is held for good.
    if (this.#words.length > KEPT_WORDS || this.#room > KEPT_BYTES) this.#release();
    // Memory may have grown since the last call.
    if (this.#words.byteLength === 0 || this.#words.buffer !== this.#memory.buffer) this.#view(1024);
    this.#value(key, value, 0);
    const text = this.#text;
    this.#text = '';
    return [this.#at, this.#encode(text), text.length];
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

  #release() {
    this.#wasm.words(0);
    this.#words = new Uint32Array(0);
    this.#room = 0;
  }

  #view(words) {
    const at = this.#wasm.words(words);
    this.#words = new Uint32Array(this.#memory.buffer, at, words);
  }

  #put(word) {
    if (this.#at + 3 > this.#words.length) {
      if (this.#at > MAX_WORDS) throw tooLarge;
      // The module keeps what is written when it makes room.
      this.#view(Math.max(1024, this.#words.length * 2));
    }
    this.#words[this.#at++] = word;
  }

  #encode(text) {
    const length = text.length;
    if (length === 0) return 0;
    if (length > MAX_UNITS) throw tooLarge;
    // Nearly all text is ASCII: a byte a unit, and a little room, so that the encoder need not come twice.
    let room = length + 16;
    let bytes = this.#bytes(room);
    // A call of the encoder costs more than a short loop.
    if (length <= 256) {
      let place = 0;
      for (; place < length; place++) {
        const unit = text.charCodeAt(place);
        if (unit > 127) break;
        bytes[place] = unit;
      }
      if (place === length) return length;
    }
    let { read, written } = encoder.encodeInto(text, bytes);
    if (read < length) {
      // A UTF-16 unit has at most three bytes in UTF-8. What is written stays when the module makes room.
      room = written + (length - read) * 3;
      bytes = this.#bytes(room);
      written += encoder.encodeInto(text.slice(read), bytes.subarray(written)).written;
    }
    return written;
  }

  #bytes(room) {
    // First the room: making it may put another buffer in the memory's place.
    const at = this.#wasm.text(room);
    this.#room = Math.max(this.#room, room);
    return new Uint8Array(this.#memory.buffer, at, room);
  }

  #string(tag, text) {
    this.#put((text.length << 4) | tag);
    this.#text += closed(text);
    if (this.#text.length > MAX_UNITS) throw tooLarge;
  }

  #odd(name) {
    this.#put((name << 4) | ODD);
  }

  #value(key, value, depth) {
    switch (typeof value) {
      case 'string':
        if (value.length > 2 * END_UNITS && !this.#whole && DATA_URIS.has(key)) return this.#ends(value);
        return this.#string(TEXT, value);
      case 'boolean':
        return this.#put(value ? TRUE : FALSE);
      case 'number':
        if (!Number.isFinite(value)) return this.#odd(NAN);
        this.#put(NUMBER);
        number[0] = value;
        this.#words[this.#at++] = halves[0];
        this.#words[this.#at++] = halves[1];
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
    const at = this.#at;
    const text = this.#text;
    try {
      const list = Array.isArray(value);
      if (!told && typeof value.toJSON === 'function') {
        const said = value.toJSON(String(key));
        // What it says is written as it is, whatever toJSON that has in its turn.
        if (typeof said === 'object' && said !== null) return this.#object(key, said, depth, true);
        return this.#value(key, said, depth);
      }
      if (!list && !isPlain(value)) {
        const primitive = boxed(value);
        if (primitive !== undefined) return this.#value(key, primitive, depth + 1);
        const tag = Object.prototype.toString.call(value);
        if (tag === '[object File]' || tag === '[object Blob]') return this.#odd(FILE);
        if (tag !== '[object Object]') return this.#odd(OTHER_OBJECT);
      }
      if (list) this.#list(value, depth + 1);
      else this.#members(value, depth + 1);
    } catch (error) {
      if (error === tooDeep || error === tooLarge || isExhausted(error)) throw error;
      this.#at = at;
      this.#text = text;
      this.#odd(UNREADABLE);
    }
  }

  #list(list, depth) {
    this.#put(LIST);
    const length = list.length;
    for (let at = 0; at < length; at++) this.#value(at, list[at], depth);
    this.#put(END);
  }

  #members(object, depth) {
    this.#put(OBJECT);
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (value === undefined) continue;
      const known = this.#keys.get(key);
      if (known !== undefined) this.#put(known);
      // What was asked is no member.
      else if (key === 'toJSON' && typeof value === 'function') continue;
      else this.#string(OTHER_KEY, key);
      this.#value(key, value, depth);
    }
    this.#put(END);
  }

  /** `{units}:{units of the head}:{head}{tail}`: what the check of a file looks at. Neither end cuts a pair in two. */
  #ends(text) {
    const head = closed(text.slice(0, isLow(text, END_UNITS) ? END_UNITS - 1 : END_UNITS));
    const from = text.length - END_UNITS;
    const tail = text.slice(isLow(text, from) ? from - 1 : from);
    this.#string(ENDS, `${text.length}:${head.length}:${head}${tail}`);
  }
}

function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A text whose end is no half of a pair, which would become a whole one with what follows. */
function closed(text) {
  const last = text.charCodeAt(text.length - 1) & 0xfc00;
  return last === 0xd800 ? `${text.slice(0, -1)}\ufffd` : text;
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
