import { directionalDerivative, type ParameterRole, type ZeroCostProxy } from "@proxybo/core";
import { linearized } from "./linearized.ts";

/**
 * Synaptic flow: log Σ |θ ⊙ ∂L/∂θ| over the weights of convolutions and linear layers at initialisation, where L is the
 * sum of the outputs for one example of ones, every weight is replaced by its absolute value, and batch-norm and
 * layer-norm are left out. Higher is better; −Infinity where nothing reaches the output.
 *
 * The sum grows with depth to 10⁵⁰ and beyond, more than single precision holds. So the network is rescaled on its way
 * and the logarithms of the scales are added up: the natural logarithm of the sum of zero-cost-nas, of the same rank.
 * No product θ ⊙ ∂L/∂θ is negative: what is left in the network grows with every weight as long as weights and values are
 * not negative. So the sum is the directional derivative of L along the weights, and takes no way back.
 *
 * The ProxyBO paper writes P(x) = −Σ S(θ), lower is better: searches see this score with its sign changed.
 *
 * Source: Tanaka, Kunin, Yamins, Ganguli, *Pruning neural networks without any data by iteratively conserving synaptic
 * flow*, NeurIPS 2020; as a score of architectures: Abdelfattah et al., *Zero-Cost Proxies for Lightweight NAS*, ICLR
 * 2021.
 *
 * @example
 * const { synflow: score } = await scoreArchitecture({ space, architecture, task, proxies: [synflow], runtime, batch, seed: 1 });
 */
export const synflow: ZeroCostProxy = {
  name: "synflow",
  direction: "higher",
  needs: ["gradients"],
  async score(context) {
    const initial = await context.network();
    const values = await initial.read();
    const parameters = values.filter((_, t) => kept.has(initial.parameters[t]!.role));
    for (const theta of parameters) makeAbsolute(theta);
    const network = await context.runtime.instantiate(linearized(context.spec), {
      seed: context.seed,
      parameters,
    });
    try {
      const shape = [1, ...context.spec.input];
      const ones = new Float32Array(shape.reduce((product, length) => product * length, 1)).fill(1);
      const batch = { inputs: { shape, data: ones }, labels: new Int32Array(1) };
      const { derivative, logScale } = await directionalDerivative(network, batch, "sum-of-outputs", [
        "weight",
      ]);
      return logScale + Math.log(derivative);
    } finally {
      await network.dispose();
    }
  },
};

/** What the network has without its normalisations. */
const kept: ReadonlySet<ParameterRole> = new Set(["weight", "bias"]);

/** A loop, since `map` with a function takes five times as long, and there are millions. */
function makeAbsolute(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = Math.abs(values[i]!);
}
