import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import process from "node:process";
import { existsSync } from "node:fs";

/** A folder that goes when the test ends. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "proxybo-import-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export function fixture(name: string): string {
  return fileURLToPath(new URL(`../src/fixtures/${name}`, import.meta.url));
}

/** The folder of official samples and benchmark tables, where it is there. */
export const samples: string | undefined = [
  process.env["PROXYBO_DATA"],
  fileURLToPath(new URL("../../../../shared/data", import.meta.url)),
].find((folder) => folder !== undefined && existsSync(join(folder, "nats-official")));

/** What a promise rejects with, as `CODE: message`. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "nothing failed",
    (error: { code?: string; message: string }) => `${error.code ?? "no code"}: ${error.message}`,
  );
}
