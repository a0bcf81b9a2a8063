/**
 * Stable identifiers of everything that can go wrong and that a person can mend. Programs may rely on them;
 * messages may change.
 */
export type ErrorCode =
  | "ARCHITECTURE_MALFORMED"
  | "CONFIG_INVALID"
  | "CONFIG_THREW"
  | "DATASET_INVALID"
  | "IMPORT_INVALID"
  | "MISSING_DEPENDENCY"
  | "NETWORK_INVALID"
  | "OBJECTIVE_FAILED"
  | "OBJECTIVE_TIMEOUT"
  | "OPTION_INVALID"
  | "PLUGIN_DUPLICATE"
  | "PLUGIN_INVALID"
  | "PLUGIN_UNKNOWN"
  | "PROXY_FAILED"
  | "RUNTIME_LOST"
  | "RUNTIME_UNAVAILABLE"
  | "SEARCH_FAILING"
  | "SPACE_EXHAUSTED"
  | "STORE_NEWER_VERSION"
  | "STORE_CORRUPT"
  | "STORE_UNWRITABLE"
  | "STUDY_EXISTS"
  | "STUDY_LOCKED"
  | "STUDY_MISMATCH"
  | "STUDY_UNKNOWN"
  | "STUDY_UNTRUSTED"
  | "SURROGATE_FAILED"
  | "TABLE_INVALID"
  | "TELL_REJECTED"
  | "USAGE";

/** Where an error was found: the parts that apply. */
export interface ErrorPlace {
  readonly file?: string;
  readonly row?: number;
  readonly field?: string;
  readonly architecture?: string;
  readonly plugin?: string;
}

/**
 * An expected failure: says what was expected, what came, where, and what to do. Carries a stable `code` and keeps
 * its `cause`.
 *
 * @example
 * new ProxyboError("TABLE_INVALID", "column 'valid' is missing", { place: { file: "t.csv" } }).message
 * // => "column 'valid' is missing (t.csv)"
 */
export class ProxyboError extends Error {
  override readonly name: string = "ProxyboError";
  readonly code: ErrorCode;
  readonly place: ErrorPlace;
  /** What to do about it, when there is something. */
  readonly hint: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    details: { place?: ErrorPlace; hint?: string; cause?: unknown } = {},
  ) {
    const place = details.place ?? {};
    const where = describePlace(place);
    super(where === "" ? message : `${message} (${where})`, { cause: details.cause });
    this.code = code;
    this.place = place;
    this.hint = details.hint;
  }
}

function describePlace(place: ErrorPlace): string {
  return [
    place.plugin,
    place.file,
    place.row === undefined ? undefined : `row ${place.row}`,
    place.field === undefined ? undefined : `field '${place.field}'`,
    place.architecture === undefined ? undefined : `architecture '${place.architecture}'`,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}

/** Gives the message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
