import { type Cell, edgeBit } from "./cell.ts";
import type { OperationCode } from "./operations.ts";

/** An order of inner vertices: `order[i]` is where vertex i + 1 goes, 1 … inner vertices. */
type Order = readonly number[];

/** Edges in their lowest form, and every order of the inner vertices that gives it. */
interface CanonicalWiring {
  readonly edges: number;
  readonly orders: readonly Order[];
}

/** All orders of 0 … 5 inner vertices. */
const allOrders: readonly (readonly Order[])[] = Array.from({ length: 6 }, (_, inner) => ordersOf(inner));

function ordersOf(inner: number): readonly Order[] {
  if (inner === 0) return [[]];
  return ordersOf(inner - 1).flatMap((shorter) =>
    Array.from({ length: inner }, (_, at) => shorter.toSpliced(at, 0, inner)),
  );
}

// Few wirings occur in a search, and they come again and again.
const known = new Map<number, CanonicalWiring>();

/** The lowest edges that any order of the inner vertices gives. Every vertex must lie on a path from input to output. */
function canonicalWiring(edges: number, inner: number): CanonicalWiring {
  // The highest edge ends at the output, so that the edges alone tell how many vertices there are.
  const memo = known.get(edges);
  if (memo !== undefined) return memo;
  const { from, to, count } = endsOf(edges, inner + 2);
  let lowest = Infinity;
  let orders: Order[] = [];
  for (const order of allOrders[inner]!) {
    const bits = reordered(order, from, to, count);
    if (bits > lowest) continue;
    if (bits < lowest) orders = [];
    lowest = bits;
    orders.push(order);
  }
  const wiring = { edges: lowest, orders };
  known.set(edges, wiring);
  return wiring;
}

/** The orders that keep `edges` as they are, where no order gives lower ones; `undefined` where one does. */
export function automorphisms(edges: number, inner: number): readonly Order[] | undefined {
  const { from, to, count } = endsOf(edges, inner + 2);
  const found: Order[] = [];
  for (const order of allOrders[inner]!) {
    const bits = reordered(order, from, to, count);
    if (bits < edges) return undefined;
    if (bits === edges) found.push(order);
  }
  return found;
}

const fromScratch = new Int32Array(32);
const toScratch = new Int32Array(32);

function endsOf(edges: number, vertices: number): { from: Int32Array; to: Int32Array; count: number } {
  let count = 0;
  for (let y = 1; y < vertices; y++)
    for (let x = 0; x < y; x++)
      if ((edges & edgeBit(x, y)) !== 0) {
        fromScratch[count] = x;
        toScratch[count++] = y;
      }
  return { from: fromScratch, to: toScratch, count };
}

/** The edges under an order; infinite where one would lead backwards. */
function reordered(order: Order, from: Int32Array, to: Int32Array, count: number): number {
  const output = order.length + 1;
  let bits = 0;
  for (let i = 0; i < count; i++) {
    const x = from[i] === 0 ? 0 : order[from[i]! - 1]!;
    const y = to[i] === output ? output : order[to[i]! - 1]!;
    if (x >= y) return Infinity;
    bits |= edgeBit(x, y);
  }
  return bits;
}

/** The cell of `edges` and the operations of the inner vertices, in the order that stands for it. */
export function canonicalCell(edges: number, operations: readonly OperationCode[]): Cell {
  const wiring = canonicalWiring(edges, operations.length);
  return Object.freeze({
    edges: wiring.edges,
    operations: Object.freeze(lowestOperations(operations, wiring.orders)),
  });
}

/** Whether no automorphism of the wiring gives lower operations. */
export function isLowest(operations: readonly OperationCode[], orders: readonly Order[]): boolean {
  return (
    orders.length === 1 || orders.every((order) => compare(arranged(operations, order), operations) >= 0)
  );
}

function lowestOperations(operations: readonly OperationCode[], orders: readonly Order[]): OperationCode[] {
  let lowest = arranged(operations, orders[0]!);
  for (let i = 1; i < orders.length; i++) {
    const other = arranged(operations, orders[i]!);
    if (compare(other, lowest) < 0) lowest = other;
  }
  return lowest;
}

function arranged(operations: readonly OperationCode[], order: Order): OperationCode[] {
  const moved: OperationCode[] = [...operations];
  for (let i = 0; i < order.length; i++) moved[order[i]! - 1] = operations[i]!;
  return moved;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
