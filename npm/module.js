/** The one instance of the module: loading it, calling it, and replacing it should it ever fail. */
import * as glue from './wasm/kyb_patch.js';
import { InvalidContext, KybPatchError, LoadError, NotReady, TooLarge, Trapped, Unreadable } from './errors.js';
import { host } from './host.js';
import { Tape, isExhausted, tooDeep, tooLarge } from './tape.js';

/** @type {Tape | undefined} */
let tape;
/** @type {Promise<void> | undefined} */
let loading;
/**
 * What the module holds of a context: its members, by identity; undefined while it holds none.
 * @type {{ members: [string, unknown][], whole: boolean } | undefined}
 */
let held;
/** Whether a call is under way: a getter of the value that is read may call again. */
let running = false;
/** Whether the stack ran out in a call, which may have left the module in the middle of something. */
let cutShort = false;

/**
 * Loads the module, once; further calls wait for the first.
 * @param {unknown} [source] a URL, a Response, bytes, a compiled module, or a promise of one; else the package's own
 * @returns {Promise<void>}
 */
export function init(source) {
  loading ??= load(source).catch((error) => {
    // A page that comes online again may try again.
    loading = undefined;
    throw error;
  });
  return loading;
}

/**
 * Starts the module at once, where it may be compiled at once: in workers, or from a compiled module.
 * @param {WebAssembly.Module | BufferSource} source
 */
export function initSync(source) {
  if (tape) return;
  let module = source;
  if (!isModule(source)) {
    try {
      module = new WebAssembly.Module(wasmOf(source));
    } catch (cause) {
      throw refusal(cause);
    }
  }
  start(module);
}

async function load(source) {
  if (tape) return;
  start(await compile(await (source == null ? own() : arrived(() => source))));
}

/** The package's own module, where the host has it. */
async function own() {
  const { module } = host();
  try {
    return await module();
  } catch (cause) {
    throw new LoadError('missing', 'kyb-patch: the module is not beside the code: keep the package out of the bundle, or give init its bytes', { cause });
  }
}

function start(module) {
  try {
    // The glue keeps the first module that it is given, whatever that is.
    const exports = WebAssembly.Module.exports(module).map(({ name }) => name);
    const lacks = Object.keys(glue).find((name) => !/^(initSync|__wbg_.*|default)$/.test(name) && !exports.includes(name));
    if (lacks) throw new Error(lacks);
    tape = new Tape(glue, glue.initSync({ module }).memory);
  } catch (cause) {
    throw new LoadError('start', 'kyb-patch: the module could not be started: is it of this version?', { cause });
  }
}

async function compile(source) {
  if (isModule(source)) return source;
  let bytes = source;
  if (typeof source === 'string' || source instanceof URL || isRequest(source)) source = await arrived(() => fetch(source));
  if (isResponse(source)) {
    const response = source;
    if (response.bodyUsed) throw new LoadError('used', 'kyb-patch: the answer was read before');
    if (!response.ok) {
      const advice = 'serve the package\'s wasm/kyb_patch_bg.wasm there, or give init its address';
      throw new LoadError('http', `kyb-patch: the module answered ${response.status} at ${response.url}: ${advice}`);
    }
    const streams = typeof WebAssembly.compileStreaming === 'function';
    if (streams && response.headers.get('content-type') === 'application/wasm') {
      return named(WebAssembly.compileStreaming(response));
    }
    // A server that does not know the type of .wasm costs the streaming, no more.
    bytes = await arrived(() => response.arrayBuffer());
  }
  return named(WebAssembly.compile(wasmOf(bytes)));
}

/** Whether this is a compiled module, where there can be any. */
function isModule(source) {
  if (!globalThis.WebAssembly) throw new LoadError('compile', 'kyb-patch: this host has no WebAssembly: a browser in lockdown mode has none');
  return source instanceof WebAssembly.Module;
}

/** Bytes that begin as a module does. */
function wasmOf(bytes) {
  if (isWasm(bytes)) return bytes;
  throw new LoadError('not_wasm', 'kyb-patch: what was loaded is no WebAssembly, a page perhaps: Vite before 8 needs optimizeDeps.exclude');
}

/** Whether these are bytes, and begin as WebAssembly does. @param {any} bytes */
function isWasm(bytes) {
  try {
    return new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, Math.min(4, bytes.byteLength)).join() === '0,97,115,109';
  } catch {
    return false;
  }
}

/** What comes over the network: an answer, or the rest of it. @param {() => Promise<any>} ask */
async function arrived(ask) {
  try {
    return await ask();
  } catch (cause) {
    throw new LoadError('network', 'kyb-patch: the module could not be fetched', { cause });
  }
}

async function named(compiling) {
  try {
    return await compiling;
  } catch (cause) {
    // While it streams the network can fail, too.
    const streamed = !(cause instanceof WebAssembly.CompileError);
    throw refusal(cause, streamed && new LoadError('network', 'kyb-patch: the module could not be fetched', { cause }));
  }
}

