import type { Columns, FeatureKinds } from "./columns.ts";
import type { GaussianProcessSettings } from "./options.ts";

/** Prior mean of the slope on each proxy: its own where it is named, else the same share for all. */
export function slopesOf(
  { proxyNames }: FeatureKinds,
  { slope, slopes }: Pick<GaussianProcessSettings, "slope" | "slopes">,
): readonly number[] {
  return proxyNames.map((name) => slopes[name] ?? slope / proxyNames.length);
}

/** Σ_p b_p z_p of each row, for slopes b on the proxies z. */
export function priorMean({ n, proxies }: Columns, slopes: readonly number[]): Float64Array {
  const mean = new Float64Array(n);
  for (const [p, column] of proxies.entries())
    for (let i = 0; i < n; i++) mean[i]! += slopes[p]! * column[i]!;
  return mean;
}
