import { ProxyboError, type Inputs, type Random } from "@proxybo/core";
import { forestGrower } from "./forest.ts";
import type { ForestSettings } from "./options.ts";
import { forestPredictor } from "./predict-forest.ts";
import { trainingTable } from "./training-table.ts";

/**
 * Predictions for each observation by a forest grown on the other folds. What a refit per fold gives, but the
 * observations are coded once and the forests share their buffers.
 *
 * @throws {ProxyboError} `SURROGATE_FAILED` where one fold holds all observations.
 */
export function heldOutPredictions(
  inputs: Inputs,
  targets: Float64Array,
  folds: Int32Array,
  settings: ForestSettings,
  random: Random,
): Float64Array {
  const grow = forestGrower(trainingTable(inputs), targets, settings);
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
