import { createRandom, type Inputs, type LabelledGraph } from "@proxybo/core";
import { test } from "vitest";
import { createRelationPredictor } from "./index.ts";

const operations = ["conv3x3", "conv1x1", "pool"];

/** `n` random cells of seven nodes, as in NAS-Bench-101. */
function cells(n: number, seed: number): Inputs {
  const random = createRandom(seed, "cells");
  const graphs = Array.from({ length: n }, (): LabelledGraph => {
    const labels = ["input", ...Array.from({ length: 5 }, () => operations[random.integer(3)]!), "output"];
    const chain = labels.slice(1).map((_, i) => [i, i + 1] as [number, number]);
    const extra = [0, 1, 2].map((i): [number, number] => [i, i + 2 + random.integer(4 - i)]);
    return { labels, edges: [...chain, ...extra] };
  });
  return { n, rows: new Float64Array(0), features: [], graph: (i) => graphs[i]! };
}

const errors = (n: number): Float64Array => {
  const random = createRandom(n, "errors");
  return Float64Array.from({ length: n }, () => random.normal());
};

for (const n of [20, 200]) {
  const [seen, targets, candidates] = [cells(n, 1), errors(n), cells(1240, 2)];
  let seed = 0;

  test(`n = ${n}`, async ({ bench }) => {
    const predictor = createRelationPredictor();
    await bench.compare(
      bench("fit: a new stream each time", () => void predictor.fit(seen, targets, createRandom(++seed))),
      bench("fit and predict 1,240", () =>
        void predictor.fit(seen, targets, createRandom(++seed)).predict(candidates)),
      bench("the same again, from memory", () =>
        void predictor.fit(seen, targets, createRandom(0)).predict(candidates)),
      { time: 1000, iterations: 10, warmupTime: 500, warmupIterations: 3 },
    );
  });
}
