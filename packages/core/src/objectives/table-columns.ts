import { tableInvalid } from "../tables/invalid.ts";
import type { Table } from "../tables/table.ts";
import type { TableOptions } from "./table-options.ts";

/** Errors in percent, NaN where a cell is blank. */
export function errorsOf(table: Table, column: string, options: TableOptions): Float64Array {
  const { scale } = options;
  const metric = options.metric ?? table.metric ?? "accuracy";
  const purpose = `${metric} by which the search is judged`;
  const values = table.numbers(column, purpose);
  const whole = scale === "percent" ? 100 : 1;
  let largest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    largest = Math.max(largest, value);
    // An error rate may pass 100 % (that of a transcription can), an accuracy cannot.
    if (value >= 0 && value <= (metric === "accuracy" ? whole : Number.MAX_VALUE)) continue;
    throw tableInvalid(
      `expected ${metric} in 0 … ${whole}, got ${value}`,
      { file: table.file, row: table.rowNumber(row), field: column },
      { hint: "the options 'metric' and 'scale' say what the column holds" },
    );
  }
  if (largest === Number.NEGATIVE_INFINITY)
    throw tableInvalid("expected a value in at least one row, got blanks only", {
      file: table.file,
      field: column,
    });
  if (scale === "percent" && metric === "accuracy" && largest <= 1)
    throw tableInvalid(
      `expected accuracies in percent, got none above ${largest}`,
      { file: table.file, field: column },
      { hint: "for accuracies in 0 … 1 set the option scale: 'fraction'" },
    );
  const factor = 100 / whole;
  return values.map((value) => (metric === "accuracy" ? whole - value : value) * factor);
}

/** Errors of the test column, where there is one; one that is named must be there. */
export function optionalErrorsOf(table: Table, options: TableOptions): Float64Array | undefined {
  const column = options.columns.test ?? "test";
  if (options.columns.test === undefined && !table.has(column)) return undefined;
  return errorsOf(table, column, options);
}

/** NATS-Bench trained for 200 epochs and recorded the seconds of 12. */
const fullTraining = 200 / 12;

/** Seconds of the training in each row; 0 where the table does not say. */
export function secondsOf(table: Table, options: TableOptions): Float64Array {
  const named = options.columns.seconds;
  const column = named ?? ["seconds", "seconds_12"].find((name) => table.has(name));
  if (column === undefined) return new Float64Array(table.length);
  const factor = options.secondsFactor ?? (named === undefined && column === "seconds_12" ? fullTraining : 1);
  return table.numbers(column, "seconds of a training").map((value) => {
    const seconds = value * factor;
    return seconds >= 0 && seconds < Number.POSITIVE_INFINITY ? seconds : 0;
  });
}
