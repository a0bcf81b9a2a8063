import { multiplyTransposed } from "./cholesky.ts";
import type { KernelParts } from "./kernel.ts";
import { type Posterior, posteriorSlopes } from "./posterior.ts";

/** How many observations are asked what a source contributes. */
const probes = 100;

/**
 * What each source contributes to what the process explains of its observations: the variance of the part of the
 * posterior means that goes when the source says the same of all architectures, as a share of the sum over the sources.
 * The decisions, counts and numbers of the space are one source, each proxy is another. The variances are those over at
 * most 100 observations, evenly among all: O(n) a proxy.
 *
 * @param targets - those that `posterior` is conditioned on.
 * @returns shares that sum to 1: that of the space's features, then those of the proxies in their order.
 */
export function explainedShares(
  posterior: Posterior,
  { layout, values, slopeVariance }: KernelParts,
  targets: Float64Array,
): Float64Array {
  const { proxy } = layout;
  if (!proxy) return Float64Array.of(1);
  const { seen, inverse, whitened, kernel } = posterior;
  const { n, proxies } = seen;
  // Posterior means are the targets less noise · α: what is left of them beyond the proxies is the space's.
  const alpha = multiplyTransposed(inverse, whitened);
  const scale = values[proxy.scale]!;
  const factors = proxy.weights.map(
    (weight) => values[weight]! / (2 * proxies.length * values[proxy.length]! ** 2),
  );
  const size = Math.min(n, probes);
  const rows = Int32Array.from({ length: size }, (_, at) => Math.floor(((at + 0.5) * n) / size));
  const parts = new Float64Array(size);
  const without = proxies.map(() => new Float64Array(size));
  for (const [at, i] of rows.entries())
    for (let j = 0; j < n; j++) {
      let square = 0;
      for (let p = 0; p < proxies.length; p++)
        square += factors[p]! * (proxies[p]![i]! - proxies[p]![j]!) ** 2;
      const weighted = scale * alpha[j]!;
      parts[at]! += weighted * Math.exp(-square);
      for (let p = 0; p < proxies.length; p++) {
        const own = factors[p]! * (proxies[p]![i]! - proxies[p]![j]!) ** 2;
        without[p]![at]! += weighted * Math.exp(own - square);
      }
    }
  const slopes = posteriorSlopes(posterior, slopeVariance);
  const space = Float64Array.from(
    rows,
    (i, at) =>
      targets[i]! -
      kernel.noise * alpha[i]! -
      parts[at]! -
      proxies.reduce((sum, z, p) => sum + slopes[p]! * z[i]!, 0),
  );
  const variances = [
    variance(space),
    ...proxies.map((z, p) =>
      variance(parts.map((part, at) => part - without[p]![at]! + slopes[p]! * z[rows[at]!]!)),
    ),
  ];
  const total = variances.reduce((a, b) => a + b);
  return Float64Array.from(variances, (v, source) => (total > 0 ? v / total : Number(source === 0)));
}

function variance(numbers: Float64Array): number {
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  return numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
}
