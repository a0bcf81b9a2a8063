import type { Rank, ShapeMap, Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../backends/tensorflow.ts";
import type { WasmMemory } from "./web-assembly.ts";

/** What this package uses of the wasm backend's inside. */
interface WasmBackend {
  readonly wasm: { readonly asm: { readonly memory: WasmMemory } } & {
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(id: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: "float32"): TensorInfo;
}

/** The memory of the wasm backend: tensors and blocks of it by address. */
export class Heap {
  readonly #tf: TensorFlow;
  readonly #backend: WasmBackend;
  readonly #scratch = new Map<string, { readonly address: number; readonly bytes: number }>();
  #floats = new Float32Array(0);

  constructor(tf: TensorFlow) {
    this.#tf = tf;
    this.#backend = tf.backend() as unknown as WasmBackend;
  }

  get memory(): WasmMemory {
    return this.#backend.wasm.asm.memory;
  }

  /** Where a float32 tensor lies. Growing the memory moves no address. */
  addressOf(tensor: Tensor): number {
    return this.#backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  /** A new tensor of unset values. */
  make<R extends Rank>(shape: ShapeMap[R]): Tensor<R> {
    const info = this.#backend.makeOutput([...shape], "float32");
    return this.#tf.engine().makeTensorFromTensorInfo(info) as Tensor<R>;
  }

  /** The floats at an address; valid until something is allocated. */
  floats(address: number, length: number): Float32Array {
    if (this.#floats.buffer !== this.memory.buffer) this.#floats = new Float32Array(this.memory.buffer);
    return this.#floats.subarray(address / 4, address / 4 + length);
  }

  /** The values of a small tensor, safe from growing memory. */
  copy(tensor: Tensor): Float32Array {
    return this.floats(this.addressOf(tensor), tensor.size).slice();
  }

  /** A block of at least so many bytes that is kept for the next use of the same name; its content is unset. */
  scratch(name: string, bytes: number): number {
    const kept = this.#scratch.get(name);
    if (kept && kept.bytes >= bytes) return kept.address;
    if (kept) this.free(kept.address);
    this.#scratch.delete(name);
    const address = this.allocate(bytes);
    this.#scratch.set(name, { address, bytes });
    return address;
  }

  /** A block that stays until `free`. 64 bytes follow it, so that vectors may read beyond its end. */
  allocate(bytes: number): number {
    return this.#backend.wasm._malloc(bytes + 64);
  }

  free(address: number): void {
    this.#backend.wasm._free(address);
  }
}
