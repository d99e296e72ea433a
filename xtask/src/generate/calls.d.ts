/** The parameters of an issue that has none. */
export type NoParams = { [name: string]: never };

/** The name of a fault. Names and severities are public surface: changing one is a breaking change. */
export type Code = keyof Codes;

/**
 * One thing that is wrong, or that a reviewer would ask about. `switch (issue.code)` narrows `params`. It never carries
 * what a person typed, but for a `suggestion` that corrects something public: a country, a date, an option.
 */
export type Issue = {
  [Name in Code]: {
    /** A JSON Pointer (RFC 6901) into the patch; empty for the patch as a whole. */
    path: string;
    code: Name;
    /** An error blocks, a warning never does. The context may lower an error to a warning. */
    severity: Codes[Name]['severity'] | 'warning';
    /** What the message is filled with. */
    params: Codes[Name]['params'];
    /** A value that would be right in its place, where one is certain. */
    suggestion?: string;
    /** What to do, in English. `message` says it in other words and languages. */
    message: string;
  };
}[Code];

/** The answer to a patch. */
export interface Report {
  /** True when nothing blocks: there may be warnings. */
  ok: boolean;
  /** In the order of the fields; unknown fields last. */
  issues: Issue[];
  /** The version of the rules. */
  rules: string;
}

/** What came of sending a patch. Switch on `kind`. */
export type Outcome =
  /** The API took it, or a read shows that it did. */
  | { kind: 'accepted'; customer: Customer }
  /** The rules refused it: nothing was sent. */
  | { kind: 'invalid'; report: Report }
  /** The customer's status takes no change now. */
  | { kind: 'not_editable'; status?: KybStatus; detail?: string }
  /** The API refused it. */
  | { kind: 'rejected'; status: number; code?: string; detail?: string; errors: Refusal[] }
  /** The key or the link is not taken. */
  | { kind: 'unauthorized'; status: 401 | 403 }
  | { kind: 'not_found' }
  /** Too many requests; `retryAfter` is in seconds. */
  | { kind: 'rate_limited'; retryAfter?: number }
  /** The host says that it has no network: nothing was sent. */
  | { kind: 'offline' }
  /**
   * It was sent, no answer settled it, and a read does not show all of it. `seen` and `notSeen` are pointers into the
   * patch. `safeToSendAgain` is false for a patch that adds persons or documents: sent again it may add them twice.
   */
  | { kind: 'unknown'; safeToSendAgain: boolean; seen: string[]; notSeen: string[] };

/** One fault that the API names in a refusal. */
export interface Refusal {
  pointer?: string;
  code?: string;
  detail?: string;
}

/** What compliance asks for while a customer is in `pending_response`. */
export interface ReviewIssues {
  company_issues?: { company_name?: string | null; reject_reason: string; description: string } | null;
  associated_person_issues?: PersonIssue[] | null;
}

/** What compliance asks for about one person. */
export interface PersonIssue {
  associated_person_id: string;
  name?: string | null;
  reject_reason: string;
  description: string;
}

/** Whether a customer in a status can be changed, and if not, why. */
export type Editability =
  | { editable: true; code?: undefined; params?: undefined }
  | { editable: false; code: 'status_not_editable'; params: { status: KybStatus } }
  | { editable: false; code: 'status_unknown'; params?: undefined };

/** What to send of an edited customer, and what can't be sent. */
export interface Changes {
  patch: Patch;
  notSent: NotSent[];
}

/** Something that was edited and is not sent. */
export interface NotSent {
  /** Its pointer in the edited customer. */
  path: string;
  /**
   * `cannot_be_removed`: a stored value was cleared, and leaving it out keeps it; at `/documents` a stored document was
   * left out. `already_stored`: the same person or document is stored. `person_has_own_endpoint`: a stored person was
   * edited or, at `/associated_persons`, left out. `twice`: the same person or document stands before it.
   * `unknown_field`: no field of the API takes it, and it is not as it is stored; a member of an address or of a stored
   * person, too.
   */
  reason: 'cannot_be_removed' | 'already_stored' | 'person_has_own_endpoint' | 'twice' | 'unknown_field';
}

/** What a customer lacks to leave `init`, as pointers to top-level fields. */
export interface Missing {
  /** Without these it stays in `init`. */
  needed: string[];
  /** A reviewer is likely to ask for these. */
  advised: string[];
  /** Needed, and no read shows whether they are stored. */
  cannotTell: string[];
}

/** One place of the body. */
export interface Field {
  /** Its pointer, with `*` for an item of a list: `/associated_persons/*\/birth_date`. */
  path: string;
  /** The key. */
  name: string;
  kind: FieldKind;
  /** Whether it holds a list of that kind. */
  list: boolean;
  /** Whether its object can't be sent without it. */
  required: boolean;
  /** When a customer must have it to leave `init`. */
  needed?: Needed;
  /** Whether a read of the API answers it. */
  readable: boolean;
  /** The list of words that it takes. */
  options?: OptionList;
  /** The most characters (Unicode scalars). */
  maxLength?: number;
  /** Of text: whether line breaks are usual in it. */
  lines?: boolean;
  /** Of files: the MIME types that it takes. */
  files?: string[];
}

