import {
  createRandom,
  type ParameterInfo,
  parametersOf,
  type Random,
  type ZeroCostProxy,
} from "@proxybo/core";
import { trunkOf } from "./trunk.ts";
import { zenScore } from "./zen-score.ts";

/** How far inputs are moved, in standard deviations of theirs. */
const mixture = 0.01;

/**
 * Zen-score, the expressivity of a network: the logarithm of how far the features in front of the global pool move with
 * Gaussian inputs, all weights drawn from N(0, 1), and the scale that batch-norms take away put back (see `zenScore`). Higher
 * is better; −Infinity in a network that nothing passes. Weights and inputs derive from the seed; of the mini-batch only its
 * size is read.
 *
 * Source: Lin, Wang, Sun, Chen, Sun, Qian, Li, Jin, *Zen-NAS: A Zero-Shot NAS for High-Performance Deep Image
 * Recognition*, ICCV 2021, Algorithm 1; one repetition, as in NAS-Bench-Suite-Zero.
 *
 * @example
 * const { zen: score } = await scoreArchitecture({ space, architecture, task, proxies: [zen], runtime, batch, seed: 1 });
 */
export const zen: ZeroCostProxy = {
  name: "zen",
  direction: "higher",
  needs: ["forward", "batchStatistics"],
  async score({ spec, seed, batch, runtime }) {
    const trunk = trunkOf(spec);
    const random = createRandom(seed, "zen");
    const parameters = parametersOf(trunk).map((info) => gaussian(info, random));
    await using network = await runtime.instantiate(trunk, { seed, parameters });
    const { shape, data } = batch.inputs;
    const inputs = { shape, data: data.map(() => random.normal()) };
    const moved = { shape, data: inputs.data.map((value) => value + mixture * random.normal()) };
    return await zenScore(network, inputs, moved);
  },
};

function gaussian({ role, shape }: ParameterInfo, random: Random): Float32Array {
  const length = shape.reduce((product, size) => product * size, 1);
  if (role === "weight") return Float32Array.from({ length }, () => random.normal());
  return new Float32Array(length).fill(role === "scale" ? 1 : 0);
}
