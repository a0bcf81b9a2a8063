import type { Feature } from "@proxybo/core";
import { kindsOf } from "./columns.ts";
import type { GaussianProcessSettings } from "./options.ts";
import { type Observed, Process } from "./process.ts";
import { lastLearning } from "./schedule.ts";

/** What the less probable process has of the draws, at least. */
export const leastShare = 0.2;

/**
 * Two processes over the same observations, one that is told the proxies and one that is not. Which of them is right is
 * uncertain at first; the evidence (marginal likelihoods) decides as observations come in.
 */
export class WithOrWithoutProxies {
  readonly told: Process;
  readonly #untold: Process | undefined;
  readonly #useful: number;

  constructor(features: readonly Feature[], settings: GaussianProcessSettings) {
    const kinds = kindsOf(features);
    this.told = new Process(settings, kinds, features.length);
    this.#useful = settings.useful;
    if (kinds.proxy.length > 0 && settings.useful < 1)
      this.#untold = new Process(settings, { ...kinds, proxy: [], proxyNames: [] }, features.length);
  }

  /** Posterior probability that the proxies tell something, from the observations that hyper-parameters are learnt from. */
  probability(observed: Observed): number {
    if (!this.#untold) return 1;
    const difference = this.told.learn(observed).logEvidence - this.#untold.learn(observed).logEvidence;
    if (Number.isNaN(difference)) return this.#useful;
    return this.#useful / (this.#useful + (1 - this.#useful) * Math.exp(-difference));
  }

  /**
   * The process to ask, drawn with its posterior probability: while that is undecided, proxies that mislead have a share
   * of the suggestions only. The less probable one keeps a fifth: among the best architectures, where a search looks
   * closest, even good proxies may seem useless. Beyond the last learning the more probable one, so that one alone is kept
   * up to date.
   *
   * @param uniform - a random number in [0, 1).
   */
  choose(observed: Observed, uniform: number): Process {
    if (observed.inputs.n > lastLearning) return this.moreProbable(observed);
    return this.#which(uniform < Math.min(1 - leastShare, Math.max(leastShare, this.probability(observed))));
  }

  moreProbable(observed: Observed): Process {
    return this.#which(this.probability(observed) >= 0.5);
  }

  #which(told: boolean): Process {
    return told || !this.#untold ? this.told : this.#untold;
  }
}
