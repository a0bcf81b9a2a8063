import { ProxyboError, type Inputs, type Random } from "@proxybo/core";
import { forestGrower } from "./forest.ts";
import type { ForestSettings } from "./options.ts";
import { forestPredictor } from "./predict-forest.ts";
import type { TrainingTable } from "./training-table.ts";

/**
 * Predictions for each observation by trees that have not seen it: by a forest grown on the other folds, as a refit per
 * fold gives. Where trees draw less than half of the observations, one forest is enough, and each observation is
 * predicted by those of its trees that did not draw it (out of bag, Breiman 2001).
 *
 * @throws {ProxyboError} `SURROGATE_FAILED` where one fold holds all observations.
 */
export function heldOutPredictions(
  inputs: Inputs,
  table: TrainingTable,
  targets: Float64Array,
  folds: Int32Array,
  settings: ForestSettings,
  random: Random,
): Float64Array {
  const grow = forestGrower(table, targets, settings);
  const { bootstrap, trees, maxDraws } = settings;
  if (bootstrap && trees >= leastTrees && inputs.n > 2 * maxDraws)
    return outOfBag(grow, inputs, targets, random);
  const predictions = new Float64Array(inputs.n);
  const width = inputs.features.length;
  for (const fold of [...new Set(folds)].toSorted((a, b) => a - b)) {
    const others: number[] = [];
    const held: number[] = [];
    for (let i = 0; i < inputs.n; i++) (folds[i] === fold ? held : others).push(i);
    if (others.length === 0) {
      throw new ProxyboError(
        "SURROGATE_FAILED",
        "all observations are in one fold: nothing is left to learn from",
      );
    }
    const forest = grow(Int32Array.from(others), random);
    const rows = new Float64Array(held.length * width);
    for (const [k, i] of held.entries())
      rows.set(inputs.rows.subarray(i * width, (i + 1) * width), k * width);
    const { mean } = forestPredictor(forest)(rows, held.length);
    for (const [k, i] of held.entries()) predictions[i] = mean[k]!;
  }
  return predictions;
}

/** Fewer would leave too many observations to hardly any tree. */
const leastTrees = 10;

function outOfBag(
  grow: ReturnType<typeof forestGrower>,
  inputs: Inputs,
  targets: Float64Array,
  random: Random,
): Float64Array {
  const { n } = inputs;
  const drawn: Uint8ClampedArray[] = [];
  const everyone = Int32Array.from({ length: n }, (_, i) => i);
  const forest = grow(everyone, random, (draws) => drawn.push(new Uint8ClampedArray(draws)));
  const sums = new Float64Array(n);
  const trees = new Int32Array(n);
  for (const [tree, has] of drawn.entries()) {
    const roots = forest.nodes.roots.subarray(tree, tree + 1);
    const { mean } = forestPredictor({ ...forest, nodes: { ...forest.nodes, roots } })(inputs.rows, n);
    for (let i = 0; i < n; i++) {
      if (has[i]! > 0) continue;
      sums[i]! += mean[i]!;
      trees[i]!++;
    }
  }
  // The few that every tree has drawn get what is predicted without knowing anything.
  const overall = targets.reduce((sum, target) => sum + target, 0) / n;
  return sums.map((sum, i) => (trees[i] === 0 ? overall : sum / trees[i]!));
}
