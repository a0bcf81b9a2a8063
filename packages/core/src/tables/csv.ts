import type * as Papa from "papaparse";
import type { ColumnBuffer } from "./columns.ts";
import { tableInvalid } from "./invalid.ts";
import { columnBuffers, Table } from "./table.ts";

/** Rows are handed on in pieces of this many characters, so that their cells die young. */
const chunkCharacters = 1 << 18;

/** Reads CSV (RFC 4180: comma, optional quotes, a header); the columns `texts` as text, all others as numbers. */
export async function parseCsv(file: string, content: string, texts: readonly string[]): Promise<Table> {
  // Loaded only when such a file comes.
  const { parse } = (await import("papaparse")).default;
  // Its types offer pieces for files only; it cuts texts just the same, and is done when it returns.
  const parseInPieces = parse as (
    text: string,
    config: Papa.ParseLocalConfig<readonly string[], string>,
  ) => void;
  let columns: ReadonlyMap<string, ColumnBuffer> | undefined;
  let buffers: readonly ColumnBuffer[] = [];
  let row = 0;
  const blanks: number[] = [];
  const accept = (cells: readonly string[]): void => {
    row += 1;
    if (cells.length === 1 && cells[0]!.trim() === "") {
      blanks.push(row);
      return;
    }
    if (columns === undefined) {
      columns = columnBuffers(
        file,
        cells.map((name) => name.trim()),
        texts,
      );
      buffers = [...columns.values()];
      return;
    }
    if (cells.length !== buffers.length)
      throw tableInvalid(`expected ${buffers.length} cells as in the header, got ${cells.length}`, {
        file,
        row,
      });
    for (let i = 0; i < buffers.length; i++) buffers[i]!.push(cells[i]);
  };
  parseInPieces(content.startsWith("\uFEFF") ? content.slice(1) : content, {
    delimiter: ",",
    chunkSize: chunkCharacters,
    chunk: ({ data, errors }) => {
      const [fault] = errors;
      if (fault !== undefined)
        throw tableInvalid(
          `expected CSV, got: ${fault.message}`,
          { file, row: row + (fault.row ?? 0) + 1 },
          { hint: "check the quotes" },
        );
      data.forEach(accept);
    },
    complete: () => undefined,
  });
  if (columns === undefined) throw tableInvalid("expected a header and rows, got an empty file", { file });
  return new Table(file, columns, rowNumbering(blanks));
}

/** Numbers data rows as the file does: the header is row 1, and `blanks` are rows without data. */
function rowNumbering(blanks: readonly number[]): (index: number) => number {
  return (index) => blanks.reduce((row, blank) => (blank <= row ? row + 1 : row), index + 2);
}
