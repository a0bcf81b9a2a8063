import { type Architecture, indexOf } from "./architecture.ts";
import { edges, none, type OperationCode, skip } from "./operations.ts";

/** One operation that does something: its code and the values whose sum it reads (0 the input, i the i-th operation). */
export interface LiveOperation {
  readonly code: OperationCode;
  /** In rising order; a value that is added twice comes twice. */
  readonly reads: readonly number[];
}

/**
 * What a cell computes: its live operations, each reading the sum of earlier values, and the values whose sum is the
 * output. Skip edges are contracted, operations that read nothing or reach nothing are gone.
 */
export interface CanonicalCell {
  readonly operations: readonly LiveOperation[];
  /** Empty where nothing reaches the output: then the cell is zero. */
  readonly output: readonly number[];
}

/**
 * The codes that are left when dead operations are set to `none`: those that no value from the input reaches, or whose
 * value does not reach the output.
 */
export function withoutDead(architecture: Architecture): Architecture {
  const fromInput = [true, false, false, false];
  edges.forEach(([from, to], edge) => {
    if (architecture[edge] !== none && fromInput[from]) fromInput[to] = true;
  });
  const toOutput = [false, false, false, true];
  edges.toReversed().forEach(([from, to], reversed) => {
    if (architecture[edges.length - 1 - reversed] !== none && toOutput[to]) toOutput[from] = true;
  });
  return edges.map(([from, to], edge) =>
    fromInput[from] && toOutput[to] ? architecture[edge] : none,
  ) as unknown as Architecture;
}

const cells: CanonicalCell[] = [];

/** The canonical cell: deep-equal for two architectures exactly if these are the same network up to order. */
export function canonicalCell(architecture: Architecture): CanonicalCell {
  return (cells[indexOf(architecture)] ??= inLeastOrder(contracted(architecture)));
}

/** Live operations in the order of the edges, skip edges contracted. Edges are sorted so that sources come first. */
function contracted(architecture: Architecture): CanonicalCell {
  const live = withoutDead(architecture);
  const operations: LiveOperation[] = [];
  const values: number[][] = [[0], [], [], []];
  for (const node of [1, 2, 3]) {
    edges.forEach(([from, to], edge) => {
      const code = live[edge]!;
      if (to !== node || code === none) return;
      if (code === skip) values[to]!.push(...values[from]!);
      else values[to]!.push(operations.push({ code, reads: rising(values[from]!) }));
    });
  }
  return { operations, output: rising(values[3]!) };
}

/**
 * The same cell with its operations in the topological order that reads least as a list of numbers. Six operations at
 * most, so that all orders are tried.
 */
function inLeastOrder(cell: CanonicalCell): CanonicalCell {
  let least: CanonicalCell | undefined;
  let leastText = "";
  const place: (number | undefined)[] = [0];
  const ordered: LiveOperation[] = [];

  const extend = (): void => {
    if (ordered.length === cell.operations.length) {
      const candidate = {
        operations: [...ordered],
        output: rising(cell.output.map((value) => place[value]!)),
      };
      const text = textOf(candidate);
      if (least === undefined || text < leastText) {
        least = candidate;
        leastText = text;
      }
      return;
    }
    cell.operations.forEach(({ code, reads }, i) => {
      if (place[i + 1] !== undefined || reads.some((value) => place[value] === undefined)) return;
      place[i + 1] = ordered.push({ code, reads: rising(reads.map((value) => place[value]!)) });
      extend();
      ordered.pop();
      place[i + 1] = undefined;
    });
  };
  extend();
  return least!;
}

/** Letters for the codes of `LiveOperation`, and digits for what is read: short enough for keys. */
export function textOf(cell: CanonicalCell): string {
  const parts = cell.operations.map(({ code, reads }) => `${"..abc"[code]}${reads.join("")}`);
  return `${parts.join(" ")} > ${cell.output.join("")}`.trim();
}

function rising(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b);
}
