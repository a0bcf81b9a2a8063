import { type Code, f32x4, type FunctionSource, i32, type Scope, whileLoop } from "./assembler.ts";

/** Addresses of one element of each operand, all moved together. */
type Operands = readonly string[];

/**
 * Functions over rows of `width` floats (a multiple of 4), one column of four lanes after the other. `perRow` operands
 * have a row each time, `perColumn` operands one row for all.
 */
function columnwise(
  name: string,
  perRow: Operands,
  perColumn: Operands,
  sums: readonly string[],
  step: (value: (operand: string) => Code, scope: Scope) => Code,
  scalars: readonly string[] = [],
): FunctionSource {
  const advance = ({ get, set }: Scope, operand: string, by: Code): Code =>
    set(operand, i32.add(get(operand), by));
  return {
    name,
    parameters: [
      ...[...perRow, ...perColumn, ...sums, "rows", "width"].map((n) => [n, "i32"] as const),
      ...scalars.map((n) => [n, "f32"] as const),
    ],
    locals: [
      ...["column", "row", "bytes"].map((n) => [n, "i32"] as const),
      ...perRow.map((n) => [`${n}At`, "i32"] as const),
      ...perColumn.map((n) => [`${n}Value`, "v128"] as const),
      ...sums.map((n) => [`${n}Sum`, "v128"] as const),
    ],
    body: (scope) => {
      const { get, set } = scope;
      const value = (operand: string): Code =>
        perColumn.includes(operand) ? get(`${operand}Value`) : f32x4.load(get(`${operand}At`));
      return [
        ...set("bytes", i32.multiply(get("width"), i32.constant(4))),
        ...whileLoop(
          i32.less(get("column"), get("width")),
          ...perColumn.map((n) => set(`${n}Value`, f32x4.load(get(n)))),
          ...perRow.map((n) => set(`${n}At`, get(n))),
          ...sums.map((n) => set(`${n}Sum`, f32x4.zero())),
          set("row", get("rows")),
          whileLoop(
            get("row"),
            step(value, scope),
            ...perRow.map((n) => advance(scope, `${n}At`, get("bytes"))),
            set("row", i32.subtract(get("row"), i32.constant(1))),
          ),
          ...sums.map((n) => f32x4.store(get(n), get(`${n}Sum`))),
          ...[...perRow, ...perColumn, ...sums].map((n) => advance(scope, n, i32.constant(16))),
          set("column", i32.add(get("column"), i32.constant(4))),
        ),
      ];
    },
  };
}

const accumulate = ({ get, set }: Scope, sum: string, term: Code): Code =>
  set(`${sum}Sum`, f32x4.add(get(`${sum}Sum`), term));

/** Σ x over the rows. */
export const columnSums = columnwise("columnSums", ["x"], [], ["sum"], (value, scope) =>
  accumulate(scope, "sum", value("x")),
);

/** Σ (x − mean)² over the rows. */
export const columnSquares = columnwise("columnSquares", ["x"], ["mean"], ["sum"], (value, scope) => {
  const centred = f32x4.subtract(value("x"), value("mean"));
  return accumulate(scope, "sum", f32x4.multiply(centred, centred));
});

/** Σ dy and Σ dy·(x − mean) over the rows. */
export const columnProducts = columnwise(
  "columnProducts",
  ["dy", "x"],
  ["mean"],
  ["sum", "product"],
  (value, scope) => [
    ...accumulate(scope, "sum", value("dy")),
    ...accumulate(scope, "product", f32x4.multiply(value("dy"), f32x4.subtract(value("x"), value("mean")))),
  ],
);

/** y = x·factor + offset. */
export const columnAffine = columnwise(
  "columnAffine",
  ["x", "y"],
  ["factor", "offset"],
  [],
  (value, { get }) =>
    f32x4.store(get("yAt"), f32x4.add(f32x4.multiply(value("x"), value("factor")), value("offset"))),
);

/** dx = dy·factor + x·slope + offset. */
export const columnBlend = columnwise(
  "columnBlend",
  ["dy", "x", "dx"],
  ["factor", "slope", "offset"],
  [],
  (value, { get }) =>
    f32x4.store(
      get("dxAt"),
      f32x4.add(
        f32x4.multiply(value("dy"), value("factor")),
        f32x4.add(f32x4.multiply(value("x"), value("slope")), value("offset")),
      ),
    ),
);

/** dx = dy where 0 < y < ceiling, else 0. One row is 4 floats; a long array is many rows. */
export const maskActive = columnwise(
  "maskActive",
  ["dy", "y", "dx"],
  [],
  [],
  (value, { get }) =>
    f32x4.store(
      get("dxAt"),
      f32x4.and(
        value("dy"),
        f32x4.and(
          f32x4.greater(value("y"), f32x4.zero()),
          f32x4.less(value("y"), f32x4.splat(get("ceiling"))),
        ),
      ),
    ),
  ["ceiling"],
);
