import { definePlugin, type RuntimeEntry } from "@proxybo/core";
import { diagnoseBackends, openBackend } from "./backends/open.ts";
import { tfjsOptions, type TfjsOptions } from "./options.ts";
import { TensorFlowRuntime } from "./runtime.ts";

export { type BackendName, backendNames, tfjsOptions, type TfjsOptions } from "./options.ts";

/**
 * Builds, differentiates and trains networks with TensorFlow.js.
 *
 * @example
 * const runtime = await tfjs.create({ backend: "auto" });
 * const network = await runtime.instantiate(spec, { seed: 1 });
 */
export const tfjs: RuntimeEntry<TfjsOptions> = {
  description: "TensorFlow.js: WebAssembly out of the box, native or GPU backends where installed",
  options: tfjsOptions,
  create: async ({ backend }) => new TensorFlowRuntime(await openBackend(backend)),
  diagnose: () => diagnoseBackends(),
};

export default definePlugin({ name: "@proxybo/runtime-tfjs", version: "0.1.0", runtimes: { tfjs } });
