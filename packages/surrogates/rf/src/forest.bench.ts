import { createRandom, type Inputs } from "@proxybo/core";
import { test } from "vitest";
import { inputsOf } from "./fixtures/formula-data.ts";
import { createRandomForest } from "./index.ts";

/** `n` random rows of categorical features of 5 levels and continuous ones, and a noisy sum of waves over them. */
function data(n: number, categorical: number, continuous: number) {
  const random = createRandom(1, n, categorical, continuous);
  const features: Inputs["features"] = Array.from({ length: categorical + continuous }, (_, f) =>
    f < categorical
      ? { kind: "categorical", name: `c${f}`, levels: 5 }
      : { kind: "continuous", name: `x${f}` },
  );
  const width = features.length;
  const draw = (f: number) => (f < categorical ? random.integer(5) : random.uniform());
  const rows = Float64Array.from({ length: n * width }, (_, k) => draw(k % width));
  const targets = Float64Array.from({ length: n }, (_, i) => {
    let y = 0.3 * random.normal();
    for (let f = 0; f < width; f++) y += Math.sin(rows[i * width + f]! * (f + 1));
    return y;
  });
  return { inputs: inputsOf(rows, features), targets };
}

const forest = createRandomForest();
const few = data(200, 6, 0);
const mixed = data(200, 6, 20);
const folds = Int32Array.from({ length: 200 }, (_, i) => i % 5);

for (const [name, { inputs, targets }] of [
  ["6 categorical features", few],
  ["6 categorical and 20 continuous features", mixed],
] as const) {
  const model = forest.fit(inputs, targets, createRandom(1));
  const candidates = data(5000, 6, inputs.features.length - 6).inputs;

  test(`10 trees, n = 200, ${name}`, async ({ bench }) => {
    await bench.compare(
      bench("fit", () => void forest.fit(inputs, targets, createRandom(1))),
      bench("crossValidate, 5 folds", () =>
        void forest.crossValidate(inputs, targets, folds, createRandom(1))),
      bench("predict 5,000", () => void model.predict(candidates)),
      bench("suggestion: fit, crossValidate, predict 5,000", () => {
        forest.crossValidate(inputs, targets, folds, createRandom(1));
        forest.fit(inputs, targets, createRandom(1)).predict(candidates);
      }),
      bench("for scale: 200 rows against 5,000, squared distances", () => void distances(inputs, candidates)),
    );
  });
}

/** What a nearest-neighbour or a kernel model would need for the same candidates. */
function distances(a: Inputs, b: Inputs): number {
  const width = a.features.length;
  let least = Infinity;
  for (let j = 0; j < b.n; j++) {
    for (let i = 0; i < a.n; i++) {
      let distance = 0;
      for (let f = 0; f < width; f++) distance += (a.rows[i * width + f]! - b.rows[j * width + f]!) ** 2;
      if (distance < least) least = distance;
    }
  }
  return least;
}
