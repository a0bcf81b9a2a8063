import { describe, expect, it } from "vitest";
import type { Inputs, Prediction, Surrogate } from "../contracts/surrogate.ts";
import { testSurrogate } from "./surrogate.ts";

/** Additive least squares on the levels by a few rounds of backfitting, with the residual variance: simple and right. */
const additive: Surrogate & Required<Pick<Surrogate, "crossValidate">> = {
  name: "additive",
  uncertainty: true,
  fit(inputs, targets) {
    const everyone = [...targets.keys()];
    return { predict: backfit(inputs, targets, everyone) };
  },
  crossValidate(inputs, targets, folds) {
    const predictions = new Float64Array(inputs.n);
    for (const fold of new Set(folds)) {
      const predict = backfit(
        inputs,
        targets,
        [...targets.keys()].filter((i) => folds[i] !== fold),
      );
      const { mean } = predict(inputs);
      for (const [i, f] of folds.entries()) if (f === fold) predictions[i] = mean[i]!;
    }
    return predictions;
  },
};

function backfit(inputs: Inputs, targets: Float64Array, members: readonly number[]) {
  const width = inputs.features.length;
  const mean = members.reduce((sum, i) => sum + targets[i]! / members.length, 0);
  const effects = inputs.features.map(() => new Float64Array(4));
  const value = ({ rows }: Inputs, i: number) =>
    effects.reduce((sum, effect, f) => sum + effect[rows[i * width + f]!]!, mean);
  for (let round = 0; round < 20; round++) {
    for (const [f, effect] of effects.entries()) {
      const counts = new Float64Array(4);
      const sums = new Float64Array(4);
      for (const i of members) {
        const level = inputs.rows[i * width + f]!;
        counts[level]!++;
        sums[level]! += targets[i]! - value(inputs, i) + effect[level]!;
      }
      for (let level = 0; level < 4; level++) effect[level] = sums[level]! / Math.max(1, counts[level]!);
    }
  }
  const spread = members.reduce((sum, i) => sum + (targets[i]! - value(inputs, i)) ** 2, 0) / members.length;
  return (candidates: Inputs): Prediction => ({
    mean: Float64Array.from({ length: candidates.n }, (_, i) => value(candidates, i)),
    variance: new Float64Array(candidates.n).fill(spread),
  });
}

/** The additive model with its predictions changed. */
function predicting(change: (prediction: Prediction, candidates: Inputs) => Prediction): Partial<Surrogate> {
  return {
    fit(inputs, targets, random) {
      const model = additive.fit(inputs, targets, random);
      return { predict: (candidates) => change(model.predict(candidates), candidates) };
    },
  };
}

const shifted = (prediction: Prediction, by: (i: number) => number): Prediction => ({
  ...prediction,
  mean: prediction.mean.map((mean, i) => mean + by(i)),
});

let calls = 0;
const shared = { mean: new Float64Array(1000), variance: new Float64Array(1000) };

/** What is broken, and a word of each case that must notice. */
const broken: [string, Partial<Surrogate>, RegExp][] = [
  ["draws of its own", predicting((p) => shifted(p, () => calls++ * 1e-6)), /bit for bit/],
  [
    "a model that others overwrite",
    {
      fit(inputs, targets, random) {
        shared.mean.set(additive.fit(inputs, targets, random).predict(inputs).mean);
        return {
          predict: ({ n }) => ({ mean: shared.mean.slice(0, n), variance: shared.variance.slice(0, n) }),
        };
      },
    },
    /other models were fitted/,
  ],
  [
    "targets changed in place",
    {
      fit(inputs, targets, random) {
        const model = additive.fit(inputs, targets, random);
        targets.sort();
        return model;
      },
    },
    /leaves inputs and targets/,
  ],
  [
    "rows changed in place",
    predicting((p, candidates) => {
      candidates.rows.reverse();
      return p;
    }),
    /leaves inputs and targets/,
  ],
  ["NaN where little is known", predicting((p) => ({ ...p, mean: p.mean.map(() => NaN) })), /finite mean/],
  ["a negative variance", predicting((p) => ({ ...p, variance: p.mean.map(() => -1) })), /variance ≥ 0/],
  ["a variance it does not claim", { uncertainty: false }, /exactly if it claims uncertainty/],
  ["no variance that it claims", predicting(({ mean }) => ({ mean })), /exactly if it claims uncertainty/],
  [
    "the mean for everything",
    predicting((p) => shifted(p, (i) => 15 - p.mean[i]!)),
    /half as wrong as the mean/,
  ],
  [
    "no fit to one observation",
    {
      fit(inputs, targets, random) {
        if (inputs.n < 2) throw new Error("too few");
        return additive.fit(inputs, targets, random);
      },
    },
    /single observation/,
  ],
  [
    "division by the targets' spread",
    {
      fit(inputs, targets, random) {
        const model = additive.fit(inputs, targets, random);
        const spread = Math.max(...targets) - Math.min(...targets);
        return { predict: (candidates) => shifted(model.predict(candidates), () => 1e-9 / spread) };
      },
    },
    /constant targets/,
  ],
  [
    "another opinion of what it was fitted to",
    {
      fit(inputs, targets, random) {
        return { ...additive.fit(inputs, targets, random), fitted: () => targets.slice() };
      },
    },
    /what it predicts for them/,
  ],
  ["an eye on the order", predicting((p) => shifted(p, (i) => i * 1e-3)), /any order/],
  [
    "standardisation by the batch",
    predicting((p) => shifted(p, () => p.mean.reduce((sum, m) => sum + m, 0) / p.mean.length / 1000)),
    /alone and in a batch/,
  ],
  [
    "targets taken as percent",
    predicting((p) => ({ ...p, mean: p.mean.map((mean) => Math.max(0, Math.min(100, mean))) })),
    /any sign and size/,
  ],
  [
    "cross-validation that fits to all",
    {
      crossValidate: (inputs, targets, _, random) =>
        additive.fit(inputs, targets, random).predict(inputs).mean,
    },
    /without having seen/,
  ],
  [
    "cross-validation by the mean of the others",
    { crossValidate: (inputs, targets, folds) => targets.map((_, i) => (folds[i] === 9 ? 0 : 14)) },
    /and learns/,
  ],
];

const noticed = async (surrogate: Surrogate): Promise<string[]> => {
  const failed: string[] = [];
  for (const behaviour of testSurrogate(surrogate)) {
    await behaviour.run().catch(() => failed.push(behaviour.name));
  }
  return failed;
};

describe("testSurrogate", () => {
  it("finds nothing wrong with a sound surrogate, with and without cross-validation and variance", async () => {
    expect(await noticed(additive)).toEqual([]);
    const { fit = additive.fit.bind(additive) } = predicting(({ mean }) => ({ mean }));
    expect(await noticed({ name: "certain", uncertainty: false, fit })).toEqual([]);
  });

  for (const [fault, parts, behaviour] of broken) {
    it(`notices ${fault}`, async () => {
      expect(await noticed({ ...additive, ...parts })).toContainEqual(expect.stringMatching(behaviour));
    });
  }
});
