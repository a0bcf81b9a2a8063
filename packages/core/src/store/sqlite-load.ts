import type * as sqlite from "node:sqlite";
import { messageOf, ProxyboError } from "../errors/error.ts";

/**
 * Loads `node:sqlite` without the warning that it is experimental, which Node below 24 prints; every other warning
 * passes.
 *
 * @throws {ProxyboError} `MISSING_DEPENDENCY` where this JavaScript engine has no such module.
 */
export async function loadSqlite(): Promise<typeof sqlite> {
  // Put back as it was, so it must stay unbound.
  // oxlint-disable-next-line typescript/unbound-method
  const { emitWarning } = process;
  const filtered = (...warning: Parameters<typeof emitWarning>): void => {
    if (!isSqliteWarning(warning)) emitWarning.apply(process, warning);
  };
  process.emitWarning = filtered as typeof emitWarning;
  try {
    return await import("node:sqlite");
  } catch (cause) {
    throw new ProxyboError("MISSING_DEPENDENCY", `the module 'node:sqlite' is missing: ${messageOf(cause)}`, {
      hint: "stores need Node 22.18 or later (or memoryStore())",
      cause,
    });
  } finally {
    if (process.emitWarning === filtered) process.emitWarning = emitWarning;
  }
}

function isSqliteWarning([warning, type]: readonly unknown[]): boolean {
  const name = warning instanceof Error ? warning.name : type;
  return name === "ExperimentalWarning" && /^SQLite\b/.test(messageOf(warning));
}
