import { countFlops, type ZeroCostProxy } from "@proxybo/core";

/**
 * Floating-point operations of one forward pass of one example, a multiplication with its addition counted as one, as NAS
 * benchmarks do. Higher is better. Reads the network's spec only: no weights are drawn, no data seen.
 *
 * Only convolutions, linear layers and LSTMs count, see `countFlops` of `@proxybo/core`.
 *
 * Source: as a baseline of zero-cost proxies, White et al., *A Deeper Look at Zero-Cost Proxies for Lightweight NAS*,
 * ICLR Blog Track 2022; Krishnakumar et al., *NAS-Bench-Suite-Zero*, NeurIPS 2022.
 *
 * @example
 * const { flops: score } = await scoreNetwork(spec, { proxies: [flops], seed: 1 });
 */
export const flops: ZeroCostProxy = {
  name: "flops",
  direction: "higher",
  needs: ["spec"],
  score: async ({ spec }) => countFlops(spec),
};