/** A word of a list, and what to call it. */
export interface Option {
  value: string;
  label: string;
}

/** A country of today. */
export interface Country {
  /** ISO 3166-1 alpha-3, as the API takes it. */
  value: string;
  alpha2: string;
  label: string;
  /** Whether the API's own country list has it. */
  served: boolean;
}

/** An industry of NAICS 2022. */
export interface Industry {
  /** Six digits. */
  code: string;
  title: string;
}

/** What a file is for: it decides which types are taken and whether its size is an error. */
export type FileUse = 'id_image' | 'poa' | 'document';

/** What can be told of a file. The paths of its issues are empty. */
export interface DocumentReport {
  ok: boolean;
  issues: Issue[];
  /** The MIME type that the API takes for it. */
  mime: string | undefined;
  /** Bytes. */
  size: number;
}

/** How a patch is sent. */
export interface SubmitOptions {
  /** Where the API or the relay is: `/v1/customers/…` is added to it. */
  baseUrl: string | URL;
  /** The Authorization header. No page should hold an access key: give it a token for one customer. */
  authorization?: string | null | undefined;
  /**
   * For servers that apply a key once: the same key as long as the patch is the same. Browsers, Deno and Bun may send a
   * request again where its connection ends without an answer: a key keeps it from being applied twice.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * Aborted before anything is sent it throws its reason; after that the outcome is `unknown` or what a read shows: two
   * reads of at most 15 seconds each follow before it is told.
   */
  signal?: AbortSignal | null | undefined;
  /** How long to wait for the answer, in milliseconds; 60,000 when not given. Reads that follow have their own time. */
  timeout?: number | undefined;
  /** As of `validate`, with documents looked at whole. With `stored`, a lost answer can be told from a lost patch. */
  context?: Context | null | undefined;
}

/**
 * Where the module comes from: a URL or its text, a Request, a Response, the bytes or a compiled `WebAssembly.Module`.
 */
export type InitSource = string | object;

/**
 * Loads the module, once; further calls wait for the first.
 * @param source else the module that lies beside the package
 * @throws {LoadError} and may be called again
 */
export function init(source?: InitSource | Promise<InitSource> | null): Promise<void>;

/**
 * Starts the module at once, where it may be compiled at once: in workers, or from a compiled module.
 * @param source the bytes or a compiled `WebAssembly.Module`
 * @throws {LoadError} for what is not the package's module, or can't be compiled here
 */
export function initSync(source: object): void;

/**
 * Checks a patch. What is wrong with it comes back in the report.
 * @param patch any value; read as `JSON.stringify` reads it
 * @throws {NotReady | InvalidContext | TooLarge}
 */
export function validate(patch: unknown, context?: Context | null): Report;

/**
 * Checks one value as if it stood at a pointer of a patch: its own checks, no rule across values.
 * @param pointer such as `/associated_persons/0/birth_date`
 * @throws {NotReady | InvalidCall | InvalidContext | TooLarge}
 */
export function validateField(pointer: string, value: unknown, context?: Context | null): Issue[];

/** Whether a customer in a KYB status can be changed; either letter case. An unknown status is not editable. */
export function editability(status: string): Editability;

/**
 * The smallest patch from what is stored to what was edited. An address is sent whole; a person or a document that is
 * stored, or stands twice, is not sent. A list that is empty, or that names some of what is stored, is taken for all of
 * it, and what it leaves out is told in `notSent`; new persons or documents alone are added to what is stored.
 * Persons are one by their id or, where they are new, by names and day of birth, letter case and outer blanks aside: a
 * name in Unicode's form NFC and the same in NFD are two.
 * @param stored what a read of the API answered
 * @param edited a copy of it with changes, or the fields alone; its values go into the patch as they are
 * @throws {NotReady | Unreadable | TooLarge}
 */
export function changes(stored: object | null | undefined, edited: object | null | undefined): Changes;

/**
 * What a customer still lacks to leave `init`.
 * @param customer what a read of the API answered
 * @param patch what is about to be sent
 * @param context for `kycModel`
 * @throws {NotReady | Unreadable | InvalidContext | TooLarge}
 */
export function missing(
  customer: object | null | undefined,
  patch?: object | null,
  context?: Context | null,
): Missing;

/**
 * Checks a patch and sends it, by one call of `fetch`: what the host may do beneath it is told at `idempotencyKey`.
 * Resolves to what became of it.
 * @throws {NotReady | InvalidCall | InvalidContext | Unreadable | TooLarge} before anything is sent
 */
