import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { ProxyboError, type Split } from "@proxybo/core";
import { carried } from "./subset.ts";

/** The folder with the images: beside `src` and beside `dist`. */
const folder: URL = new URL("../data/", import.meta.url);

/**
 * Reads all images of a split, 28 × 28 bytes each.
 *
 * @throws {ProxyboError} `DATASET_INVALID` where the file is missing or is not the one that was published.
 */
export async function readSplit(split: Split, from: URL = folder): Promise<Uint8Array> {
  const file = fileURLToPath(new URL(`${split}.br`, from));
  const invalid = (got: string, cause?: unknown): ProxyboError =>
    new ProxyboError(
      "DATASET_INVALID",
      `expected ${carried[split].examples} images of Fashion-MNIST, got ${got}`,
      {
        place: { file },
        hint: "install @proxybo/dataset-fashion-mnist again",
        cause,
      },
    );
  const packed = await readFile(file).catch((cause: unknown) => {
    throw invalid("no readable file", cause);
  });
  const bytes = await promisify(brotliDecompress)(packed).catch((cause: unknown) => {
    throw invalid(`${packed.length} bytes that do not unpack`, cause);
  });
  if (createHash("sha256").update(bytes).digest("hex") !== carried[split].sha256)
    throw invalid(`${bytes.length} other bytes`);
  return bytes;
}
