import { weightNorms, type ZeroCostProxy } from "@proxybo/core";

/**
 * Norm of the weights: Σ ‖W‖₂ over the weight tensors W of convolutions and linear layers at initialisation. At least 0;
 * higher is better. It reads neither data nor gradients: all it knows is how many weights of which layers there are.
 *
 * Source: as a baseline in Abdelfattah, Mehrotra, Dudziak, Lane, *Zero-Cost Proxies for Lightweight NAS*, ICLR 2021, and
 * Krishnakumar et al., *NAS-Bench-Suite-Zero*, NeurIPS 2022.
 *
 * @example
 * const { l2_norm } = await scoreArchitecture({ space, architecture, task, proxies: [l2Norm], runtime, batch, seed: 1 });
 */
export const l2Norm: ZeroCostProxy = {
  name: "l2_norm",
  direction: "higher",
  needs: ["parameters"],
  async score(context) {
    const network = await context.network();
    return weightNorms(network.parameters, await network.read());
  },
};
