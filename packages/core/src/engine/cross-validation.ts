import type { Inputs, Surrogate } from "../contracts/surrogate.ts";
import type { Random } from "../random/random.ts";
import { assignFolds } from "./folds.ts";
import { select } from "./inputs.ts";

/**
 * Predictions of a surrogate for its own observations by k-fold cross-validation: the model that predicts x_j has not
 * seen it (ProxyBO, Eq. 5 for the surrogate).
 *
 * @param targets - n errors.
 * @returns n predicted errors.
 */
export function crossValidate(
  surrogate: Surrogate,
  inputs: Inputs,
  targets: Float64Array,
  k: number,
  random: Random,
): Float64Array {
  const folds = assignFolds(inputs.n, k, random.fork("folds"));
  if (surrogate.crossValidate) return surrogate.crossValidate(inputs, targets, folds, random);
  const predictions = new Float64Array(inputs.n);
  for (let fold = 0; fold < Math.min(inputs.n, k); fold++) {
    const kept: number[] = [];
    const held: number[] = [];
    for (let i = 0; i < inputs.n; i++) (folds[i] === fold ? held : kept).push(i);
    const keptTargets = Float64Array.from(kept, (i) => targets[i]!);
    const model = surrogate.fit(select(inputs, kept), keptTargets, random.fork("fold", fold));
    const { mean } = model.predict(select(inputs, held));
    for (const [position, i] of held.entries()) predictions[i] = mean[position]!;
  }
  return predictions;
}
