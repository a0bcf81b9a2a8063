import { type ColumnBuffer, NumberBuffer, TextBuffer } from "./columns.ts";
import { missingColumn, tableInvalid } from "./invalid.ts";
import type { PackedTexts } from "./packed-texts.ts";

/** What a file may say of its table beside the cells. */
export interface TableNotes {
  /** The space that wrote the column `arch` itself: its texts need not be parsed to be known. */
  readonly canonical?: string | undefined;
  /** What `valid` and `test` hold. */
  readonly metric?: "accuracy" | "error" | undefined;
}

/** A table in memory: one array a column. */
export class Table {
  readonly file: string;
  readonly columns: readonly string[];
  readonly length: number;
  /** How people count row `index`: in a CSV file the header is row 1, in Parquet the first row is. */
  readonly rowNumber: (index: number) => number;
  readonly canonical: TableNotes["canonical"];
  readonly metric: TableNotes["metric"];
  readonly #texts = new Map<string, PackedTexts>();
  readonly #numbers = new Map<string, { values: Float64Array; bad: NumberBuffer["firstBad"] }>();

  constructor(
    file: string,
    columns: ReadonlyMap<string, ColumnBuffer>,
    rowNumber: (index: number) => number,
    notes: TableNotes = {},
  ) {
    this.file = file;
    this.canonical = notes.canonical;
    this.metric = notes.metric;
    this.columns = [...columns.keys()];
    this.rowNumber = rowNumber;
    let length = 0;
    for (const [name, column] of columns) {
      if (column.kind === "text") {
        column.texts.finish();
        this.#texts.set(name, column.texts);
      } else this.#numbers.set(name, { values: column.finish(), bad: column.firstBad });
      length = column.kind === "text" ? column.texts.length : this.#numbers.get(name)!.values.length;
    }
    this.length = length;
  }

  has(column: string): boolean {
    return this.#texts.has(column) || this.#numbers.has(column);
  }

  /** A column that was read as text. `purpose` says in an error what it is needed for. */
  texts(column: string, purpose: string): readonly string[] {
    const texts = this.packedTexts(column, purpose);
    return Array.from({ length: texts.length }, (_, row) => texts.at(row));
  }

  /** The same, as they are kept. */
  packedTexts(column: string, purpose: string): PackedTexts {
    const texts = this.#texts.get(column);
    if (texts === undefined) throw missingColumn(this.file, column, purpose, this.columns);
    return texts;
  }

  /** A column of numbers, NaN where a cell is blank; a cell that is no number is `TABLE_INVALID`. */
  numbers(column: string, purpose: string): Float64Array {
    const numbers = this.#numbers.get(column);
    if (numbers === undefined) throw missingColumn(this.file, column, purpose, this.columns);
    if (numbers.bad === undefined) return numbers.values;
    const { row, got } = numbers.bad;
    throw tableInvalid(`expected a number (${purpose}), got '${got}'`, {
      file: this.file,
      row: this.rowNumber(row),
      field: column,
    });
  }

  /** Names of the columns that hold numbers only, blanks allowed. */
  get numeric(): readonly string[] {
    return this.columns.filter((name) => {
      const numbers = this.#numbers.get(name);
      return numbers !== undefined && numbers.bad === undefined;
    });
  }
}

/** Empty buffers for `names`; a name that comes twice is `TABLE_INVALID`. */
export function columnBuffers(
  file: string,
  names: readonly string[],
  texts: readonly string[],
): ReadonlyMap<string, ColumnBuffer> {
  const buffers = new Map<string, ColumnBuffer>();
  for (const name of names) {
    if (buffers.has(name))
      throw tableInvalid(`expected each column once, got '${name}' twice`, { file, field: name });
    buffers.set(name, texts.includes(name) ? new TextBuffer() : new NumberBuffer());
  }
  return buffers;
}
