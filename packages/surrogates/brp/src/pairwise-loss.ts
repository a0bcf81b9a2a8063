/**
 * The loss of a binary relation predictor: of two architectures the softmax of their scores is the probability that
 * each is the worse one, and the loss its mean cross-entropy over all pairs of the batch (BRP-NAS; Dudziak et al.,
 * NeurIPS 2020; Burges et al., ICML 2005). Equal targets: either with probability ½.
 *
 * @param scores - n scores, lower is better.
 * @param targets - n errors; only their order counts.
 * @param gradients - n numbers, overwritten: ∂loss/∂score.
 * @returns the loss; 0 where there is no pair.
 */
export function pairwiseLoss(scores: Float64Array, targets: Float64Array, gradients: Float64Array): number {
  const n = scores.length;
  gradients.fill(0);
  if (n < 2) return 0;
  const share = 2 / (n * (n - 1));
  let loss = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const difference = scores[i]! - scores[j]!;
      const small = Math.exp(-Math.abs(difference));
      const worse = difference >= 0 ? 1 / (1 + small) : small / (1 + small);
      const truth = targets[i]! > targets[j]! ? 1 : targets[i]! < targets[j]! ? 0 : 0.5;
      // −truth · ln p − (1 − truth) · ln(1 − p) without overflow.
      loss += share * (Math.max(difference, 0) - truth * difference + Math.log1p(small));
      const slope = share * (worse - truth);
      gradients[i]! += slope;
      gradients[j]! -= slope;
    }
  }
  return loss;
}
