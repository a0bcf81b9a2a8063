import { assemble, type Code, f32x4 } from "./assembler.ts";
import {
  columnAffine,
  columnBlend,
  columnProducts,
  columnSquares,
  columnSums,
  maskActive,
} from "./column-code.ts";
import { correlate, gather } from "./convolution-code.ts";
import { poolMaximum, poolSum } from "./pool-code.ts";
import { type WasmMemory, webAssembly } from "./web-assembly.ts";

type Call = (...values: number[]) => void;

/** The functions of the module; operands are addresses, see their sources. */
export interface WasmFunctions {
  readonly gather8: Call;
  readonly gather4: Call;
  readonly correlate8: Call;
  readonly correlate4: Call;
  readonly correlateOne8: Call;
  readonly correlateOne4: Call;
  readonly columnSums: Call;
  readonly columnSquares: Call;
  readonly columnProducts: Call;
  readonly columnAffine: Call;
  readonly columnBlend: Call;
  readonly maskActive: Call;
  readonly poolMaximum: Call;
  readonly poolSum: Call;
}

/** How many output positions `gather…` does at once, and how many rows `correlate…`. */
export const tile = 6;

/** How the kernels multiply and add: rounded once (relaxed SIMD: V8 from 11.4), or twice as in any SIMD engine. */
export type MultiplyAdd = "fused" | "separate";

/** Compiles the kernels for a memory; fused where the engine can, unless told otherwise. */
export function compileKernels(memory: WasmMemory, multiplyAdd?: MultiplyAdd): WasmFunctions {
  const { validate, Module, Instance } = webAssembly();
  const fused = source(f32x4.fusedMultiplyAdd);
  const bytes =
    multiplyAdd !== "separate" && validate(fused)
      ? fused
      : source((a, b, c) => f32x4.add(f32x4.multiply(a, b), c));
  return new Instance(new Module(bytes), { env: { memory } }).exports as WasmFunctions;
}

function source(multiplyAdd: (a: Code, b: Code, c: Code) => Code): Uint8Array<ArrayBuffer> {
  return assemble([
    gather("gather8", tile, 2, multiplyAdd),
    gather("gather4", tile, 1, multiplyAdd),
    correlate("correlate8", tile, 2, multiplyAdd),
    correlate("correlate4", tile, 1, multiplyAdd),
    correlate("correlateOne8", 1, 2, multiplyAdd),
    correlate("correlateOne4", 1, 1, multiplyAdd),
    columnSums,
    columnSquares,
    columnProducts,
    columnAffine,
    columnBlend,
    maskActive,
    poolMaximum,
    poolSum,
  ]);
}
