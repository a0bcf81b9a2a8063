import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import type { BackendStatus } from "@proxybo/core";
import type { Kernels } from "../kernels/kernels.ts";
import { wasmKernels } from "../wasm/kernels.ts";
import type { BackendName } from "../options.ts";
import type { TensorFlow } from "./tensorflow.ts";

/** A backend that is ready. */
export interface LoadedBackend {
  readonly tf: TensorFlow;
  readonly kernels: Kernels;
  readonly backend: BackendName;
  readonly device: BackendStatus["device"];
  readonly detail: string;
  activate(): void;
}

export async function loadWasm(): Promise<LoadedBackend> {
  const tf = (await import("@tensorflow/tfjs-core")) as TensorFlow;
  tf.enableProdMode();
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(dirname(entry) + sep);
  await tf.setBackend("wasm");
  await tf.ready();
  return {
    tf,
    kernels: wasmKernels(tf),
    backend: "wasm",
    device: "cpu",
    detail: "",
    activate: () => {
      if (tf.getBackend() !== "wasm") void tf.setBackend("wasm");
    },
  };
}
