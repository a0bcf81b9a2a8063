import { left, right } from "fp-ts/lib/Either.js";
import type { Observation, Outcome } from "../contracts/observation.ts";
import type { SearchSpace } from "../contracts/space.ts";
import type { ProxySource } from "../contracts/strategy.ts";
import type { Surrogate } from "../contracts/surrogate.ts";
import { ProxyboError } from "../errors/error.ts";
import { classesOf } from "../network/task.ts";
import { createRandom } from "../random/random.ts";

/** A chain of operations; skips do nothing, so chains that differ in skips only are the same network. */
export type Chain = readonly number[];

const operations = ["skip", "pool", "conv", "wide"] as const;

/** Which chains a space holds: all, or those without the same operation twice in a row, as in spaces with rules. */
export type ChainRule = "free" | "no-repeats";

/**
 * A small space with isomorphic values and, by its rule, decisions that cannot be set one by one.
 *
 * @param listed - whether it can be enumerated.
 */
export function chainSpace(length: number, rule: ChainRule, listed = true): SearchSpace<Chain> {
  const isAllowed = (chain: Chain): boolean =>
    rule === "free" || chain.every((operation, i) => operation === 0 || operation !== chain[i - 1]);
  const all = Array.from({ length: operations.length ** length }, (_, code): Chain =>
    Object.freeze(
      Array.from({ length }, (__, i) => Math.floor(code / operations.length ** i) % operations.length),
    ),
  ).filter(isAllowed);
  return {
    name: `chains-${rule}`,
    size: all.length,
    features: Array.from({ length }, (_, i) => ({
      kind: "categorical",
      name: `operation ${i}`,
      levels: operations.length,
    })),
    sample: (random) => all[random.integer(all.length)]!,
    neighbours: (chain) =>
      chain
        .flatMap((operation, i) => [1, 2, 3].map((step): Chain => chain.with(i, (operation + step) % 4)))
        .filter(isAllowed),
    key: (chain) => chain.filter((operation) => operation > 0).join(""),
    parse: (text) => {
      const chain = text.split("-").map((word) => operations.findIndex((operation) => operation === word));
      const isChain = chain.length === length && !chain.includes(-1) && isAllowed(chain);
      if (isChain) return right(chain);
      return left(new ProxyboError("ARCHITECTURE_MALFORMED", `expected ${length} operations, got '${text}'`));
    },
    format: (chain) => chain.map((operation) => operations[operation]!).join("-"),
    encodeInto: (chain, row) => row.set(chain),
    graph: (chain) => ({
      labels: ["input", ...chain.map((operation) => operations[operation]!), "output"],
      edges: Array.from({ length: length + 1 }, (_, i) => [i, i + 1] as const),
    }),
    network: (_, task) => ({
      version: 1,
      input: task.input,
      nodes: [
        { operation: { type: "input" }, inputs: [] },
        { operation: { type: "global-avg-pool" }, inputs: [0] },
        { operation: { type: "linear", features: classesOf(task, "chains"), bias: true }, inputs: [1] },
      ],
    }),
    ...(listed && { enumerate: () => all }),
  };
}

/** The error of a chain, the same for chains that are the same network. */
export function errorOfChain(chain: Chain): number {
  const effective = chain.filter((operation) => operation > 0);
  return effective.reduce((sum, operation, i) => sum - operation * (i + 1), 40);
}

/** Two proxies: `useful` counts what helps, and `partial` has no score for chains that begin with a pool. */
export const exampleProxies: readonly ProxySource<Chain>[] = [
  {
    name: "useful",
    scores: async (chains) =>
      Float64Array.from(chains, (chain) => -chain.reduce((sum, operation) => sum + operation, 0)),
  },
  {
    name: "partial",
    scores: async (chains) =>
      Float64Array.from(chains, (chain) => (chain[0] === 1 ? NaN : (chain.length * 7 + chain[0]! * 3) % 5)),
  },
];

/** `n` finished evaluations of different networks. Which of them failed, and the rest, follows from `seed`. */
export function chainObservations(
  space: SearchSpace<Chain>,
  n: number,
  seed: number,
  failing: "none" | "some" | "all" = "none",
): readonly Observation<Chain>[] {
  const random = createRandom(seed, "observations");
  const seen = new Map<string, Observation<Chain>>();
  while (seen.size < n) {
    const architecture = space.sample(random);
    const key = space.key(architecture);
    if (seen.has(key)) continue;
    const fails = failing === "all" || (failing === "some" && random.integer(3) === 0);
    const outcome: Outcome = fails
      ? { status: "failed", code: "OBJECTIVE_FAILED", reason: "made up" }
      : { status: "ok", error: errorOfChain(architecture), metrics: {} };
    const text = space.format(architecture);
    const why = { rule: "random" };
    const cost = { suggest: 0, score: 0 };
    seen.set(key, { n: seen.size + 1, architecture, text, key, outcome, seconds: 1, why, cost });
  }
  return [...seen.values()];
}

/** Mean of the nearest observations by decisions that differ; a variance that grows with that distance. */
export const exampleSurrogate: Surrogate = {
  name: "nearest",
  uncertainty: true,
  fit: ({ n, rows, features: { length: width } }, targets) => ({
    predict: (candidates) => {
      const mean = new Float64Array(candidates.n);
      const variance = new Float64Array(candidates.n);
      for (let c = 0; c < candidates.n; c++) {
        const apart = Array.from({ length: n }, (_, i) => {
          let differing = 0;
          for (let f = 0; f < width; f++)
            if (rows[i * width + f] !== candidates.rows[c * width + f]) differing++;
          return differing;
        });
        const least = Math.min(...apart);
        const nearest = [...targets].filter((_, i) => apart[i] === least);
        mean[c] = nearest.reduce((sum, target) => sum + target, 0) / nearest.length;
        variance[c] = 0.1 + least;
      }
      return { mean, variance };
    },
  }),
};
