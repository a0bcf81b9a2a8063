import { inferShapes, type ZeroCostProxy } from "@proxybo/core";

/**
 * Natural logarithm of an upper bound on the number of linear regions of a ReLU network: Σ over its ReLU layers of
 * ln Σ_{j ≤ d} C(n, j), n the units of the layer and d the narrowest width so far, the input's included. Higher is better.
 *
 * Source: G. Montúfar, *Notes on the number of linear regions of deep neural networks*, 2017, proposition 3.
 */
export const linearRegions: ZeroCostProxy = {
  name: "linear_regions",
  direction: "higher",
  needs: ["spec"],
  score: async ({ spec }) => {
    const shapes = inferShapes(spec);
    const units = (node: number): number => shapes[node]!.reduce((product, side) => product * side, 1);
    let narrowest = units(0);
    let sum = 0;
    for (const [node, { operation }] of spec.nodes.entries()) {
      if (operation.type === "linear") narrowest = Math.min(narrowest, units(node));
      if (operation.type === "relu") sum += logRegions(units(node), narrowest);
    }
    return sum;
  },
};

/** ln Σ_{j ≤ d} C(n, j), the terms added on the scale of logarithms. */
function logRegions(n: number, d: number): number {
  let term = 0;
  let total = 0;
  for (let j = 1; j <= Math.min(d, n); j++) {
    term += Math.log((n - j + 1) / j);
    total = Math.max(total, term) + Math.log1p(Math.exp(-Math.abs(total - term)));
  }
  return total;
}
