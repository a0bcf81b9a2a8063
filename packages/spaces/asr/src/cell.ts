import { type Architecture, type OperationCode, zero } from "./architecture.ts";

/** A sum of values: how often each is added. Entry 0 is the cell's input, entry k the operation of node k. */
export type Sum = readonly [number, number, number, number];

/** An operation that the output depends on. */
export interface LiveOperation {
  /** 1 … 3, the node that it belongs to. */
  readonly node: number;
  readonly code: OperationCode;
  readonly reads: Sum;
}

/** What a cell computes. */
export interface LiveCell {
  readonly operations: readonly LiveOperation[];
  /** All 0 where nothing that depends on the input reaches the output. */
  readonly output: Sum;
}

/**
 * What a cell computes, its skip edges resolved: operations that read nothing, give zero, or do not reach the output are
 * left out.
 */
export function liveCell(architecture: Architecture): LiveCell {
  const values: Sum[] = [[1, 0, 0, 0]];
  const found: LiveOperation[] = [];
  architecture.forEach(([code, ...skips], index) => {
    const node = index + 1;
    const sum: [number, number, number, number] = [0, 0, 0, 0];
    const reads = values[index]!;
    if (code !== zero && reads.some((times) => times > 0)) {
      sum[node] = 1;
      found.push({ node, code, reads });
    }
    skips.forEach((present, from) => {
      if (present === 1) values[from]!.forEach((times, value) => (sum[value]! += times));
    });
    values.push(sum);
  });
  const output = values.at(-1)!;
  const needed = output.map((times) => times > 0);
  for (const { node, reads } of found.toReversed())
    if (needed[node]) reads.forEach((times, value) => (needed[value] ||= times > 0));
  return { operations: found.filter(({ node }) => needed[node]), output };
}

/**
 * Equal for two architectures exactly if their cells compute the same sums of the same operations, up to the order of
 * operations that do not depend on one another.
 */
export function networkKey(architecture: Architecture): string {
  const { operations, output } = liveCell(architecture);
  const texts = ordersOf(operations).map((order) => {
    const written = (sum: Sum): string => [sum[0], ...order.map(({ node }) => sum[node])].join(",");
    return [...order.map(({ code, reads }) => `${code}(${written(reads)})`), written(output)].join(" ");
  });
  return texts.toSorted()[0]!;
}

/** All orders in which an operation comes after what it reads. */
function ordersOf(operations: readonly LiveOperation[]): readonly (readonly LiveOperation[])[] {
  if (operations.length === 0) return [[]];
  return operations.flatMap((last, at) => {
    const others = operations.toSpliced(at, 1);
    if (others.some(({ reads }) => reads[last.node]! > 0)) return [];
    return ordersOf(others).map((order) => [...order, last]);
  });
}
