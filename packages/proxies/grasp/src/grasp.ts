import { lossOf, weightProduct, type ZeroCostProxy } from "@proxybo/core";

/**
 * Gradient signal preservation: −Σ θ ⊙ Hg over the weights θ of convolutions and linear layers at initialisation, g the
 * gradient of the loss by them and H its Hessian; the loss is the mean cross-entropy of one mini-batch, batch-norm by the
 * batch. Any sign; higher is better. Hg is exact, not a difference of gradients.
 *
 * Source: Wang, Zhang, Grosse, *Picking Winning Tickets Before Training by Preserving Gradient Flow*, ICLR 2020, equation 8;
 * as a score of architectures: Abdelfattah et al., *Zero-Cost Proxies for Lightweight NAS*, ICLR 2021, whose sign this is.
 *
 * @example
 * const { grasp: score } = await scoreArchitecture({ space, architecture, task, proxies: [grasp], runtime, batch, seed: 1 });
 */
export const grasp: ZeroCostProxy = {
  name: "grasp",
  direction: "higher",
  needs: ["gradients", "hessianProduct"],
  async score(context) {
    const network = await context.network();
    const loss = lossOf(context.batch);
    const { gradients } = await network.gradients(context.batch, loss);
    const direction = gradients.map((gradient, t) =>
      network.parameters[t]!.role === "weight" ? gradient : new Float32Array(gradient.length),
    );
    const product = await network.hessianProduct(context.batch, loss, direction);
    return 0 - weightProduct(network.parameters, await network.read(), product);
  },
};
