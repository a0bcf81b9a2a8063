import { lossOf, weightNorms, type ZeroCostProxy } from "@proxybo/core";

/**
 * Norm of the gradient: Σ ‖∂L/∂W‖₂ over the weight tensors W of convolutions and linear layers at initialisation, L the
 * mean cross-entropy of one mini-batch (CTC where it has transcripts), batch-norm by the batch. At least 0; higher is
 * better.
 *
 * Source: Abdelfattah, Mehrotra, Dudziak, Lane, *Zero-Cost Proxies for Lightweight NAS*, ICLR 2021, section 3.1.
 *
 * @example
 * const { grad_norm } = await scoreArchitecture({ space, architecture, task, proxies: [gradNorm], runtime, batch, seed: 1 });
 */
export const gradNorm: ZeroCostProxy = {
  name: "grad_norm",
  direction: "higher",
  needs: ["gradients"],
  async score(context) {
    const network = await context.network();
    const { gradients } = await network.gradients(context.batch, lossOf(context.batch));
    return weightNorms(network.parameters, gradients);
  },
};
