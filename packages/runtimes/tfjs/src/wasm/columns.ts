import type { Rank, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Kernels } from "../kernels/kernels.ts";
import type { Heap } from "./heap.ts";
import type { WasmFunctions } from "./module.ts";

type ColumnKernels = Pick<Kernels, "columnSums" | "normalize" | "normalizeGradient" | "reluGradient">;

/** Floats of one operand that are taken at a time: several operands stay in the first cache. */
const floatsAtOnce = 2048;

/**
 * A matrix of any width as one whose width is a multiple of four: `fold` rows become one; some rows at the end may be
 * left over.
 */
interface Folded {
  readonly fold: number;
  readonly width: number;
  readonly rows: number;
  readonly rest: number;
}

function folded(rows: number, columns: number): Folded {
  const fold = columns % 4 === 0 ? 1 : columns % 2 === 0 ? 2 : 4;
  return { fold, width: fold * columns, rows: Math.floor(rows / fold), rest: rows % fold };
}

/** Kernels over the columns of `[positions, channels]`; sums are kept in float64 across blocks of rows. */
export function wasmColumns(heap: Heap, functions: WasmFunctions): ColumnKernels {
  /** Calls `call(first row, rows)` over blocks that fit the cache. */
  const blocks = ({ rows, width }: Folded, call: (from: number, rows: number) => void): void => {
    const atOnce = Math.max(1, Math.floor(floatsAtOnce / width));
    for (let from = 0; from < rows; from += atOnce) call(from, Math.min(atOnce, rows - from));
  };
  /** A row of values per channel, repeated to the folded width. */
  const row = (name: string, values: ArrayLike<number>, shape: Folded): number => {
    const address = heap.scratch(name, 4 * shape.width);
    const target = heap.floats(address, shape.width);
    for (let i = 0; i < shape.width; i++) target[i] = values[i % values.length]!;
    return address;
  };
  const addColumns = (sums: Float64Array, address: number, width: number): void => {
    const part = heap.floats(address, width);
    for (let i = 0; i < width; i++) sums[i % sums.length]! += part[i]!;
  };
  /** Rows that are left over, value by value. */
  const rest = (shape: Folded, columns: number, visit: (index: number, column: number) => void): void => {
    const start = shape.rows * shape.width;
    for (let i = 0; i < shape.rest * columns; i++) visit(start + i, i % columns);
  };
  const vector = (values: ArrayLike<number>): Tensor1D => {
    const tensor = heap.make<Rank.R1>([values.length]);
    heap.floats(heap.addressOf(tensor), values.length).set(values);
    return tensor;
  };

  const sumsOf = (x: Tensor2D): Float64Array => {
    const [positions, columns] = x.shape;
    const shape = folded(positions, columns);
    const sums = new Float64Array(columns);
    const address = heap.addressOf(x);
    const out = heap.scratch("sum", 4 * shape.width);
    blocks(shape, (from, rows) => {
      functions.columnSums(address + 4 * from * shape.width, out, rows, shape.width);
      addColumns(sums, out, shape.width);
    });
    const values = heap.floats(address, x.size);
    rest(shape, columns, (index, column) => (sums[column]! += values[index]!));
    return sums;
  };

  /** y = x·factor + offset. */
  const affine = (x: Tensor2D, factor: ArrayLike<number>, offset: ArrayLike<number>): Tensor2D => {
    const [positions, columns] = x.shape;
    const shape = folded(positions, columns);
    const y = heap.make<Rank.R2>(x.shape);
    const [factors, offsets] = [row("factor", factor, shape), row("offset", offset, shape)];
    const [source, target] = [heap.addressOf(x), heap.addressOf(y)];
    blocks(shape, (from, rows) => {
      const skip = 4 * from * shape.width;
      functions.columnAffine(source + skip, target + skip, factors, offsets, rows, shape.width);
    });
    const [values, results] = [heap.floats(source, x.size), heap.floats(target, x.size)];
    rest(shape, columns, (i, column) => (results[i] = values[i]! * factor[column]! + offset[column]!));
    return y;
  };

  const normalize: ColumnKernels["normalize"] = (x, scale, shift, epsilon) => {
    const [positions, columns] = x.shape;
    const shape = folded(positions, columns);
    const mean = Float32Array.from(sumsOf(x), (sum) => sum / positions);
    const squares = new Float64Array(columns);
    const [means, out] = [row("mean", mean, shape), heap.scratch("sum", 4 * shape.width)];
    const address = heap.addressOf(x);
    blocks(shape, (from, rows) => {
      functions.columnSquares(address + 4 * from * shape.width, means, out, rows, shape.width);
      addColumns(squares, out, shape.width);
    });
    const values = heap.floats(address, x.size);
    rest(shape, columns, (i, column) => (squares[column]! += (values[i]! - mean[column]!) ** 2));
    const variance = squares.map((sum) => sum / positions);
    const factor = inverseOf(variance, epsilon, scale && heap.copy(scale));
    const shifts = shift && heap.copy(shift);
    const offset = factor.map((value, i) => (shifts?.[i] ?? 0) - mean[i]! * value);
    return { value: affine(x, factor, offset), mean: vector(mean), variance: vector(variance) };
  };

  const normalizeGradient: ColumnKernels["normalizeGradient"] = (
    dy,
    x,
    normalized,
    scale,
    epsilon,
    wantsInput,
  ) => {
    const [positions, columns] = x.shape;
    const shape = folded(positions, columns);
    const [mean, variance] = [heap.copy(normalized.mean), heap.copy(normalized.variance)];
    const [sums, products] = [new Float64Array(columns), new Float64Array(columns)];
    const means = row("mean", mean, shape);
    const [sum, product] = [heap.scratch("sum", 4 * shape.width), heap.scratch("product", 4 * shape.width)];
    const [gradient, source] = [heap.addressOf(dy), heap.addressOf(x)];
    blocks(shape, (from, rows) => {
      const skip = 4 * from * shape.width;
      functions.columnProducts(gradient + skip, source + skip, means, sum, product, rows, shape.width);
      addColumns(sums, sum, shape.width);
      addColumns(products, product, shape.width);
    });
    const [slopes, values] = [heap.floats(gradient, x.size), heap.floats(source, x.size)];
    rest(shape, columns, (i, column) => {
      sums[column]! += slopes[i]!;
      products[column]! += slopes[i]! * (values[i]! - mean[column]!);
    });
    const inverse = inverseOf(variance, epsilon, undefined);
    const scaleGradient = products.map((value, i) => value * inverse[i]!);
    // dx = γ/σ·(dy − mean dy − x̂·mean(dy·x̂)), as a·dy + b·x + c.
    const factor = inverseOf(variance, epsilon, scale && heap.copy(scale));
    const slope = factor.map((value, i) => (-value * inverse[i]! * scaleGradient[i]!) / positions);
    const offset = factor.map((value, i) => (-value * sums[i]!) / positions - slope[i]! * mean[i]!);
    return {
      input: wantsInput ? blend(dy, x, shape, factor, slope, offset) : undefined,
      scale: vector(scaleGradient),
      shift: vector(sums),
    };
  };

  const blend = (
    dy: Tensor2D,
    x: Tensor2D,
    shape: Folded,
    factor: Float64Array,
    slope: Float64Array,
    offset: Float64Array,
  ): Tensor2D => {
    const dx = heap.make<Rank.R2>(x.shape);
    const rows = [row("factor", factor, shape), row("slope", slope, shape), row("offset", offset, shape)];
    const [gradient, source, target] = [heap.addressOf(dy), heap.addressOf(x), heap.addressOf(dx)];
    blocks(shape, (from, count) => {
      const skip = 4 * from * shape.width;
      functions.columnBlend(gradient + skip, source + skip, target + skip, ...rows, count, shape.width);
    });
    const [slopes, values] = [heap.floats(gradient, x.size), heap.floats(source, x.size)];
    const results = heap.floats(target, x.size);
    rest(shape, x.shape[1], (i, column) => {
      results[i] = slopes[i]! * factor[column]! + values[i]! * slope[column]! + offset[column]!;
    });
    return dx;
  };

  const reluGradient = (dy: Tensor, y: Tensor, ceiling = Infinity): Tensor => {
    const dx = heap.make(dy.shape);
    const [gradient, value, target] = [heap.addressOf(dy), heap.addressOf(y), heap.addressOf(dx)];
    functions.maskActive(gradient, value, target, Math.floor(dy.size / 4), 4, ceiling);
    const [slopes, values] = [heap.floats(gradient, dy.size), heap.floats(value, dy.size)];
    const results = heap.floats(target, dy.size);
    for (let i = dy.size - (dy.size % 4); i < dy.size; i++)
      results[i] = values[i]! > 0 && values[i]! < ceiling ? slopes[i]! : 0;
    return dx;
  };

  return { columnSums: (x) => vector(sumsOf(x)), normalize, normalizeGradient, reluGradient };
}

/** 1/√(variance + ε), times the scale where there is one. */
function inverseOf(
  variance: Float32Array | Float64Array,
  epsilon: number,
  scale: Float32Array | undefined,
): Float64Array {
  return Float64Array.from(variance, (value, i) => (scale?.[i] ?? 1) / Math.sqrt(value + epsilon));
}
