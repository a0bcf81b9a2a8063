export { type BenchRequest, type BenchResult, runBench } from "./bench.ts";
export { defineBench, type TypedBench, type TypedMethod, type TypedTask } from "./config/define.ts";
export { presets } from "./config/presets.ts";
export type { BenchConfig, MethodConfig, ProxyQuality, TaskConfig } from "./config/schema.ts";
export type { BenchProgress, RunFailure } from "./run/execute.ts";
export type * from "./analysis/summary.ts";
