import type { KernelParts } from "./kernel.ts";
import type { GaussianProcessOptions } from "./options.ts";

/**
 * What a process learnt, as options that make it the prior of a process on another task: medians of the hyper-parameters, and
 * the slope on each proxy. The noise stays out: it is the task's own.
 *
 * @param slopes - posterior means, by the names of the proxies.
 */
export function asPrior(
  { layout, values }: KernelParts,
  slopes: ReadonlyMap<string, number>,
): Pick<GaussianProcessOptions, "priors" | "slopes"> {
  const { hamming, count, continuous, proxy } = layout;
  const at = (index: number): number => rounded(values[index]!);
  const proxyNames = [...slopes.keys()];
  return {
    priors: {
      ...(hamming && { hammingScale: at(hamming.scale), hammingLength: at(hamming.length) }),
      ...(count && { countScale: at(count.scale), countLength: at(count.length) }),
      ...(continuous && {
        continuousScale: at(continuous.scale),
        continuousLength: rounded(geometricMean(continuous.lengths.map((index) => values[index]!))),
      }),
      ...(proxy && {
        proxyScale: at(proxy.scale),
        proxyLength: at(proxy.length),
        proxyWeights: Object.fromEntries(proxy.weights.map((index, p) => [proxyNames[p]!, at(index)])),
      }),
    },
    slopes: Object.fromEntries([...slopes].map(([name, slope]) => [name, rounded(slope)])),
  };
}

/** To four digits: settings are read by people, and nothing is known better than that. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function geometricMean(numbers: readonly number[]): number {
  return Math.exp(numbers.reduce((sum, x) => sum + Math.log(x), 0) / numbers.length);
}
