import { readFile } from "node:fs/promises";
import { isLeft } from "fp-ts/lib/Either.js";
import { messageOf, ProxyboError, readTable, type SearchSpace } from "@proxybo/core";

interface Line {
  readonly text: string;
  /** As people count. */
  readonly row: number;
}

/**
 * Reads a list of architectures: a text file of one a line, or the column `arch` of a table (.csv, .csv.gz, .parquet).
 *
 * @throws {ProxyboError} `ARCHITECTURE_MALFORMED` naming file and row; `TABLE_INVALID`; `USAGE` for a file that cannot be
 *   read, or holds none.
 */
export async function readList(file: string, space: SearchSpace): Promise<readonly unknown[]> {
  const lines = /\.(csv|csv\.gz|parquet)$/i.test(file) ? await cells(file) : await textLines(file);
  if (lines.length === 0)
    throw new ProxyboError("USAGE", "expected at least one architecture, got an empty list", {
      place: { file },
    });
  return lines.map(({ text, row }) => {
    const parsed = space.parse(text);
    if (!isLeft(parsed)) return parsed.right;
    const { message, hint } = parsed.left;
    throw new ProxyboError(
      "ARCHITECTURE_MALFORMED",
      `expected an architecture of the space '${space.name}', got '${text}': ${message}`,
      { place: { file, row }, cause: parsed.left, ...(hint !== undefined && { hint }) },
    );
  });
}

async function cells(file: string): Promise<readonly Line[]> {
  const table = await readTable(file, ["arch"]);
  return table
    .texts("arch", "the text of each architecture")
    .map((text, index) => ({ text, row: table.rowNumber(index) }));
}

async function textLines(file: string): Promise<readonly Line[]> {
  const content = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new ProxyboError("USAGE", `expected a list of architectures, got: ${messageOf(cause)}`, {
      place: { file },
      cause,
    });
  });
  return content
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trim(), row: index + 1 }))
    .filter(({ text }) => text !== "");
}
