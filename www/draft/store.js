/** Where drafts lie: IndexedDB, a record each. Names and contents are sealed elsewhere; here only the expiry is legible. */
import { patience } from '../patience.js';

const DATABASE = 'kyb-patch.drafts';
const STORE = 'drafts';
/** How long an answer of the database is waited for, in milliseconds: another tab may hold it, or a disk may hang. */
const PATIENCE = 2000;

/**
 * A sealed draft. `name` tells whose it is to who holds the link alone; `expires` is in milliseconds since 1970.
 * @typedef {{ name: string, expires: number, iv: Uint8Array<ArrayBuffer>, box: ArrayBuffer }} Sealed
 */

/** @returns {Promise<IDBDatabase>} */
function open() {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore(STORE, { keyPath: 'name' }).createIndex('expires', 'expires');
  });
  return settled(request);
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
    request.addEventListener('blocked', () => reject(new Error('the database is in use')));
  });
}

/**
 * Runs one transaction, and closes the database when it is written. What is not answered in time has failed, and is not
 * begun later; with `late` it is.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @param {{ late?: boolean }} [how]
 * @returns {Promise<T>}
 */
function within(mode, act, { late: also = false } = {}) {
  const signal = patience(PATIENCE);
  const late = new Promise((_, reject) => { signal.addEventListener('abort', () => reject(signal.reason)); });
  return Promise.race([run(mode, act, also ? undefined : signal), late]);
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
async function run(mode, act, signal) {
  const database = await open();
  try {
    signal?.throwIfAborted();
    const transaction = database.transaction(STORE, mode);
    const done = new Promise((resolve, reject) => {
      transaction.addEventListener('complete', resolve);
      transaction.addEventListener('abort', () => reject(transaction.error));
    });
    const answer = await settled(act(transaction.objectStore(STORE)));
    await done;
    return answer;
  } finally {
    database.close();
  }
}

/** @param {Sealed} sealed */
export function put(sealed) {
  return within('readwrite', (store) => store.put(sealed));
}

/** @param {string} name @returns {Promise<Sealed|undefined>} */
export function get(name) {
  return within('readonly', (store) => store.get(name));
}

/** What is not wanted any more goes, however slow the disk. @param {string} name */
export function remove(name) {
  return within('readwrite', (store) => store.delete(name), { late: true });
}

/** Removes what has expired, whoever's it was. @param {number} now milliseconds since 1970 */
export function purge(now) {
  return within('readwrite', (store) => {
    const expired = store.index('expires').openCursor(IDBKeyRange.upperBound(now));
    expired.addEventListener('success', () => {
      expired.result?.delete();
      expired.result?.continue();
    });
    // Counted in the same transaction, so that it is over when this is.
    return store.count();
  });
}
