import { type ErrorPlace, messageOf, ProxyboError } from "@proxybo/core";

/** The complaint about a file that cannot be imported. */
export function importInvalid(
  message: string,
  place: ErrorPlace,
  details: { readonly hint?: string; readonly cause?: unknown } = {},
): ProxyboError {
  return new ProxyboError("IMPORT_INVALID", message, { place, ...details });
}

/** Lets expected failures pass; gives everything else that a reader throws on a broken file the form of one. */
export function asImportInvalid(cause: unknown, expected: string, file: string): ProxyboError {
  if (cause instanceof ProxyboError) return cause;
  return importInvalid(
    `expected ${expected}, got a file that is cut short or corrupted: ${messageOf(cause)}`,
    { file },
    { cause },
  );
}