export function submit(customerId: string, patch: Patch, options: SubmitOptions): Promise<Outcome>;

/** Every place of the body, in the order of the table. */
export function fields(): Field[];

/**
 * The words of a list, each with a label; none for a name that is no list.
 * @param name of a list, or of a field that takes one
 */
export function options(name: OptionList | (string & {}), locale?: string): Option[];

/**
 * How tax numbers of a type are written in a country, such as `###-##-####` for an SSN of the USA: `#` is a digit,
 * `A` a letter, `*` either, all else stands for itself. Undefined where that is not known.
 */
export function taxFormat(country: string, type: string): string | undefined;

/** Every country of today, with its name in a language, in the order of that language; English when not given. */
export function countries(locale?: string): Country[];

/**
 * Industries whose code begins with the query, or whose title has every word of it.
 * @param locale of the titles, which are English so far
 * @throws {LoadError} when the titles can't be loaded; {InvalidCall} for a query that is no text
 */
export function industries(query: string, locale?: string): Promise<Industry[]>;

/** Words of a host's own, in place of those of the package. */
export interface OwnWords {
  /** By code; `{field}` and the names of the code's parameters in braces are filled in. */
  issues?: Partial<Record<Code, string>> | undefined;
  /** By the key of a field. */
  fields?: Record<string, string> | undefined;
  /** By list and word. */
  options?: Partial<Record<OptionList | 'kyb_status', Record<string, string>>> | undefined;
}

/**
 * Loads the words of a locale's language; from then on `message` and `options` speak it, for all its regions. English
 * messages need no loading, the labels of options do. There are English, German and Spanish.
 * @param own said in place of the package's own words: for this locale, and what is `de` for regions without their own
 * @throws {LoadError} when there are none
 */
export function loadMessages(locale: string, own?: OwnWords): Promise<void>;

/** An issue, or one of a Standard Schema, whose path has its keys one by one. */
export type Worded = Issue | (Omit<Issue, 'path'> & { readonly path: readonly PropertyKey[] });

/**
 * What an issue says, in a language that was loaded; else in English.
 * @throws {InvalidCall} for what is no issue
 */
export function message(issue: Worded, locale?: string): string;

/**
 * Checks a file for its use: its type, by its content before its name, its size, and what is in it. It is read in
 * pieces, of a picture the ends alone.
 * @throws {NotReady | InvalidCall | InvalidContext} or what the file throws as it is read
 */
export function inspectDocument(
  file: Blob & { readonly name?: string },
  use: FileUse,
  context?: Context | null,
): Promise<DocumentReport>;

/**
 * A file as a data URI, with the MIME type that the API takes for it.
 * @param options `onProgress` is told from 0 to 1
 * @throws {NotReady | InvalidCall} or the reason of `signal`, or what the file throws as it is read
 */
export function encodeDocument(
  file: Blob & { readonly name?: string },
  options?: { signal?: AbortSignal | undefined; onProgress?: ((done: number) => void) | undefined } | null,
): Promise<string>;

/** Something of the package can't be done as it was asked for. Wrong data never throws: it comes back in a report. */
export class KybPatchError extends Error {
  constructor(message: string, options?: { cause?: unknown });
}

/** A call before `init` or `initSync` is done. */
export class NotReady extends KybPatchError {}

/** An argument is not what the call takes. */
export class InvalidCall extends KybPatchError {}

/**
 * The context is not one: a name that it does not have, a value of the wrong kind, or members that JSON would pass
 * over, such as getters of a class and the entries of a Map.
 */
export class InvalidContext extends KybPatchError {}

/** Something of the package could not be loaded. */
export class LoadError extends KybPatchError {
  constructor(reason: LoadError['reason'], message: string, options?: { cause?: unknown });
  /**
   * `http`: a server answered an error. `network`: none answered, or the promise that `init` was given failed.
   * `not_wasm`: something else came, a page perhaps. `csp`: the page's policy lacks `'wasm-unsafe-eval'`.
   * `compile`: the module is broken or too new for the host, which may have no WebAssembly at all, as in a browser's
   * lockdown mode. `start`: it is another module, or of another version.
   * `missing`: the module is not beside the package's code, as in a bundle for Node: keep the package out of it, or
   * give `init` the bytes. `used`: the Response has been read before. `data`: words or titles could not be read.
   */
  readonly reason: 'http' | 'network' | 'not_wasm' | 'csp' | 'compile' | 'start' | 'missing' | 'used' | 'data';
}

/** A value is larger than can cross into the module: some million values, or 64 million characters of text. */
export class TooLarge extends KybPatchError {}

/** A value changed, threw or called back while it was read, or is nested too deeply to be compared. */
export class Unreadable extends KybPatchError {}

/** The module failed, which it never should. A new one has taken its place: the next call works. */
export class Trapped extends KybPatchError {}
