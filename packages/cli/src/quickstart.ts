import type { ProxyboConfig } from "@proxybo/core";

/**
 * The search of `proxybo quickstart`: real training on images that a package carries, sized for about two minutes on
 * two cores. One stage of one cell: with more, the parts that all networks share do most of the work, and cells differ
 * less.
 */
export const quickstartConfig = {
  space: { name: "nb201", options: { channels: 8, cells: 1, stages: 1 } },
  dataset: { name: "fashion-mnist", options: { size: 14 } },
  objective: { name: "train", options: { epochs: 4, batchSize: 32, shift: 0 } },
  strategy: { name: "proxybo", options: { candidates: { random: 40, parents: 4, local: 40 } } },
  surrogate: "rf",
  proxies: ["snip", "synflow", "jacob_cov"],
  runtime: "auto",
  batchSize: 32,
  evaluations: 40,
  seed: 1,
  name: "quickstart",
} satisfies ProxyboConfig;
