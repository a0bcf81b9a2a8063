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

type Process = ReturnType<typeof createGaussianProcess>;

/** What a search asks of the process when n observations are there and the rest of the pool are candidates. */
function suggest(gp: Process, n: number): void {
  const observed = pick(pool, order.slice(0, n));
  const targets = normalScores(errors.subarray(0, n));
  gp.fit(observed, targets, createRandom(n)).predict(pick(pool, order.slice(n)));
  gp.crossValidate(observed, targets, new Int32Array(n), random);
  gp.influence(observed, targets);
}

for (const n of [60, 200, 1000]) {
  test(`n = ${n}, 15,625 candidates`, async ({ bench }) => {
    const followed = createGaussianProcess();
    suggest(followed, n);
    // No hyper-parameters are learnt and no observations chosen anew within the next four.
    let k = 0;
    await bench.compare(
      bench("a suggestion of a search", () => suggest(followed, n + (k++ % 4))),
      bench("a first suggestion, nothing remembered", () => suggest(createGaussianProcess(), n)),
      { time: 0, iterations: 3, warmup: false },
    );
  });
}

for (const [first, last] of [
  [100, 200],
  [900, 1000],
] as const)
  test(`n = ${first} … ${last}: a hundred suggestions, with all that is learnt and chosen anew`, async ({
    bench,
  }) => {
    const followed = createGaussianProcess();
    suggest(followed, first);
    await bench("a hundred suggestions", () => {
      for (let n = first + 1; n <= last; n++) suggest(followed, n);
    }).run({ time: 0, iterations: 1, warmup: false });
  });
