import { lossOf, type ZeroCostProxy } from "@proxybo/core";

/**
 * The Euclidean norm of the loss's gradient over the weights of an untrained network, √Σ (∂L/∂θ)²: L is the mean loss of one
 * mini-batch, biases and norms are left out. At least 0; higher is better. NaN-free: a network that nothing passes
 * scores 0.
 *
 * Source: Abdelfattah et al., *Zero-Cost Proxies for Lightweight NAS*, ICLR 2021 (`grad_norm`).
 */
export const templateNameProxy: ZeroCostProxy = {
  name: "template-name",
  direction: "higher",
  needs: ["gradients"],
  async score(context) {
    // The network is shared with other proxies: read it, and leave it to whoever made it.
    const network = await context.network();
    const { gradients } = await network.gradients(context.batch, lossOf(context.batch));
    let squares = 0;
    for (const [i, { role }] of network.parameters.entries())
      if (role === "weight") for (const slope of gradients[i]!) squares += slope ** 2;
    return Math.sqrt(squares);
  },
};
