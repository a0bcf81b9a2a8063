import { sizeOf } from "./layout.ts";
import type { Plan } from "./plan.ts";

/** A mean and a variance for each channel. */
export interface Moments {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** Running mean and variance of each batch-norm node: 0 and 1 at first, as in PyTorch. */
export class RunningStatistics {
  readonly #plan: Plan;
  readonly #moments: ReadonlyMap<number, Moments>;

  constructor(plan: Plan, moments?: ReadonlyMap<number, Moments>) {
    this.#plan = plan;
    this.#moments =
      moments ??
      new Map(
        plan.nodes
          .filter(({ operation }) => operation.type === "batch-norm")
          .map(({ index }) => {
            const channels = plan.shapes[index]![0]!;
            return [
              index,
              { mean: new Float32Array(channels), variance: new Float32Array(channels).fill(1) },
            ];
          }),
      );
  }

  copy(): RunningStatistics {
    const moments = [...this.#moments].map(
      ([node, { mean, variance }]) => [node, { mean: mean.slice(), variance: variance.slice() }] as const,
    );
    return new RunningStatistics(this.#plan, new Map(moments));
  }

  of(node: number): Moments | undefined {
    return this.#moments.get(node);
  }

  /** Each batch-norm node with its moments. */
  entries(): Iterable<readonly [node: number, moments: Moments]> {
    return this.#moments;
  }

  /** Mixes in a batch of `examples`; its biased variance enters as the unbiased one. */
  observe(node: number, mean: Float32Array, variance: Float32Array, examples: number): void {
    const { operation } = this.#plan.nodes[node]!;
    const moments = this.#moments.get(node);
    if (!moments || operation.type !== "batch-norm") return;
    const count = examples * sizeOf(this.#plan.shapes[node]!.slice(1));
    const unbiased = count > 1 ? count / (count - 1) : 1;
    const weight = operation.momentum;
    for (let i = 0; i < mean.length; i++) {
      moments.mean[i] = (1 - weight) * moments.mean[i]! + weight * mean[i]!;
      moments.variance[i] = (1 - weight) * moments.variance[i]! + weight * variance[i]! * unbiased;
    }
  }
}
