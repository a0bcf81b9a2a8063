import { left, right } from "fp-ts/lib/Either.js";
import { ProxyboError } from "../src/errors/error.ts";
import { classesOf } from "../src/network/task.ts";
import type { Observation } from "../src/contracts/observation.ts";
import type { SearchSpace } from "../src/contracts/space.ts";
import type { Surrogate } from "../src/contracts/surrogate.ts";
import type { ProxySource, SearchState } from "../src/contracts/strategy.ts";
import { createRandom } from "../src/random/random.ts";

/** A ring of beads of three colours; rings that differ by a rotation are the same network. */
export type Necklace = readonly number[];

const colours = 3;

/** A small space with isomorphic values, for tests of the engine. */
export function necklaces(length: number): SearchSpace<Necklace> {
  const rotations = (beads: Necklace): string[] =>
    beads.map((_, i) => [...beads.slice(i), ...beads.slice(0, i)].join(""));
  return {
    name: "necklaces",
    size: colours ** length,
    features: Array.from({ length }, (_, i) => ({ kind: "categorical", name: `bead ${i}`, levels: colours })),
    sample: (random) => Array.from({ length }, () => random.integer(colours)),
    neighbours: (beads) =>
      beads.flatMap((bead, i) => [1, 2].map((step) => beads.with(i, (bead + step) % colours))),
    key: (beads) => rotations(beads).toSorted()[0]!,
    parse: (text) =>
      new RegExp(`^[0-2]{${length}}$`).test(text)
        ? right(Array.from(text, Number))
        : left(new ProxyboError("ARCHITECTURE_MALFORMED", `expected ${length} digits 0 to 2, got '${text}'`)),
    format: (beads) => beads.join(""),
    encodeInto: (beads, row) => row.set(beads),
    graph: (beads) => ({
      labels: ["input", ...beads.map(String), "output"],
      edges: Array.from({ length: length + 1 }, (_, i) => [i, i + 1] as const),
    }),
    network: (beads, task) => ({
      version: 1,
      input: task.input,
      nodes: [
        { operation: { type: "input" }, inputs: [] },
        { operation: { type: "global-avg-pool" }, inputs: [0] },
        ...beads.map((bead, i) => ({
          operation: { type: "linear", features: bead + 1, bias: true } as const,
          inputs: [i + 1],
        })),
        {
          operation: { type: "linear", features: classesOf(task, "necklaces"), bias: true },
          inputs: [length + 1],
        },
      ],
    }),
    *enumerate() {
      for (let code = 0; code < colours ** length; code++)
        yield Array.from({ length }, (_, i) => Math.floor(code / colours ** i) % colours);
    },
  };
}

/** The error of a necklace: falls with the longest run of colour 2, the same for all rotations. */
export function errorOf(beads: Necklace): number {
  const ring = [...beads, ...beads].join("");
  const longest = Math.max(...ring.split(/[01]+/).map((run) => Math.min(run.length, beads.length)));
  return 50 - 4 * longest - beads.filter((bead) => bead === 1).length;
}

/** Finished evaluations of necklaces, one after the other. */
export function observationsOf(
  space: SearchSpace<Necklace>,
  architectures: readonly Necklace[],
): readonly Observation<Necklace>[] {
  return architectures.map((architecture, i) => ({
    n: i + 1,
    architecture,
    text: space.format(architecture),
    key: space.key(architecture),
    outcome: { status: "ok", error: errorOf(architecture), metrics: {} },
    seconds: 1,
    cost: { suggest: 0, score: 0 },
    why: { rule: "random" },
  }));
}

/** A search of which these are observed, without surrogate and proxies. */
export function stateAfter(
  space: SearchSpace<Necklace>,
  observed: readonly Necklace[],
): SearchState<Necklace> {
  return {
    n: observed.length + 1,
    space,
    observations: observationsOf(space, observed),
    pending: [],
    surrogate: undefined,
    proxies: [],
    seed: 1,
    random: createRandom(1),
  };
}

/** A useful proxy: counts beads that are not of colour 2. */
export const countProxy: ProxySource<Necklace> = {
  name: "count",
  scores: async (necklacesToScore) =>
    Float64Array.from(necklacesToScore, (beads) => beads.filter((bead) => bead !== 2).length),
};

/** Predicts the mean error of the observations that share most beads; the variance falls with the sharing. */
export const nearestNeighbour: Surrogate = {
  name: "nearest",
  uncertainty: true,
  fit: (inputs, targets) => ({
    predict: (candidates) => {
      const width = inputs.features.length;
      const mean = new Float64Array(candidates.n);
      const variance = new Float64Array(candidates.n);
      for (let c = 0; c < candidates.n; c++) {
        let nearest = Infinity;
        let sum = 0;
        let count = 0;
        for (let i = 0; i < inputs.n; i++) {
          let distance = 0;
          for (let f = 0; f < width; f++)
            if (inputs.rows[i * width + f] !== candidates.rows[c * width + f]) distance++;
          if (distance < nearest) [nearest, sum, count] = [distance, 0, 0];
          if (distance === nearest) [sum, count] = [sum + targets[i]!, count + 1];
        }
        mean[c] = sum / count;
        variance[c] = 0.1 + 4 * nearest;
      }
      return { mean, variance };
    },
  }),
};
