import { ProxyboError, type Inputs, type Surrogate } from "@proxybo/core";
import { CandidateMemo } from "./candidate-memo.ts";
import { checkInputs, checkTargets } from "./check-inputs.ts";
import { columnsOf, kindsOf } from "./columns.ts";
import { explainedShares } from "./explained.ts";
import { FactorMemo } from "./factor-memo.ts";
import { layoutOf } from "./hyperparameters.ts";
import { createKernel, type KernelParts } from "./kernel.ts";
import { HyperparameterMemo } from "./learnt.ts";
import { gaussianProcessOptions, type GaussianProcessOptions } from "./options.ts";
import { condition, leaveOneOut, type Posterior } from "./posterior.ts";
import { conditionedOn } from "./schedule.ts";
import { copula, standardized, type Warped } from "./warp.ts";

/** A Gaussian process also says what leaves each observation out. */
export type GaussianProcess = Surrogate & Required<Pick<Surrogate, "crossValidate" | "influence">>;

/** A process conditioned on some of the observations, and the targets as it learnt them. */
interface Fitted {
  readonly posterior: Posterior;
  readonly kernelParts: KernelParts;
  /** The warped targets that it is conditioned on. */
  readonly values: Float64Array;
  readonly warped: Warped;
  /** Which observations it is conditioned on. */
  readonly conditioned: Int32Array;
  readonly memos: Memos;
}

/** What was computed of candidates, and of observations that are not conditioned on. */
interface Memos {
  readonly signature: string;
  readonly candidates: CandidateMemo;
  readonly observed: CandidateMemo;
}

/**
 * A Gaussian process for architectures: its kernel sums one kernel for each kind of features (decisions, counts,
 * continuous numbers, proxies), see `createKernel`; its prior mean is a slope on the mean proxy.
 *
 * Hyper-parameters are the most probable ones; scale and slope are integrated. The variance is that of the noiseless
 * error. `crossValidate` leaves out each observation by itself, in closed form, whatever its folds; hyper-parameters and
 * warp are those of all observations. Nothing depends on the random stream, nor on what was fitted before: memos only
 * save time between the fits of a search.
 *
 * @throws {ProxyboError} `SURROGATE_FAILED` where targets or features are not as the contract says.
 * @example
 * const model = createGaussianProcess().fit(inputs, errors, createRandom(1));
 * const { mean, variance } = model.predict(candidates);
 */
export function createGaussianProcess(options: GaussianProcessOptions = {}): GaussianProcess {
  const settings = gaussianProcessOptions.parse(options);
  const learnt = new HyperparameterMemo(settings);
  const factors = new FactorMemo();
  let memos: Memos | undefined;

  const fitTo = (inputs: Inputs, targets: Float64Array): Fitted => {
    checkInputs(inputs);
    checkTargets(targets, inputs.n);
    const kinds = kindsOf(inputs.features);
    const layout = layoutOf(kinds, settings);
    const warped = settings.warp === "copula" ? copula(targets) : standardized(targets);
    const conditioned = conditionedOn(targets, settings.capacity);
    const seen = columnsOf(inputs, kinds, conditioned);
    const kernelParts = learnt.kernelParts(inputs, targets, kinds, layout);
    const factorization = factors.factorize(createKernel(kernelParts), kernelParts, seen);
    const values = Float64Array.from(conditioned, (i) => warped.values[i]!);
    const signature = signatureOf(inputs);
    if (memos?.signature !== signature) {
      const memo = (): CandidateMemo => new CandidateMemo(kinds, inputs.features.length);
      memos = { signature, candidates: memo(), observed: memo() };
    }
    return {
      posterior: condition(factorization, values, settings.slope),
      kernelParts,
      values,
      warped,
      conditioned,
      memos,
    };
  };

  return {
    name: "gp",
    uncertainty: true,
    fit(inputs, targets) {
      const { posterior, warped, memos: own } = fitTo(inputs, targets);
      return {
        predict(asked) {
          if (signatureOf(asked) !== own.signature)
            throw new ProxyboError(
              "SURROGATE_FAILED",
              `expected the features that were observed (${own.signature}), got others (${signatureOf(asked)})`,
            );
          const prediction = own.candidates.predict(posterior, asked);
          warped.unwarp(prediction.mean, prediction.variance);
          return prediction;
        },
      };
    },
    crossValidate(inputs, targets) {
      const { posterior, values, warped, conditioned, memos: own } = fitTo(inputs, targets);
      const { mean } = leaveOneOut(posterior, values);
      if (conditioned.length === inputs.n) {
        warped.unwarp(mean, undefined);
        return mean;
      }
      // Those that are not conditioned on are predicted without having been seen anyway.
      const predictions = own.observed.predict(posterior, inputs).mean;
      for (const [at, i] of conditioned.entries()) predictions[i] = mean[at]!;
      warped.unwarp(predictions, undefined);
      return predictions;
    },
    influence(inputs, targets) {
      const { posterior, kernelParts, values } = fitTo(inputs, targets);
      return explainedShares(posterior, kernelParts, values);
    },
  };
}

/** The kinds of all features, in their order. */
function signatureOf({ features }: Inputs): string {
  return features.map(({ kind }) => kind).join(" ");
}
