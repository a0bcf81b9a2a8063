/**
 * Twice the upper tail of the standard normal distribution, P(|Z| ≥ |z|): a series near 0, else Laplace's continued
 * fraction (Abramowitz & Stegun 26.2.11, 26.2.14). Relative error below 1e-12.
 */
export function twoSidedTail(z: number): number {
  const x = Math.abs(z);
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let k = 3; Math.abs(term) > 1e-17 * sum; k += 2) {
      term *= (x * x) / k;
      sum += term;
    }
    return 1 - 2 * density * sum;
  }
  let fraction = x;
  for (let k = 80; k > 0; k--) fraction = x + k / fraction;
  return (2 * density) / fraction;
}
