import assert from "node:assert/strict";
import type { Prediction, Surrogate } from "../contracts/surrogate.ts";
import { permutation } from "../random/permutation.ts";
import { createRandom } from "../random/random.ts";
import type { ConformanceCase } from "./conformance.ts";
import { examples, rowsOf, type Examples } from "./surrogate-examples.ts";

export interface SurrogateTestOptions {
  /** How far two predictions that should be equal may lie apart, relative to the spread of the targets. */
  readonly tolerance?: number;
  /**
   * What `crossValidate` holds out. `everything` (default): the targets of a fold do not move its predictions at all.
   * `given-hyperparameters`: each observation, by a closed form under hyper-parameters of all observations, as a
   * Gaussian process does; then held-out predictions of noise must not agree with it.
   */
  readonly heldOut?: "everything" | "given-hyperparameters";
}

/**
 * What every surrogate must do, as cases for any test runner.
 *
 * Cases fit up to 160 observations of three categorical features, one count and a graph that tells as much.
 *
 * @example
 * for (const { name, run } of testSurrogate(createRandomForest())) test(name, run);
 */
export function testSurrogate(surrogate: Surrogate, options: SurrogateTestOptions = {}): ConformanceCase[] {
  const seen = examples(160, 1);
  const candidates = examples(80, 2);
  const relative = options.tolerance ?? 1e-9;
  const tolerance = relative * Math.sqrt(spread(seen.targets));
  const varianceTolerance = relative * spread(seen.targets);
  const fit = ({ inputs, targets }: Examples, seed = 1) => surrogate.fit(inputs, targets, createRandom(seed));

  const behaviours: Record<string, () => void> = {
    "predicts the same bit for bit from the same random stream, whatever was fitted between": () => {
      const first = fit(seen).predict(candidates.inputs);
      fit(candidates, 9).predict(seen.inputs);
      assert.deepEqual(fit(seen).predict(candidates.inputs), first);
    },
    "goes on predicting the same after other models were fitted": () => {
      const model = fit(seen);
      const first = copy(model.predict(candidates.inputs));
      fit(candidates, 9).predict(seen.inputs);
      assert.deepEqual(copy(model.predict(candidates.inputs)), first);
    },
    "leaves inputs and targets as they were": () => {
      const [mine, theirs] = [examples(60, 3), examples(60, 3)];
      fit(mine).predict(mine.inputs);
      surrogate.crossValidate?.(mine.inputs, mine.targets, foldsOf(60), createRandom(1));
      assert.deepEqual(mine.inputs.rows, theirs.inputs.rows, "the encoded rows were changed");
      assert.deepEqual(mine.targets, theirs.targets, "the targets were changed");
    },
    "predicts one finite mean for each candidate, and a finite variance ≥ 0 exactly if it claims uncertainty":
      () => {
        assertWellFormed(surrogate, fit(seen).predict(candidates.inputs), 80);
        assertWellFormed(surrogate, fit(seen).predict(rowsOf(candidates, []).inputs), 0);
      },
    "predicts a simple function at most half as wrong as the mean does": () => {
      const { mean } = fit(seen).predict(candidates.inputs);
      assertLearns(mean, candidates.targets);
    },
    "fits a single observation": () => {
      const model = fit(rowsOf(seen, [0]));
      assertWellFormed(surrogate, model.predict(candidates.inputs), 80);
    },
    "fits constant targets, and predicts them": () => {
      const targets = new Float64Array(160).fill(7.25);
      const prediction = fit({ inputs: seen.inputs, targets }).predict(candidates.inputs);
      assertWellFormed(surrogate, prediction, 80);
      for (const mean of prediction.mean)
        assert.ok(Math.abs(mean - 7.25) < 0.01, `expected 7.25, got ${mean}`);
    },
    "fits duplicate rows with different targets": () => {
      const twice = rowsOf(
        seen,
        [...Array(80).keys()].map((i) => i % 4),
      );
      const targets = twice.targets.map((target, i) => target + (i % 3));
      assertWellFormed(surrogate, fit({ inputs: twice.inputs, targets }).predict(candidates.inputs), 80);
    },
    "fits targets of any sign and size": () => {
      for (const [scale, shift] of [
        [1e-6, 0],
        [1e6, 0],
        [1, -1e4],
      ] as const) {
        const targets = seen.targets.map((target) => target * scale + shift);
        const prediction = fit({ inputs: seen.inputs, targets }).predict(candidates.inputs);
        assertWellFormed(surrogate, prediction, 80);
        assertLearns(
          prediction.mean,
          candidates.targets.map((target) => target * scale + shift),
        );
      }
    },
    "says of the observations it was fitted to what it predicts for them": () => {
      const model = fit(seen);
      const { mean } = copy(model.predict(seen.inputs));
      // Another way to the same numbers: rounding may differ where observations are all but duplicates.
      assertClose(model.fitted?.() ?? mean, mean, 1e3 * tolerance);
    },
    "predicts each candidate the same in any order": () => {
      const order = [...permutation(80, createRandom(4))];
      const model = fit(seen);
      const straight = copy(model.predict(candidates.inputs));
      const shuffled = model.predict(rowsOf(candidates, order).inputs);
      assertClose(
        shuffled.mean,
        order.map((i) => straight.mean[i]!),
        tolerance,
      );
      if (straight.variance)
        assertClose(
          shuffled.variance!,
          order.map((i) => straight.variance![i]!),
          varianceTolerance,
        );
    },
    "predicts each candidate the same alone and in a batch": () => {
      const model = fit(seen);
      const whole = copy(model.predict(candidates.inputs));
      const parts = [...Array(80).keys()].map((i) => copy(model.predict(rowsOf(candidates, [i]).inputs)));
      assertClose(
        parts.map((part) => part.mean[0]!),
        whole.mean,
        tolerance,
      );
      if (whole.variance)
        assertClose(
          parts.map((part) => part.variance![0]!),
          whole.variance,
          varianceTolerance,
        );
    },
  };

  if (surrogate.crossValidate !== undefined) {
    const folds = foldsOf(160);
    const held = (targets: Float64Array) =>
      surrogate.crossValidate!(seen.inputs, targets, folds, createRandom(1)).slice();
    const strictly = (): void => {
      const before = held(seen.targets);
      for (const j of [0, 7, 159]) {
        const perturbed = seen.targets.slice();
        perturbed[j]! += 1000;
        const after = held(perturbed);
        for (let i = 0; i < 160; i++) {
          if (folds[i] !== folds[j]) continue;
          const moved = Math.abs(after[i]! - before[i]!);
          assert.ok(moved <= tolerance, `target ${j} moved the held-out prediction ${i} by ${moved}`);
        }
      }
    };
    const onNoise = (): void => {
      const random = createRandom(6);
      const noise = Float64Array.from({ length: 160 }, () => random.normal());
      const agreement = correlation(held(noise), noise);
      assert.ok(
        agreement < 0.25,
        `held-out predictions of noise correlate with it by ${agreement.toFixed(2)}`,
      );
    };
    behaviours["cross-validates without having seen the target that it predicts"] =
      options.heldOut === "given-hyperparameters" ? onNoise : strictly;
    behaviours["cross-validates the same from the same random stream, and learns"] = () => {
      const predictions = held(seen.targets);
      assert.deepEqual(held(seen.targets), predictions);
      assert.equal(predictions.length, 160);
      assertLearns(predictions, seen.targets);
    };
    behaviours["cross-validates two observations, each by the other"] = () => {
      const two = rowsOf(seen, [0, 1]);
      const predictions = surrogate.crossValidate!(
        two.inputs,
        two.targets,
        Int32Array.of(0, 1),
        createRandom(1),
      );
      assert.ok(
        predictions.length === 2 && predictions.every(Number.isFinite),
        `got [${predictions.join(", ")}]`,
      );
    };
  }
  return Object.entries(behaviours).map(([behaviour, run]) => ({
    name: `surrogate '${surrogate.name}' ${behaviour}`,
    // oxlint-disable-next-line typescript/require-await -- a failed assertion must reject, not throw
    run: async () => run(),
  }));
}

