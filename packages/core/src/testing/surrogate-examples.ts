import type { Feature, LabelledGraph } from "../contracts/space.ts";
import type { Inputs } from "../contracts/surrogate.ts";
import { createRandom } from "../random/random.ts";

/** Encoded architectures and their errors. */
export interface Examples {
  readonly inputs: Inputs;
  readonly targets: Float64Array;
}

const levels = 4;
const operations = ["none", "skip", "pool", "conv"];
const features: readonly Feature[] = [
  { kind: "categorical", name: "first", levels },
  { kind: "categorical", name: "second", levels },
  { kind: "categorical", name: "third", levels },
  { kind: "count", name: "convolutions" },
];

/**
 * `n` made-up architectures, chains of three operations. The error is a sum over the operations plus a little noise;
 * rows and graphs both tell all of it.
 */
export function examples(n: number, seed: number): Examples {
  const random = createRandom(seed, "surrogate-examples");
  const rows = new Float64Array(n * features.length);
  const targets = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const chain = [random.integer(levels), random.integer(levels), random.integer(levels)] as const;
    const convolutions = chain.filter((operation) => operation === 3).length;
    rows.set([...chain, convolutions], i * features.length);
    const cost = chain.reduce((sum, operation, at) => sum + [9, 4, 6, 0][operation]! / (at + 1), 0);
    targets[i] = 10 + cost + 0.2 * random.normal();
  }
  return { inputs: inputsOf(rows), targets };
}

/** The examples at `indices`, in that order. */
export function rowsOf({ inputs, targets }: Examples, indices: readonly number[]): Examples {
  const width = features.length;
  const rows = new Float64Array(indices.length * width);
  for (const [to, from] of indices.entries()) {
    rows.set(inputs.rows.subarray(from * width, (from + 1) * width), to * width);
  }
  return { inputs: inputsOf(rows), targets: Float64Array.from(indices, (i) => targets[i]!) };
}

function inputsOf(rows: Float64Array): Inputs {
  const width = features.length;
  const graph = (i: number): LabelledGraph => ({
    labels: [
      "input",
      ...Array.from(rows.subarray(i * width, i * width + 3), (o) => operations[o]!),
      "output",
    ],
    edges: [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ],
  });
  return { n: rows.length / width, rows, features, graph };
}
