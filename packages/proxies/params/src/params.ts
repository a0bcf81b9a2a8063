import { countParameters, type ZeroCostProxy } from "@proxybo/core";

/**
 * How many trainable numbers a network has: weights, biases, scales and shifts. Higher is better: the simplest guess that
 * a search can make, and hard to beat. Reads the network's spec only: no weights are drawn, no data seen.
 *
 * Source: as a baseline of zero-cost proxies, White et al., *A Deeper Look at Zero-Cost Proxies for Lightweight NAS*,
 * ICLR Blog Track 2022; Krishnakumar et al., *NAS-Bench-Suite-Zero*, NeurIPS 2022.
 *
 * @example
 * const { params: score } = await scoreNetwork(spec, { proxies: [params], seed: 1 });
 */
export const params: ZeroCostProxy = {
  name: "params",
  direction: "higher",
  needs: ["spec"],
  score: async ({ spec }) => countParameters(spec),
};
