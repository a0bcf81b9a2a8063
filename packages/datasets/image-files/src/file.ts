import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { messageOf, ProxyboError } from "@proxybo/core";

/** A `DATASET_INVALID` that says what was expected of a file and what it holds. */
export function invalid(file: string, expected: string, got: string, cause?: unknown): ProxyboError {
  return new ProxyboError("DATASET_INVALID", `expected ${expected}, got ${got}`, { place: { file }, cause });
}

/**
 * Reads a file, unpacked where it is gzip (whatever its name). Where `file` is absent, `file.gz` is read.
 *
 * @throws {ProxyboError} `DATASET_INVALID` where neither can be read or the gzip is damaged.
 */
export async function readUnpacked(file: string, expected: string): Promise<Buffer> {
  const bytes = await readFile(file).catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT" && !file.endsWith(".gz")) {
      const packed = await readFile(`${file}.gz`).catch(() => undefined);
      if (packed) return packed;
    }
    throw invalid(file, expected, cause.code === "ENOENT" ? "no such file" : messageOf(cause), cause);
  });
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!gzip) return bytes;
  return promisify(gunzip)(bytes).catch((cause: unknown) => {
    throw invalid(file, expected, `a damaged gzip of ${bytes.length} bytes (${messageOf(cause)})`, cause);
  });
}

/**
 * Checks that labels are 0 … classes − 1.
 *
 * @throws {ProxyboError} `DATASET_INVALID` naming the first example whose label is not.
 */
export function checkLabels(labels: Uint8Array, classes: number, file: string): void {
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong !== -1)
    throw invalid(file, `labels 0 … ${classes - 1}`, `label ${labels[wrong]} at example ${wrong}`);
}
