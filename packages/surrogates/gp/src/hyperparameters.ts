import type { FeatureKinds } from "./columns.ts";
import type { GaussianProcessSettings } from "./options.ts";

/** Where each hyper-parameter stands in a vector of them, which kinds of features are there, and their priors. */
export interface Layout {
  readonly size: number;
  readonly names: readonly string[];
  readonly noise: number;
  readonly hamming:
    | { readonly scale: number; readonly length: number; readonly decisions: number }
    | undefined;
  readonly count: { readonly scale: number; readonly length: number } | undefined;
  /** One length for all continuous features, or one for each. */
  readonly continuous: { readonly scale: number; readonly lengths: readonly number[] } | undefined;
  readonly proxy:
    | { readonly scale: number; readonly length: number; readonly weights: readonly number[] }
    | undefined;
  /** Medians of the log-normal priors. */
  readonly medians: Float64Array;
  /** Standard deviations of the logarithms. */
  readonly spreads: Float64Array;
}

/** The hyper-parameters of the kernel over features of these kinds. All are positive. */
export function layoutOf(kinds: FeatureKinds, { priors, ard }: GaussianProcessSettings): Layout {
  const names: string[] = [];
  const medians: number[] = [];
  const spreads: number[] = [];
  const add = (name: string, median: number, spread = priors.spread): number => {
    spreads.push(spread);
    medians.push(median);
    return names.push(name) - 1;
  };
  const noise = add("noise", priors.noise);
  const hamming =
    kinds.categorical.length === 0
      ? undefined
      : {
          scale: add("hammingScale", priors.hammingScale),
          length: add("hammingLength", priors.hammingLength),
          decisions: kinds.categorical.length,
        };
  const count =
    kinds.count.length === 0
      ? undefined
      : { scale: add("countScale", priors.countScale), length: add("countLength", priors.countLength) };
  const continuous =
    kinds.continuous.length === 0
      ? undefined
      : {
          scale: add("continuousScale", priors.continuousScale),
          lengths: (ard ? kinds.continuous : [0]).map((_, d) =>
            add(`continuousLength ${d}`, priors.continuousLength),
          ),
        };
  const proxy =
    kinds.proxy.length === 0
      ? undefined
      : {
          scale: add("proxyScale", priors.proxyScale),
          length: add("proxyLength", priors.proxyLength),
          weights: kinds.proxyNames.map((name) =>
            add(`proxyWeight ${name}`, priors.proxyWeights[name] ?? 1, priors.weightSpread),
          ),
        };
  return {
    size: names.length,
    names,
    noise,
    hamming,
    count,
    continuous,
    proxy,
    medians: Float64Array.from(medians),
    spreads: Float64Array.from(spreads),
  };
}
