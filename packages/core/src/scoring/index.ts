export { correlation } from "./correlation.ts";
export { countingTask } from "./counting-task.ts";
export { liveProxySources, type LiveScoring, type LiveSources, type ScoringEvent } from "./live.ts";
export { drawMiniBatch } from "./mini-batch.ts";
export { weightSaliency } from "./saliency.ts";
export {
  type ArchitectureScoring,
  type NetworkScoring,
  normalizedScore,
  type ProxyScores,
  readsSpecOnly,
  scoreArchitecture,
  scoreNetwork,
} from "./score.ts";
export { type SpecScoring, specProxySources } from "./spec-sources.ts";
export { weightNorms, weightProduct } from "./weight-sums.ts";
