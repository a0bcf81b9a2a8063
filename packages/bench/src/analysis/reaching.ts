import { createRandom } from "@proxybo/core";
import { bootstrap, bootstrapDefaults, type BootstrapOptions } from "../statistics/bootstrap.ts";
import { mean, quantile } from "../statistics/moments.ts";
import { share } from "../statistics/share.ts";
import { at, type Curve, firstAt, meanReaches, type Side } from "./curves.ts";
import type { Reaching } from "./summary.ts";

const options = (label: string): BootstrapOptions => ({
  ...bootstrapDefaults,
  resamples: 1000,
  random: createRandom(1, "bootstrap", label),
});

/** Evaluations until a fixed error is reached, e.g. the optimum. */
export function reachError(curves: readonly Curve[], side: Side, target: number): Reaching {
  return reach(curves, side, () => target);
}

/**
 * Evaluations until the mean of other runs at the end is reached. Where both have the same seeds, a bootstrap sample
 * takes the same seeds of both, so the uncertainty of the target counts too.
 */
export function reachMean(curves: readonly Curve[], side: Side, others: readonly Curve[]): Reaching {
  const last = at(others, side, others[0]!.valid.length);
  const paired = others.length === curves.length && others.every(({ seed }, i) => seed === curves[i]!.seed);
  const fixed = mean(last);
  return reach(curves, side, (indices) =>
    paired ? mean(Float64Array.from(indices, (i) => last[i]!)) : fixed,
  );
}

function reach(curves: readonly Curve[], side: Side, target: (indices: Int32Array) => number): Reaching {
  const n = curves.length;
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const firsts = curves.map((curve) => firstAt(curve, side, target(all)));
  return {
    byMean: bootstrap(n, (indices) => meanReaches(curves, side, target(indices), indices), options("mean")),
    share: share(firsts.filter(Number.isFinite).length, n),
    median: bootstrap(
      n,
      (indices) =>
        quantile(
          Float64Array.from(indices, (i) => firsts[i]!),
          0.5,
        ),
      options("median"),
    ),
  };
}
