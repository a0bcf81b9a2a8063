import { definePlugin, type RuntimeEntry } from "@proxybo/core";
import { diagnoseBackends, openBackend } from "./backends.ts";
import { onnxOptions, type OnnxOptions } from "./options.ts";
import { OnnxNetworkRuntime } from "./runtime.ts";
import { blockOf } from "./session/block.ts";

export { onnxOptions, type OnnxOptions } from "./options.ts";

/**
 * Builds, differentiates and trains networks with ONNX Runtime, at the speed of native code.
 *
 * @example
 * const runtime = await onnx.create({ backend: "cpu", threads: 1, memory: 1 });
 * const network = await runtime.instantiate(spec, { seed: 1 });
 */
export const onnx: RuntimeEntry<OnnxOptions> = {
  description:
    "ONNX Runtime: native speed on the CPU, nothing to compile or download besides; CUDA and WebGPU where they are",
  options: onnxOptions,
  create: async (options) => {
    const ort = await openBackend(options.backend);
    // Blocked operators are the processor's.
    return new OnnxNetworkRuntime(ort, options, options.backend === "cpu" ? await blockOf(ort) : undefined);
  },
  diagnose: () => diagnoseBackends(),
};

export default definePlugin({ name: "@proxybo/runtime-onnx", version: "0.1.0", runtimes: { onnx } });
