import { invalid, readUnpacked } from "./file.ts";

/** An array of bytes with its dimensions. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes, as MNIST and its kin are published: two zero bytes, the type 0x08, the number of
 * dimensions, each dimension as a big-endian 32-bit integer, then the bytes in row-major order.
 *
 * @param dimensions - how many the file must have: 3 for images, 1 for labels.
 * @throws {ProxyboError} `DATASET_INVALID` saying what was expected and what the file holds.
 */
export async function readIdx(file: string, dimensions: number): Promise<IdxArray> {
  const magic = `IDX magic 0000080${dimensions}`;
  const content = await readUnpacked(file, magic);
  const header = 4 + 4 * dimensions;
  const got = content.subarray(0, 4).toString("hex");
  if (got !== `0000080${dimensions}`)
    throw invalid(file, magic, got === "" ? "an empty file" : `${got} (${content.length} bytes)`);
  if (content.length < header)
    throw invalid(file, `a header of ${header} bytes`, `a file of ${content.length} bytes`);
  const shape = Array.from({ length: dimensions }, (_, d) => content.readUInt32BE(4 + 4 * d));
  const size = shape.reduce((product, length) => product * length, 1);
  if (content.length !== header + size || size === 0)
    throw invalid(
      file,
      `${size} bytes for ${shape.join(" × ")} after the header`,
      `${content.length - header}`,
    );
  return { shape, bytes: content.subarray(header) };
}
