import type { TensorFlow } from "../backends/tensorflow.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { portableKernels } from "../kernels/portable.ts";
import { wasmColumns } from "./columns.ts";
import { wasmConvolutions } from "./convolutions.ts";
import { Heap } from "./heap.ts";
import { compileKernels, type MultiplyAdd } from "./module.ts";
import { wasmPools } from "./pools.ts";
import { Tables } from "./tables.ts";

/**
 * Kernels that work in the memory of the wasm backend, which lacks most gradients: our own WebAssembly for what takes
 * the time, TensorFlow.js for the rest. The wasm backend must be current.
 */
export function wasmKernels(tf: TensorFlow, multiplyAdd?: MultiplyAdd): Kernels {
  const heap = new Heap(tf);
  const functions = compileKernels(heap.memory, multiplyAdd);
  const tables = new Tables(heap);
  return {
    ...portableKernels(tf),
    ...wasmConvolutions(heap, functions, tables),
    ...wasmColumns(heap, functions),
    ...wasmPools(heap, functions, tables),
  };
}
