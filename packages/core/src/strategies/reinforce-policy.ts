import { exp, log } from "../random/elementary.ts";
import type { Feature } from "../contracts/space.ts";

export interface LearningOptions {
  /** Step size of Adam. */
  readonly learningRate: number;
  /** Weight of the past in the moving average of the rewards. */
  readonly momentum: number;
}

/** One decision: a categorical feature, and where its logits lie. */
interface Decision {
  readonly column: number;
  readonly levels: number;
  readonly start: number;
}

/**
 * A policy that makes each decision (categorical feature) by itself: p(level) = softmax(logits). Learns by REINFORCE
 * (Williams 1992) with Adam: along (reward − b) ∇ ln p(decisions), b the exponential moving average of the rewards.
 */
export class Policy {
  readonly #decisions: readonly Decision[];
  readonly #logits: Float64Array;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  readonly #options: LearningOptions;
  #updates = 0;
  #rewards = 0;
  #weights = 0;

  constructor(features: readonly Feature[], options: LearningOptions) {
    let length = 0;
    this.#decisions = features.flatMap((feature, column) => {
      if (feature.kind !== "categorical") return [];
      const start = length;
      length += feature.levels;
      return [{ column, levels: feature.levels, start }];
    });
    this.#logits = new Float64Array(length);
    this.#first = new Float64Array(length);
    this.#second = new Float64Array(length);
    this.#options = options;
  }

  /** How many decisions the policy makes. */
  get decisions(): number {
    return this.#decisions.length;
  }

  /** ln p of the decisions in an encoded architecture. */
  logLikelihood(row: ArrayLike<number>): number {
    let sum = 0;
    for (const decision of this.#decisions)
      sum += this.#logits[decision.start + row[decision.column]!]! - this.#logNormaliser(decision);
    return sum;
  }

  /** Learns that the decisions in `row` earned `reward`: higher is better, on any scale. */
  update(row: ArrayLike<number>, reward: number): void {
    const { momentum } = this.#options;
    this.#rewards = momentum * this.#rewards + (1 - momentum) * reward;
    this.#weights = momentum * this.#weights + (1 - momentum);
    const advantage = reward - this.#rewards / this.#weights;
    this.#updates++;
    for (const decision of this.#decisions) {
      const normaliser = this.#logNormaliser(decision);
      for (let level = 0; level < decision.levels; level++) {
        const at = decision.start + level;
        const chosen = row[decision.column] === level ? 1 : 0;
        this.#climb(at, advantage * (chosen - exp(this.#logits[at]! - normaliser)));
      }
    }
  }

  /** One step of Adam (Kingma & Ba, ICLR 2015) uphill. */
  #climb(at: number, gradient: number): void {
    const m = (this.#first[at] = 0.9 * this.#first[at]! + 0.1 * gradient);
    const v = (this.#second[at] = 0.999 * this.#second[at]! + 0.001 * gradient * gradient);
    const mean = m / (1 - exp(this.#updates * log(0.9)));
    const deviation = Math.sqrt(v / (1 - exp(this.#updates * log(0.999))));
    this.#logits[at]! += (this.#options.learningRate * mean) / (deviation + 1e-8);
  }

  #logNormaliser({ start, levels }: Decision): number {
    let largest = -Infinity;
    for (let at = start; at < start + levels; at++) largest = Math.max(largest, this.#logits[at]!);
    let sum = 0;
    for (let at = start; at < start + levels; at++) sum += exp(this.#logits[at]! - largest);
    return largest + log(sum);
  }
}
