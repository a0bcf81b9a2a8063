import type { Network, Tensor } from "@proxybo/core";

/**
 * log Δ + Σ log σ: Δ is the mean over examples of the L1 distance between the outputs for `inputs` and for `moved`, and σ² of
 * a batch-norm the mean over its channels of the variance of what it normalises, which makes up for the scale that it takes
 * away. A batch-norm of nothing but zeros takes none away. −Infinity where the outputs do not move.
 *
 * Source: Lin et al., *Zen-NAS*, ICCV 2021, Algorithm 1.
 *
 * @param network - in front of its global pool, with Gaussian weights.
 */
export async function zenScore(network: Network, inputs: Tensor, moved: Tensor): Promise<number> {
  const statistics = await network.batchStatistics(inputs);
  const [before, after] = [await network.forward(inputs), await network.forward(moved)];
  let distance = 0;
  for (let i = 0; i < before.data.length; i++) distance += Math.abs(before.data[i]! - after.data[i]!);
  let score = Math.log(distance / inputs.shape[0]!);
  for (const { variance } of statistics) {
    const mean = variance.reduce((sum, value) => sum + value, 0) / variance.length;
    if (mean > 0) score += 0.5 * Math.log(mean);
  }
  return score;
}
