import type { Feature, Inputs } from "@proxybo/core";
import { checkInputs } from "./check-inputs.ts";

/**
 * Observations as the growing of trees reads them: each feature a column of small codes. A categorical feature's code is
 * its level; any other feature's code is the dense rank of its value, so that codes are ordered as values are.
 */
export interface TrainingTable {
  readonly n: number;
  readonly features: readonly Feature[];
  /** Code of feature f of observation i at `f·n + i`. */
  readonly codes: Int32Array | Uint16Array;
  /** How many codes each feature may have. */
  readonly bins: Int32Array;
  /** The distinct values of each feature that is not categorical, ascending; empty for those that are. */
  readonly values: readonly Float64Array[];
}

/** Tables of inputs that were coded: a search fits and cross-validates the same ones. A pure memory. */
const memory = new WeakMap<Inputs, TrainingTable>();

/**
 * Codes the observations column by column: O(n) a categorical feature, O(n log n) any other. The same inputs are checked
 * and coded once.
 *
 * @throws {ProxyboError} `SURROGATE_FAILED` where features are not as the contract says.
 */
export function trainingTable(inputs: Inputs): TrainingTable {
  let table = memory.get(inputs);
  if (!table) {
    checkInputs(inputs);
    memory.set(inputs, (table = coded(inputs)));
  }
  return table;
}

function coded(inputs: Inputs): TrainingTable {
  const { n, rows, features } = inputs;
  const width = features.length;
  const codes = new Int32Array(width * n);
  const bins = new Int32Array(width);
  const values = features.map((feature, f) => {
    const column = codes.subarray(f * n, (f + 1) * n);
    if (feature.kind !== "categorical") {
      const distinct = distinctValues(rows, f, width, n);
      rankInto(column, distinct, rows, f, width);
      bins[f] = distinct.length;
      return distinct;
    }
    levelsInto(column, rows, f, width);
    bins[f] = feature.levels;
    return new Float64Array(0);
  });
  return { n, features, codes, bins, values };
}

/** Room for the codes of any of a table's observations, as small as they allow. */
export function codesFor({ codes, bins }: TrainingTable): Int32Array | Uint16Array {
  return new (bins.every((count) => count <= 65_536) ? Uint16Array : Int32Array)(codes.length);
}

/** The first `count` of `rows` as a table of their own, whose codes are written into `codes`. */
export function selected(
  table: TrainingTable,
  rows: Int32Array,
  count: number,
  codes: Int32Array | Uint16Array,
): TrainingTable {
  for (let f = 0, at = 0; f < table.features.length; f++) {
    const column = f * table.n;
    for (let k = 0; k < count; k++) codes[at++] = table.codes[column + rows[k]!]!;
  }
  return { ...table, n: count, codes };
}

function levelsInto(column: Int32Array, rows: Float64Array, f: number, width: number): void {
  for (let i = 0; i < column.length; i++) column[i] = rows[i * width + f]!;
}

function distinctValues(rows: Float64Array, f: number, width: number, n: number): Float64Array {
  const sorted = new Float64Array(n);
  for (let i = 0; i < n; i++) sorted[i] = rows[i * width + f]! + 0; // + 0: one zero, not two
  const few = distinctCounts(sorted);
  if (few) return few;
  sorted.sort();
  let kept = 0;
  for (let i = 0; i < n; i++) {
    if (i === 0 || sorted[i] !== sorted[kept - 1]) sorted[kept++] = sorted[i]!;
  }
  return sorted.slice(0, kept);
}

/** What `distinctValues` gives of whole numbers 0 … 255, as counts are, without sorting; `undefined` where others come. */
function distinctCounts(values: Float64Array): Float64Array | undefined {
  const seen = new Uint8Array(256);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value >= 0 && value < 256 && value === Math.floor(value))) return undefined;
    seen[value] = 1;
  }
  return Float64Array.from(seen.keys()).filter((value) => seen[value] === 1);
}

/** Binary search of each value among the distinct ones. */
function rankInto(column: Int32Array, distinct: Float64Array, rows: Float64Array, f: number, width: number) {
  for (let i = 0; i < column.length; i++) {
    const value = rows[i * width + f]!;
    let low = 0;
    let high = distinct.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (distinct[middle]! < value) low = middle + 1;
      else high = middle;
    }
    column[i] = low;
  }
}
