import type { NetworkRuntime } from "../contracts/runtime.ts";
import type { ConformanceCase } from "./conformance.ts";
import { channelCases } from "./runtime/channels.ts";
import { ctcCase, differenceCases, sumOfOutputsCase } from "./runtime/differences.ts";
import { directionalCases } from "./runtime/directional.ts";
import { hessianCases } from "./runtime/hessian.ts";
import { lifecycleCases } from "./runtime/lifecycle.ts";
import { passCases } from "./runtime/passes.ts";
import { trainingCases } from "./runtime/training.ts";
import { transcriptionCases } from "./runtime/transcription.ts";

/**
 * What every `NetworkRuntime` must do, as cases for any test runner. Takes some seconds; the runtime stays in use.
 *
 * @example
 * const runtime = await entry.create({ backend: "wasm" });
 * for (const { name, run } of testRuntime(runtime)) test(name, run);
 */
export function testRuntime(runtime: NetworkRuntime): ConformanceCase[] {
  return [
    ...differenceCases(runtime),
    ctcCase(runtime),
    sumOfOutputsCase(runtime),
    ...passCases(runtime),
    ...channelCases(runtime),
    ...directionalCases(runtime),
    ...hessianCases(runtime),
    ...trainingCases(runtime),
    ...transcriptionCases(runtime),
    ...lifecycleCases(runtime),
  ];
}
