import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import type { Kernels } from "../kernels/kernels.ts";
import { mendAllocation } from "../wasm/addresses.ts";
import { wasmKernels } from "../wasm/kernels.ts";
import {
  type Backend,
  BackendUnavailable,
  type Candidate,
  loadPackage,
  switcher,
  tensorFlowVersion,
} from "./backend.ts";
import { quietly } from "./quiet.ts";
import type { TensorFlow } from "./tensorflow.ts";

/** One set of kernels, with its tables, for the one wasm backend of a process. */
const kernelsOf = new WeakMap<object, Kernels>();

/** The embedded backend: WebAssembly with SIMD on one thread, from the installed package. */
export const wasm: Candidate = {
  name: "wasm",
  device: "cpu",
  async open(load): Promise<Backend> {
    const tf = await loadPackage(load, "@tensorflow/tfjs-core");
    const backend = (await loadPackage(load, "@tensorflow/tfjs-backend-wasm")) as TensorFlow & {
      setWasmPaths(prefix: string): void;
    };
    await quietly(tf, async () => {
      const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
      if (tf.findBackend("wasm") === null) backend.setWasmPaths(dirname(entry) + sep);
      if (!(await tf.setBackend("wasm")))
        throw new BackendUnavailable(
          "the WebAssembly backend did not start",
          `reinstall @tensorflow/tfjs-backend-wasm@${tensorFlowVersion}`,
        );
    });
    const instance = tf.backend();
    mendAllocation(instance);
    const kernels = kernelsOf.get(instance) ?? wasmKernels(tf);
    kernelsOf.set(instance, kernels);
    return {
      name: "wasm",
      tf,
      kernels,
      device: "cpu",
      detail: `TensorFlow.js ${tf.version_core}, WebAssembly SIMD, one thread`,
      // Of the 4 GiB that WebAssembly can address.
      memoryLimit: 3.8 * 2 ** 30,
      activate: switcher(tf, "wasm"),
    };
  },
};
