import { ProxyboError, type Inputs, type Surrogate } from "@proxybo/core";
import { checkInputs, checkTargets } from "./check-inputs.ts";
import { gaussianProcessOptions, type GaussianProcessOptions } from "./options.ts";
import type { Observed } from "./process.ts";
import { conditionedOn } from "./schedule.ts";
import { copula, standardized, type Warped } from "./warp.ts";
import { WithOrWithoutProxies } from "./with-or-without-proxies.ts";

/** A Gaussian process also says what leaves each observation out. */
export type GaussianProcess = Surrogate &
  Required<Pick<Surrogate, "crossValidate" | "influence" | "transfer">>;

/** Observations as they are learnt, and the processes that learn them. */
interface Prepared {
  readonly observed: Observed;
  readonly warped: Warped;
  readonly processes: WithOrWithoutProxies;
}

/**
 * A Gaussian process for architectures: its kernel sums one kernel for each kind of features (decisions, counts,
 * continuous numbers, proxies), see `createKernel`; its prior mean is a slope on each proxy. Where there are proxies
 * it is one of two, with and without them: `fit` draws it from `random` with its posterior probability, see
 * `WithOrWithoutProxies`.
 *
 * Hyper-parameters are the most probable ones; scale and slope are integrated. The variance is that of the noiseless
 * error. `crossValidate` leaves out each observation by itself, in closed form, whatever its folds; hyper-parameters and
 * warp are those of all observations. Nothing depends on what was fitted before: memos only save time between the fits
 * of a search.
 *
 * @throws {ProxyboError} `SURROGATE_FAILED` where targets or features are not as the contract says.
 * @example
 * const model = createGaussianProcess().fit(inputs, errors, createRandom(1));
 * const { mean, variance } = model.predict(candidates);
 */
export function createGaussianProcess(options: GaussianProcessOptions = {}): GaussianProcess {
  const settings = gaussianProcessOptions.parse(options);
  let last: { readonly signature: string; readonly processes: WithOrWithoutProxies } | undefined;

  const prepare = (inputs: Inputs, targets: Float64Array): Prepared => {
    checkInputs(inputs);
    checkTargets(targets, inputs.n);
    const warped = settings.warp === "copula" ? copula(targets) : standardized(targets);
    const conditioned = conditionedOn(targets, settings.capacity);
    const values = Float64Array.from(conditioned, (i) => warped.values[i]!);
    const signature = signatureOf(inputs);
    if (last?.signature !== signature)
      last = { signature, processes: new WithOrWithoutProxies(inputs.features, settings) };
    return { observed: { inputs, targets, conditioned, values }, warped, processes: last.processes };
  };

  return {
    name: "gp",
    uncertainty: true,
    fit(inputs, targets, random) {
      const { observed, warped, processes } = prepare(inputs, targets);
      const model = processes.choose(observed, random.fork("proxies").uniform()).condition(observed);
      const signature = signatureOf(inputs);
      return {
        predict(asked) {
          if (signatureOf(asked) !== signature)
            throw new ProxyboError(
              "SURROGATE_FAILED",
              `expected the features that were observed (${signature}), got others (${signatureOf(asked)})`,
            );
          const prediction = model.predict(asked);
          warped.unwarp(prediction.mean, prediction.variance);
          return prediction;
        },
        fitted() {
          const means = model.fitted();
          warped.unwarp(means, undefined);
          return means;
        },
      };
    },
    crossValidate(inputs, targets) {
      const { observed, warped, processes } = prepare(inputs, targets);
      const mean = processes.moreProbable(observed).condition(observed).leaveOneOut();
      warped.unwarp(mean, undefined);
      return mean;
    },
    influence(inputs, targets) {
      const { observed, processes } = prepare(inputs, targets);
      const probability = processes.probability(observed);
      const shares = processes.told.condition(observed).influence();
      return shares.map((share, source) => probability * share + (source === 0 ? 1 - probability : 0));
    },
    transfer(inputs, targets) {
      const { observed, processes } = prepare(inputs, targets);
      return processes.told.condition(observed).transfer();
    },
  };
}

/** The kinds of all features, in their order. */
function signatureOf({ features }: Inputs): string {
  return features.map(({ kind }) => kind).join(" ");
}
