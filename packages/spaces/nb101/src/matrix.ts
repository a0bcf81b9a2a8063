import { nearest } from "@proxybo/core";
import { type Either, isLeft, left } from "fp-ts/lib/Either.js";
import { type Cell, edgesOf, verticesOf } from "./cell.ts";
import { cellOf, type Fault } from "./graph.ts";
import { maximumEdges, maximumVertices, operations, type OperationCode } from "./operations.ts";

/** A cell as the benchmark's interface takes it: an upper-triangular adjacency matrix, and the label of each vertex. */
export interface MatrixSpec {
  readonly matrix: readonly (readonly (0 | 1)[])[];
  readonly ops: readonly string[];
}

/**
 * The matrix form of a cell.
 *
 * @example
 * matrixOf({ edges: 0b101, operations: [2] })
 * // => { matrix: [[0, 1, 0], [0, 0, 1], [0, 0, 0]], ops: ["input", "maxpool3x3", "output"] }
 */
export function matrixOf(cell: Cell): MatrixSpec {
  const vertices = verticesOf(cell);
  const matrix = Array.from({ length: vertices }, () => Array.from({ length: vertices }, (): 0 | 1 => 0));
  for (const [from, to] of edgesOf(cell)) matrix[from]![to] = 1;
  return { matrix, ops: ["input", ...cell.operations.map((code) => operations[code]), "output"] };
}

/** A cell as the records of the benchmark have it. */
export interface RecordSpec {
  readonly module_adjacency: MatrixSpec["matrix"];
  readonly module_operations: MatrixSpec["ops"];
}

/** The matrix form of a cell by the names of the benchmark's records. */
export function recordOf(cell: Cell): RecordSpec {
  const { matrix, ops } = matrixOf(cell);
  return { module_adjacency: matrix, module_operations: ops };
}

/** What is wrong with a matrix form, and where. */
export interface MatrixFault {
  /** Says the place, what was expected there, and what came. */
  readonly message: string;
  readonly hint?: string;
}

/**
 * The cell of an adjacency matrix and labels, as the benchmark's interface takes them: pruned, and then within 7 vertices
 * and 9 edges. `names` are what messages call the two.
 */
export function cellOfMatrix(
  matrix: unknown,
  ops: unknown,
  names: readonly [string, string] = ["matrix", "ops"],
): Either<MatrixFault, Cell> {
  const [matrixName, opsName] = names;
  const wrong = (where: string, expected: string, got: unknown, hint?: string): Either<MatrixFault, never> =>
    left({
      message: `${where}: expected ${expected}, got ${shown(got)}`,
      ...(hint === undefined ? {} : { hint }),
    });

  if (!Array.isArray(ops) || ops.length < 2) return wrong(opsName, "a list of 2 labels or more", ops);
  const count = ops.length;
  const codes: OperationCode[] = [];
  for (const [vertex, label] of ops.entries()) {
    const end = vertex === 0 ? "input" : vertex === count - 1 ? "output" : undefined;
    if (end !== undefined) {
      if (label !== end) return wrong(`${opsName}[${vertex}]`, `'${end}'`, label);
      continue;
    }
    const code = operations.indexOf(label);
    if (code < 0) {
      const [similar] = typeof label === "string" ? nearest(label.slice(0, 40), operations) : [];
      const hint = similar === undefined ? undefined : `did you mean '${similar}'?`;
      return wrong(`${opsName}[${vertex}]`, `an operation (${operations.join(", ")})`, label, hint);
    }
    codes.push(code as OperationCode);
  }
  if (!Array.isArray(matrix) || matrix.length !== count)
    return wrong(matrixName, `${count} rows, one for each of ${opsName}`, matrix);
  const edges: [number, number][] = [];
  for (const [from, row] of (matrix as readonly unknown[]).entries()) {
    if (!Array.isArray(row) || row.length !== count)
      return wrong(`${matrixName}[${from}]`, `a row of ${count} numbers`, row);
    for (const [to, entry] of (row as readonly unknown[]).entries()) {
      const place = `${matrixName}[${from}][${to}]`;
      if (entry === 0 || entry === false) continue;
      if (entry !== 1 && entry !== true) return wrong(place, "0 or 1", entry);
      if (from >= to) return wrong(place, "0 (edges lead from a lower vertex to a higher one)", entry);
      edges.push([from, to]);
    }
  }
  const cell = cellOf({ operations: codes, edges });
  return isLeft(cell) ? left({ message: `${matrixName}: ${describeFault(cell.left)}` }) : cell;
}

/** A fault of a graph, for people. */
export function describeFault(fault: Fault): string {
  switch (fault.type) {
    case "no path":
      return "expected a path from the input to the output, got none";
    case "cycle":
      return `expected no cycle, got one through vertex ${fault.vertex}`;
    case "too many vertices":
      return `expected ${maximumVertices} vertices or fewer on paths from input to output, got ${fault.count}`;
    case "too many edges":
      return `expected ${maximumEdges} edges or fewer on paths from input to output, got ${fault.count}`;
    default:
      return fault satisfies never;
  }
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? `'${value}'` : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