/** Why a module is not compiled, with what to do. */
function refusal(cause, otherwise) {
  if (cause instanceof LoadError) return cause;
  const message = String(cause?.message);
  if (/content security policy|unsafe-eval|csp/i.test(message)) {
    const advice = "add 'wasm-unsafe-eval' to script-src";
    return new LoadError('csp', `kyb-patch: the page's Content Security Policy forbids WebAssembly: ${advice}`, { cause });
  }
  if (/disallowed by embedder/i.test(message)) {
    const advice = "give init the module that `import module from 'kyb-patch/kyb_patch_bg.wasm'` gives";
    return new LoadError('compile', `kyb-patch: this host compiles no WebAssembly while it runs: ${advice}`, { cause });
  }
  return otherwise || new LoadError('compile', 'kyb-patch: the module could not be compiled: is it whole, the host new enough?', { cause });
}

function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isResponse(value) {
  return typeof Response === 'function' && value instanceof Response;
}

function isRequest(value) {
  return typeof Request === 'function' && value instanceof Request;
}

/**
 * Calls the module.
 * @template T
 * @param {(wasm: typeof glue, tape: Tape) => T} call
 * @returns {T}
 */
export function run(call) {
  if (!tape) throw new NotReady('kyb-patch: await init() before the first call');
  if (running) throw new Unreadable('kyb-patch: called by a value that is being read');
  running = true;
  try {
    if (cutShort) restart();
    return call(glue, tape);
  } catch (error) {
    if (error === tooLarge) throw new TooLarge('kyb-patch: the value is larger than can be checked at once');
    if (error === tooDeep) throw new Unreadable('kyb-patch: the value is nested too deeply');
    // Where the stack has run out, looking at the error may run out of it again.
    cutShort = true;
    if (isExhausted(error)) throw error;
    cutShort = false;
    if (isA(KybPatchError, error)) throw error;
    if (isA(WebAssembly.RuntimeError, error)) {
      restart();
      throw new Trapped('kyb-patch: the module failed and was started anew', { cause: error });
    }
    throw new Unreadable('kyb-patch: the value can not be read', { cause: error });
  } finally {
    running = false;
  }
}

/** Anything can be thrown by a value that is read, also what can't be looked at. */
function isA(type, error) {
  try {
    return error instanceof type;
  } catch {
    return false;
  }
}

/** A new instance of the same compiled module: nothing of the failed one is kept. */
function restart() {
  held = undefined;
  cutShort = true;
  glue.__wbg_reset_state();
  tape = new Tape(glue, glue.initSync({}).memory);
  cutShort = false;
}

/**
 * Hands the module a context, unless it holds the same: the same members, compared by identity.
 * @param {object | null | undefined} context
 * @returns {boolean} whether data URIs are looked at whole
 */
export function useContext(wasm, tape, context) {
  if (context === undefined || context === null) {
    if (held) wasm.clear_context();
    held = undefined;
    return false;
  }
  let members;
  try {
    context = saidBy(context);
    if (held && isSame(held.members, context)) return held.whole;
    members = Object.entries(context);
  } catch (cause) {
    throw new InvalidContext('kyb-patch: the context can not be read', { cause });
  }
  held = undefined;
  let wrong;
  try {
    tape.write(context, false);
    wrong = tape.read(wasm.set_context(tape.words, tape.bytes, tape.units));
    // An invalid Date is null to JSON, which would stand for none.
    if (Number.isNaN(/** @type {any} */ (context).now?.valueOf())) wrong ??= '/now: wrong_type';
  } catch (cause) {
    wasm.clear_context();
    if (cause instanceof WebAssembly.RuntimeError) throw cause;
    throw new InvalidContext('kyb-patch: the context can not be read', { cause });
  }
  if (wrong !== undefined) {
    wasm.clear_context();
    throw new InvalidContext(`kyb-patch: the context is not one: ${wrong}`);
  }
  const whole = members.some(([name, value]) => name === 'documents' && value === 'whole');
  held = { members, whole };
  return whole;
}

/**
 * The members of a context, as JSON has them: of an object that speaks for itself, what `toJSON` answers now. What JSON
 * would pass over, such as getters of a class and the entries of a Map, is refused, for it is meant to be heard.
 * @param {any} context
 * @returns {object}
 */
export function saidBy(context) {
  if (isPlain(context) && typeof context.toJSON !== 'function') return context;
  const said = typeof context.toJSON === 'function' ? context.toJSON('') : context;
  if (Object.prototype.toString.call(said) !== '[object Object]') throw new TypeError('no object');
  for (let from = Object.getPrototypeOf(said); from; from = Object.getPrototypeOf(from)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(from))) {
      if (name !== '__proto__' && typeof value !== 'function') throw new TypeError('a member of a class, no own one');
    }
  }
  const { toJSON: _, ...members } = said;
  return members;
}

/**
 * Whether a context has these members, and no others.
 * @param {[string, unknown][]} members
 * @param {object} context
 */
function isSame(members, context) {
  let place = 0;
  for (const name in context) {
    if (!Object.hasOwn(context, name)) continue;
    if (place === members.length || members[place][0] !== name || !Object.is(members[place][1], context[name])) return false;
    place++;
  }
  return place === members.length;
}
