import { definePlugin, type RuntimeEntry } from "@proxybo/core";
import { loadWasm } from "./backends/candidates.ts";
import { tfjsOptions, type TfjsOptions } from "./options.ts";
import { TensorFlowRuntime } from "./runtime.ts";

/** Builds, differentiates and trains networks with TensorFlow.js. */
export const tfjs: RuntimeEntry<TfjsOptions> = {
  description: "TensorFlow.js: WebAssembly out of the box, native or GPU backends where installed",
  options: tfjsOptions,
  create: async () => new TensorFlowRuntime(await loadWasm()),
  diagnose: async () => [],
};

export default definePlugin({ name: "@proxybo/runtime-tfjs", version: "0.1.0", runtimes: { tfjs } });
