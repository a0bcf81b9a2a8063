import { createRandom, type Feature, normalScores } from "@proxybo/core";
import { test } from "vitest";
import { inputsOf, pick } from "./fixtures/formula-data.ts";
import { createGaussianProcess } from "./index.ts";

/** 15,625 architectures of 6 decisions of 5 levels, 41 path counts (few of them not 0) and 7 proxies. */
const features: readonly Feature[] = [
  ...Array.from({ length: 6 }, (_, f): Feature => ({ kind: "categorical", name: `edge ${f}`, levels: 5 })),
  ...Array.from({ length: 41 }, (_, f): Feature => ({ kind: "count", name: `path ${f}` })),
  ...Array.from({ length: 7 }, (_, f): Feature => ({ kind: "proxy", name: `proxy ${f}` })),
];
const random = createRandom(1);
const rows = Float64Array.from({ length: 15_625 * 54 }, (_, k) => {
  const f = k % 54;
  if (f < 6) return Math.floor(Math.floor(k / 54) / 5 ** f) % 5;
  return f < 47 ? Number(random.uniform() < 0.08) : random.normal();
});
const pool = inputsOf(rows, features);
const order = Array.from({ length: 15_625 }, (_, i) => (i * 7919 + 13) % 15_625);
const errors = Float64Array.from(order, (i) => {
  let error = random.normal();
  for (let f = 0; f < 6; f++) error += [9, 4, 6, 0, 5][rows[i * 54 + f]!]! * (1 + (f % 3));
  return error + 3 * rows[i * 54 + 50]!;
});

const folds = new Int32Array(1000);

type Process = ReturnType<typeof createGaussianProcess>;

for (const n of [60, 200, 1000]) {
  // The last four evaluations of a search: hyper-parameters are not learnt anew within.
  const states = [3, 2, 1, 0].map((left) => ({
    observed: pick(pool, order.slice(0, n - left)),
    targets: normalScores(errors.subarray(0, n - left)),
    candidates: pick(pool, order.slice(n - left)),
  }));
  const suggest = (gp: Process, k: number): void => {
    const { observed, targets, candidates } = states[k]!;
    gp.crossValidate(observed, targets, folds, random);
    gp.fit(observed, targets, random).predict(candidates);
  };

  test(`n = ${n}, 15,625 candidates`, async ({ bench }) => {
    const followed = createGaussianProcess();
    suggest(followed, 0);
    let k = 0;
    await bench.compare(
      bench("a suggestion of a search", () => suggest(followed, (k++ % 3) + 1)),
      bench("a first suggestion, nothing remembered", () => suggest(createGaussianProcess(), 3)),
      { time: 0, iterations: n > 200 ? 1 : 3, warmup: false },
    );
  });
}