function foldsOf(n: number): Int32Array {
  return Int32Array.from(permutation(n, createRandom(5)), (i) => i % 5);
}

/** A model may reuse its arrays in the next call. */
function copy({ mean, variance }: Prediction): Prediction {
  return variance ? { mean: mean.slice(), variance: variance.slice() } : { mean: mean.slice() };
}

function assertWellFormed(surrogate: Surrogate, { mean, variance }: Prediction, n: number): void {
  assert.equal(mean.length, n, `expected ${n} means, got ${mean.length}`);
  for (const [i, m] of mean.entries()) assert.ok(Number.isFinite(m), `mean ${i} is ${m}`);
  assert.equal(
    variance !== undefined,
    surrogate.uncertainty,
    `uncertainty is ${surrogate.uncertainty}, but there is ${variance ? "a" : "no"} variance`,
  );
  if (!variance) return;
  assert.equal(variance.length, n, `expected ${n} variances, got ${variance.length}`);
  for (const [i, v] of variance.entries()) assert.ok(Number.isFinite(v) && v >= 0, `variance ${i} is ${v}`);
}

function assertLearns(mean: Float64Array, targets: Float64Array): void {
  let wrong = 0;
  for (let i = 0; i < targets.length; i++) wrong += (mean[i]! - targets[i]!) ** 2 / targets.length;
  const share = wrong / spread(targets);
  assert.ok(share < 0.5, `mean squared error is ${share.toFixed(3)} of the variance, expected < 0.5`);
}

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    const apart = Math.abs(actual[i]! - expected[i]!);
    assert.ok(apart <= tolerance, `prediction ${i}: ${actual[i]} instead of ${expected[i]}`);
  }
}

function correlation(a: Float64Array, b: Float64Array): number {
  const centre = (of: Float64Array): number => of.reduce((sum, x) => sum + x, 0) / of.length;
  const [ca, cb] = [centre(a), centre(b)];
  const joint = a.reduce((sum, x, i) => sum + ((x - ca) * (b[i]! - cb)) / a.length, 0);
  return joint === 0 ? 0 : joint / Math.sqrt(spread(a) * spread(b));
}

function spread(targets: Float64Array): number {
  const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  return targets.reduce((sum, target) => sum + (target - mean) ** 2, 0) / targets.length;
}
