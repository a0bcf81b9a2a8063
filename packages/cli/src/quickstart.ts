import type { ProxyboConfig } from "@proxybo/core";

/**
 * The search of `proxybo quickstart`: real training on images that a package carries, sized for about two minutes on
 * two cores. Cells, channels, epochs and examples are as small as leaves architectures clearly different.
 */
export const quickstartConfig = {
  space: { name: "nb201", options: { channels: 8, cells: 1, stages: 3 } },
  dataset: { name: "fashion-mnist", options: { size: 14 } },
  objective: { name: "train", options: { epochs: 4 } },
  strategy: { name: "proxybo", options: { candidates: { random: 30, parents: 3, local: 30 } } },
  surrogate: "rf",
  proxies: ["snip", "synflow", "jacob_cov"],
  runtime: "tfjs",
  batchSize: 32,
  evaluations: 20,
  seed: 1,
  name: "quickstart",
} satisfies ProxyboConfig;
