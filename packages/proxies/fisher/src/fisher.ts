import { lossOf, type NetworkSpec, type ParameterInfo, type ZeroCostProxy } from "@proxybo/core";

/**
 * Fisher information of the channels at initialisation: for each channel of a convolution or linear layer ½ · mean over
 * examples of g², where g is the derivative of the loss by a factor 1 of that channel, Σ over positions of a · ∂L/∂a of its
 * outputs a; summed over channels, each as often as it has weights. L is the mean cross-entropy of one mini-batch (CTC
 * where it has transcripts), batch-norm by the batch. At least 0; higher is better.
 *
 * Source: Theis, Korshunova, Tejani, Huszár, *Faster gaze prediction with dense networks and Fisher pruning*, 2018,
 * equation 14; Turner et al., *BlockSwap*, ICLR 2020; as a score of architectures: Abdelfattah et al., *Zero-Cost Proxies
 * for Lightweight NAS*, ICLR 2021, whose sum over weights this is.
 *
 * @example
 * const { fisher: score } = await scoreArchitecture({ space, architecture, task, proxies: [fisher], runtime, batch, seed: 1 });
 */
export const fisher: ZeroCostProxy = {
  name: "fisher",
  direction: "higher",
  needs: ["channelGradients"],
  async score(context) {
    const network = await context.network();
    const layers = network.parameters.filter((info) => isLayerWeight(context.spec, info));
    const nodes = layers.map(({ node }) => node);
    const gradients = await network.channelGradients(context.batch, lossOf(context.batch), nodes);
    let score = 0;
    for (const [layer, { shape, data }] of gradients.entries()) {
      const weightsOfChannel = layers[layer]!.shape.slice(1).reduce((product, size) => product * size, 1);
      const squares = data.reduce((sum, value) => sum + value * value, 0);
      score += (weightsOfChannel * squares) / (2 * shape[0]!);
    }
    return score;
  },
};

function isLayerWeight({ nodes }: NetworkSpec, { node, role }: ParameterInfo): boolean {
  const { type } = nodes[node]!.operation;
  return role === "weight" && (type === "conv2d" || type === "conv1d" || type === "linear");
}
