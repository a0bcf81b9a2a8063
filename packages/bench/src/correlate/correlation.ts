import { createRandom } from "@proxybo/core";
import {
  bootstrap,
  bootstrapDefaults,
  type BootstrapOptions,
  type Interval,
  intervalOf,
} from "../statistics/bootstrap.ts";
import { rankCorrelations } from "../statistics/rank-correlation.ts";

/** How well a proxy orders architectures as their errors do: 1 perfectly, −1 the other way round. */
export interface Correlation {
  readonly task: string;
  readonly proxy: string;
  readonly side: "valid" | "test";
  readonly all: CorrelationPart;
  /** Among the tenth of lowest error. */
  readonly top: CorrelationPart;
}

export interface CorrelationPart {
  /** Architectures with an error and a score. */
  readonly count: number;
  /** Architectures with an error that the proxy failed to score. */
  readonly unscored: number;
  /** Spearman's ρ. */
  readonly spearman: Interval;
  /** Kendall's τ-b. */
  readonly kendall: Interval;
}

const correlationDefaults = { resamples: 500, top: 0.1, level: bootstrapDefaults.level } as const;

export interface CorrelateOptions {
  readonly resamples?: number;
  readonly level?: number;
  /** Share of the architectures of lowest error that `top` is about. */
  readonly top?: number;
}

/**
 * Correlates a proxy with errors (Table 1), overall and among the best.
 *
 * @param scores - lower is better; NaN where it failed.
 * @param errors - lower is better; NaN where not known: left out.
 */
export function correlate(
  scores: ArrayLike<number>,
  errors: ArrayLike<number>,
  options: CorrelateOptions = {},
): Pick<Correlation, "all" | "top"> {
  const { resamples, level, top } = { ...correlationDefaults, ...options };
  const known: number[] = [];
  for (let i = 0; i < errors.length; i++) if (!Number.isNaN(errors[i]!)) known.push(i);
  const best = known
    .toSorted((a, b) => errors[a]! - errors[b]! || a - b)
    .slice(0, Math.round(known.length * top));
  const part = (indices: readonly number[], label: string): CorrelationPart =>
    correlatePart(scores, errors, indices, {
      resamples,
      level,
      random: createRandom(1, "correlation", label),
    });
  return { all: part(known, "all"), top: part(best, "top") };
}

function correlatePart(
  scores: ArrayLike<number>,
  errors: ArrayLike<number>,
  indices: readonly number[],
  options: BootstrapOptions,
): CorrelationPart {
  const scored = indices.filter((i) => Number.isFinite(scores[i]));
  const n = scored.length;
  const correlations = rankCorrelations(
    Float64Array.from(scored, (i) => scores[i]!),
    Float64Array.from(scored, (i) => errors[i]!),
  );
  // Both statistics are of the same resamples: computed together, told apart. The last is that of the sample itself.
  const kendall: number[] = [];
  const spearman = bootstrap(
    n,
    (drawn) => {
      const counts = new Int32Array(n);
      for (const i of drawn) counts[i]!++;
      const both = correlations(counts);
      kendall.push(both.kendall);
      return both.spearman;
    },
    options,
  );
  return {
    count: n,
    unscored: indices.length - n,
    spearman,
    kendall: { value: kendall.at(-1)!, ...intervalOf(kendall.slice(0, -1), options.level) },
  };
}
