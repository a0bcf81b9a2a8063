export { type BenchRequest, type BenchResult, runBench } from "./bench.ts";
export { defineBench, type TypedBench, type TypedMethod, type TypedTask } from "./config/define.ts";
export { type Preset, presets } from "./config/presets.ts";
export type { BenchConfig, MethodConfig, ProxyQuality, TaskConfig } from "./config/schema.ts";
export { correlate, type CorrelateOptions, type Correlation } from "./correlate/correlation.ts";
export type { BenchProgress, RunFailure } from "./run/execute.ts";
export type * from "./analysis/summary.ts";

/** Writes the report of a comparison, see `writeReport`; vega loads when it is used. */
export async function writeReport(
  ...args: Parameters<(typeof import("./report/write.ts"))["writeReport"]>
): Promise<readonly string[]> {
  return (await import("./report/write.ts")).writeReport(...args);
}
