import { match, P } from "ts-pattern";
import { messageOf, ProxyboError } from "../errors/error.ts";

/** What to do about a store that is damaged. */
export const repairHint = "recover what is sound: proxybo studies repair, or restore the file from a copy";

/** Whether SQLite refused a row because one with the same unique columns is there. */
export function isUniqueViolation(thrown: unknown): boolean {
  // SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY
  return [2067, 1555].includes(codeOf(thrown) ?? 0);
}

/** Whether another process held the lock for longer than we waited. */
export function isBusy(thrown: unknown): boolean {
  return [5, 6].includes((codeOf(thrown) ?? 0) & 0xff);
}

/** What SQLite complained about, as an error for people; anything else is given back as it is. */
export function storeFault(thrown: unknown, location: string): unknown {
  // An integer beyond any that we put.
  const code = isOutOfRange(thrown) ? 11 : codeOf(thrown);
  if (code === undefined) return thrown;
  const reason = messageOf(thrown);
  const fault = (id: "STORE_UNWRITABLE" | "STORE_CORRUPT", message: string, hint: string): ProxyboError =>
    new ProxyboError(id, message, { place: { file: location }, hint, cause: thrown });
  // The primary result code: https://www.sqlite.org/rescode.html
  return match(code & 0xff)
    .with(P.union(5, 6), () =>
      fault(
        "STORE_UNWRITABLE",
        "the store is locked: another process has been writing to it for too long",
        "end that process, or use another store",
      ),
    )
    .with(13, () => fault("STORE_UNWRITABLE", "the disk of the store is full", "make room, then resume"))
    .with(P.union(3, 8, 10, 14, 23), () =>
      fault(
        "STORE_UNWRITABLE",
        `expected a store that can be written, got: ${reason}`,
        "check the permissions of the file and its folder, or use another store",
      ),
    )
    .with(26, () =>
      fault(
        "STORE_CORRUPT",
        "expected a store of proxybo, got a file that is no SQLite database",
        "is the path right? A new path makes a new store",
      ),
    )
    .with(P.union(1, 11), () => fault("STORE_CORRUPT", `the store is damaged: ${reason}`, repairHint))
    .otherwise(() => thrown);
}

function isOutOfRange(thrown: unknown): boolean {
  return thrown instanceof RangeError && (thrown as { readonly code?: unknown }).code === "ERR_OUT_OF_RANGE";
}

function codeOf(thrown: unknown): number | undefined {
  const { code, errcode } = (thrown ?? {}) as { readonly code?: unknown; readonly errcode?: unknown };
  return code === "ERR_SQLITE_ERROR" && typeof errcode === "number" ? errcode : undefined;
}
