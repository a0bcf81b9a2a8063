import { lossOf, weightProduct, type ZeroCostProxy } from "@proxybo/core";

/**
 * Weights times gradients: Σ θ · ∂L/∂θ over the weights of convolutions and linear layers at initialisation, L the mean
 * cross-entropy of one mini-batch (CTC where it has transcripts), batch-norm by the batch. Any sign; higher is better.
 *
 * It is snip without the absolute values, the change of the loss to first order if all weights were grown alike. The
 * weights of a convolution in front of a batch-norm have none, as the norm divides by their size: their terms cancel,
 * and what is left are the linear layer, and the convolutions that no norm follows.
 *
 * Source: Mozer, Smolensky, *Skeletonization*, NeurIPS 1988; as a score of architectures: Abdelfattah et al.,
 * *Zero-Cost Proxies for Lightweight NAS*, ICLR 2021.
 *
 * @example
 * const { plain: score } = await scoreArchitecture({ space, architecture, task, proxies: [plain], runtime, batch, seed: 1 });
 */
export const plain: ZeroCostProxy = {
  name: "plain",
  direction: "higher",
  needs: ["gradients"],
  async score(context) {
    const network = await context.network();
    const parameters = await network.read();
    const { gradients } = await network.gradients(context.batch, lossOf(context.batch));
    return weightProduct(network.parameters, parameters, gradients);
  },
};
