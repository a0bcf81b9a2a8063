import {
  type Assembly,
  createRandom,
  type Objective,
  permutation,
  ProxyboError,
  type SearchSpace,
} from "@proxybo/core";

/** Architectures to correlate over, with their errors. */
export interface Measured {
  readonly architectures: readonly unknown[];
  /** In percent; NaN where the table has none. */
  readonly errors: Float64Array;
}

/** All architectures of a table, or a sample of them drawn by the study's seed, with the errors it has. */
export async function measure(
  { options: { space, objective, seed = 1 } }: Assembly,
  sample: number | "all",
  against: "valid" | "test",
): Promise<Measured> {
  if (objective?.name !== "table")
    throw new ProxyboError("USAGE", "correlations need errors that are known: a benchmark table", {
      hint: "give one: --table results.csv",
    });
  const pool = objective.architectures ?? (space.enumerate ? [...space.enumerate()] : undefined);
  if (pool === undefined)
    throw new ProxyboError("USAGE", `the space '${space.name}' cannot be listed`, {
      hint: "give a table that holds a part of it",
    });
  const order = permutation(pool.length, createRandom(seed, "correlate", "sample"));
  const chosen = sample === "all" ? pool : Array.from(order.subarray(0, sample), (i) => pool[i]!);
  const errors = new Float64Array(chosen.length);
  for (const [i, architecture] of chosen.entries())
    errors[i] = await errorOf(architecture, objective, space, against);
  return { architectures: chosen, errors };
}

async function errorOf(
  architecture: unknown,
  objective: Objective,
  space: SearchSpace,
  against: "valid" | "test",
): Promise<number> {
  const evaluation = await objective.evaluate({
    n: 1,
    architecture,
    text: space.format(architecture),
    key: space.key(architecture),
    networkSpec: () => {
      throw new ProxyboError("USAGE", "a table needs no network");
    },
    seed: 0,
    signal: new AbortController().signal,
    report: () => {},
  });
  if (evaluation.status !== "ok") return Number.NaN;
  return against === "valid" ? evaluation.error : (evaluation.metrics["test"] ?? Number.NaN);
}
