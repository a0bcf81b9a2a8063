import { type Inputs, oneHotFeatures, oneHotInto } from "@proxybo/core";

/** Turns encoded architectures into rows of numbers of mean 0 and variance 1 over those that were fitted. */
export interface Columns {
  /** How many numbers a row has. */
  readonly width: number;
  /** The row of architecture `i`. */
  row(inputs: Inputs, i: number): Float64Array;
}

/** Decisions one column a level, numbers as they are; centred and scaled by the architectures in `inputs`. */
export function columnsOf(inputs: Inputs): Columns {
  const width = oneHotFeatures(inputs.features).length;
  const raw = (some: Inputs, i: number): Float64Array => {
    const row = new Float64Array(width);
    const length = some.features.length;
    oneHotInto(some.features, some.rows.subarray(i * length, (i + 1) * length), row);
    return row;
  };
  const rows = Array.from({ length: inputs.n }, (_, i) => raw(inputs, i));
  const mean = new Float64Array(width);
  for (const row of rows) for (let c = 0; c < width; c++) mean[c]! += row[c]! / inputs.n;
  const deviation = new Float64Array(width);
  for (const row of rows)
    for (let c = 0; c < width; c++) deviation[c]! += (row[c]! - mean[c]!) ** 2 / inputs.n;
  for (let c = 0; c < width; c++) deviation[c] = Math.sqrt(deviation[c]!) || 1;
  return { width, row: (some, i) => raw(some, i).map((value, c) => (value - mean[c]!) / deviation[c]!) };
}
