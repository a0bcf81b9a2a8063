/**
 * Contracts, the engine, strategies, studies, stores, objectives and the registry.
 *
 * @module main
 */

export * from "./builtins.ts";
export * from "./contracts/dataset.ts";
export * from "./contracts/lock.ts";
export * from "./contracts/network.ts";
export * from "./contracts/objective.ts";
export * from "./contracts/observation.ts";
export * from "./contracts/plugin.ts";
export * from "./contracts/proxy.ts";
export * from "./contracts/runtime.ts";
export * from "./contracts/space.ts";
export * from "./contracts/store.ts";
export * from "./contracts/strategy.ts";
export * from "./contracts/surrogate.ts";
export * from "./contracts/table.ts";
export * from "./engine/combined-rank.ts";
export * from "./engine/cross-validation.ts";
export * from "./engine/expected-improvement.ts";
export * from "./engine/generalization.ts";
export * from "./engine/influence.ts";
export * from "./engine/inputs.ts";
export * from "./engine/normal-scores.ts";
export * from "./engine/ranks.ts";
export * from "./engine/spearman.ts";
export * from "./errors/error.ts";
export * from "./network/ctc.ts";
export * from "./network/directional-derivative.ts";
export * from "./network/edit-distance.ts";
export * from "./network/parameters.ts";
export * from "./network/shapes.ts";
export * from "./network/task.ts";
export * from "./network/transcripts.ts";
export * from "./random/permutation.ts";
export * from "./random/random.ts";
export * from "./store/memory.ts";
export * from "./strategies/index.ts";
export * from "./study/create.ts";
export { describeObservation } from "./study/describe.ts";
export * from "./study/document.ts";
export * from "./study/restrict.ts";
export * from "./study/types.ts";
export * from "./datasets/images.ts";
export * from "./datasets/stratified.ts";
export * from "./objectives/index.ts";
export * from "./store/index.ts";
export * from "./tables/index.ts";
export * from "./encoding/contraction.ts";
export * from "./encoding/one-hot.ts";
export { type CountEncoding, type CountEncodingOptions } from "./encoding/count-encoding.ts";
export * from "./encoding/graph-encoding.ts";
export * from "./encoding/neighbourhoods.ts";
export { pathEncoding, type PathEncodingOptions } from "./encoding/path-encoding.ts";
export * from "./encoding/paths.ts";
export * from "./network/cost.ts";
export * from "./network/draw.ts";
export * from "./config/index.ts";
export * from "./registry/index.ts";
export * from "./scoring/index.ts";
