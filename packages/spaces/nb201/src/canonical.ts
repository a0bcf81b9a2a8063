import type { Architecture } from "./architecture.ts";
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
  for (let edge = 0; edge < edges.length; edge++) {
    const [from, to] = edges[edge]!;
    if (architecture[edge] !== none && fromInput[from]) fromInput[to] = true;
  }
  const live: OperationCode[] = [0, 0, 0, 0, 0, 0];
  const toOutput = [false, false, false, true];
  for (let edge = edges.length - 1; edge >= 0; edge--) {
    const [from, to] = edges[edge]!;
    if (architecture[edge] === none || !toOutput[to]) continue;
    toOutput[from] = true;
    if (fromInput[from]) live[edge] = architecture[edge]!;
  }
  return live as unknown as Architecture;
}

/** The canonical cell: deep-equal for two architectures exactly if these are the same network up to order. */
export function canonicalCell(architecture: Architecture): CanonicalCell {
  return inLeastOrder(contracted(architecture));
}

/**
 * A sum of values as one number, so that sums are added and compared as numbers: digit v in base 8 says how often value
 * v is added. Value 0 is the input, at most 4 times in a sum; value i is the i-th operation.
 */
type Sum = number;

const nothing: Sum = 0;
const onlyInput: Sum = 1;

const once = (value: number): Sum => 1 << (3 * value);
const timesIn = (sum: Sum, value: number): number => (sum >> (3 * value)) & 7;

/** A cell with its operations in the order of the edges. */
interface ContractedCell {
  /** By value; 0 for the input. */
  readonly codes: readonly OperationCode[];
  /** By value: the sum that the operation reads. */
  readonly reads: readonly Sum[];
  readonly output: Sum;
}

/** Live operations, skip edges contracted. Edges are sorted so that what a node adds up is known before it is read. */
function contracted(architecture: Architecture): ContractedCell {
  const live = withoutDead(architecture);
  const codes: OperationCode[] = [none];
  const reads: Sum[] = [onlyInput];
  const nodes: Sum[] = [onlyInput, nothing, nothing, nothing];
  for (let edge = 0; edge < edges.length; edge++) {
    const [from, to] = edges[edge]!;
    const code = live[edge]!;
    if (code === skip) nodes[to]! += nodes[from]!;
    else if (code !== none) {
      nodes[to]! += once(codes.length);
      codes.push(code);
      reads.push(nodes[from]!);
    }
  }
  return { codes, reads, output: nodes[3]! };
}

/**
 * The same cell with its operations in an order that does not depend on the edges: by what they read, their type, and
 * how often each sum adds them. Operations that agree in all of that can change places without changing the network.
 * What is read is the input and at most two other sums, one for each inner node; where neither comes before the other,
 * they are ranked both ways, and the lesser ranks count.
 */
function inLeastOrder(cell: ContractedCell): CanonicalCell {
  const [first, second] = innerSums(cell);
  const ranks = sortedRanks(cell, first, second);
  if (second === nothing || readsFrom(cell, second, first)) return ordered(cell, ranks);
  const otherRanks = sortedRanks(cell, second, first);
  return ordered(cell, isLess(otherRanks, ranks) ? otherRanks : ranks);
}

/** The different sums that operations read, without the input itself, in topological order. */
function innerSums({ reads }: ContractedCell): readonly [Sum, Sum] {
  let first = nothing;
  for (const sum of reads) {
    if (sum === onlyInput || sum === first) continue;
    if (first !== nothing) return [first, sum];
    first = sum;
  }
  return [first, nothing];
}

/** Whether `sum` adds an operation that reads `earlier`. */
function readsFrom({ reads }: ContractedCell, sum: Sum, earlier: Sum): boolean {
  for (let value = 1; value < reads.length; value++)
    if (reads[value] === earlier && timesIn(sum, value) > 0) return true;
  return false;
}

/**
 * The values in a topological order, each as a number: its rank, equal for values that can change places, and in the
 * last octal digit the value itself. The input comes first, then what reads it, then what reads `first`, then `second`.
 */
function sortedRanks({ codes, reads, output }: ContractedCell, first: Sum, second: Sum): Uint32Array {
  const ranks = new Uint32Array(codes.length);
  for (let value = 0; value < codes.length; value++) {
    const level = reads[value] === second ? 2 : reads[value] === first ? 1 : 0;
    const inner = timesIn(first, value) * 8 + timesIn(second, value);
    const rank = ((level * 8 + codes[value]!) * 64 + inner) * 8 + timesIn(output, value);
    ranks[value] = rank * 8 + value;
  }
  ranks.sort();
  return ranks;
}

const valueOf = (rank: number): number => rank & 7;

function isLess(a: Uint32Array, b: Uint32Array): boolean {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i]! >> 3) - (b[i]! >> 3);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Numbers the values by their places among the ranks, and writes the sums out. */
function ordered({ codes, reads, output }: ContractedCell, ranks: Uint32Array): CanonicalCell {
  const operations: LiveOperation[] = [];
  for (let place = 1; place < ranks.length; place++) {
    const value = valueOf(ranks[place]!);
    operations.push({ code: codes[value]!, reads: placesIn(reads[value]!, ranks) });
  }
  return { operations, output: placesIn(output, ranks) };
}

function placesIn(sum: Sum, ranks: Uint32Array): readonly number[] {
  const places: number[] = [];
  for (let place = 0; place < ranks.length; place++)
    for (let times = timesIn(sum, valueOf(ranks[place]!)); times > 0; times--) places.push(place);
  return places;
}

/** Letters for the codes of `LiveOperation`, and digits for what is read: short enough for keys. */
export function textOf(cell: CanonicalCell): string {
  let text = "";
  for (const { code, reads } of cell.operations) text += `${"..abc"[code]}${digits(reads)} `;
  return `${text}> ${digits(cell.output)}`.trimEnd();
}

function digits(values: readonly number[]): string {
  let text = "";
  for (const value of values) text += value;
  return text;
}
