/**
 * The line from scores to targets by least squares, never falling: the network knows only an order, a prediction is on
 * the scale of the targets, and the order stays.
 *
 * @returns the function from score to target; the mean target for all where scores do not tell the targets apart.
 * @example
 * calibrate(Float64Array.of(0, 1), Float64Array.of(7, 9))(2) // => 11
 */
export function calibrate(scores: Float64Array, targets: Float64Array): (score: number) => number {
  const n = scores.length;
  const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value / n, 0);
  const meanScore = meanOf(scores);
  const meanTarget = meanOf(targets);
  let spread = 0;
  let joint = 0;
  for (let i = 0; i < n; i++) {
    const deviation = scores[i]! - meanScore;
    spread += deviation * deviation;
    joint += deviation * (targets[i]! - meanTarget);
  }
  const slope = spread > 0 ? Math.max(joint / spread, 0) : 0;
  return (score) => meanTarget + slope * (score - meanScore);
}
