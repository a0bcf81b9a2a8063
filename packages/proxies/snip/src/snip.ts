import { lossOf, weightSaliency, type ZeroCostProxy } from "@proxybo/core";

/**
 * Single-shot connection sensitivity: Σ |θ ⊙ ∂L/∂θ| over the weights of convolutions and linear layers at
 * initialisation, L the mean cross-entropy of one mini-batch (CTC where it has transcripts), batch-norm by the batch. At
 * least 0; higher is better.
 *
 * The ProxyBO paper writes P(x) = −Σ S(θ), lower is better: that is this score with its sign changed, as searches see
 * it. The raw score is that of zero-cost-nas.
 *
 * Source: Lee, Ajanthan, Torr, *SNIP: Single-shot Network Pruning based on Connection Sensitivity*, ICLR 2019, equation
 * 4; as a score of architectures: Abdelfattah et al., *Zero-Cost Proxies for Lightweight NAS*, ICLR 2021.
 *
 * @example
 * const { snip: score } = await scoreArchitecture({ space, architecture, task, proxies: [snip], runtime, batch, seed: 1 });
 */
export const snip: ZeroCostProxy = {
  name: "snip",
  direction: "higher",
  needs: ["gradients"],
  async score(context) {
    const network = await context.network();
    const parameters = await network.read();
    const { gradients } = await network.gradients(context.batch, lossOf(context.batch));
    return weightSaliency(network.parameters, parameters, gradients);
  },
};
