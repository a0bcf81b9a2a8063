import { permutation, type Random } from "@proxybo/core";
import { Adam } from "./adam.ts";
import { type CodedGraph, joinGraphs } from "./graph-batch.ts";
import { GraphNetwork } from "./network.ts";
import { pairwiseLoss } from "./pairwise-loss.ts";
import { initialParameters, type NetworkSize, type Parameters, parametersOf } from "./parameters.ts";

export interface TrainingSchedule {
  readonly epochs: number;
  readonly batch: number;
  /** Of the first step; falls to 0 along half a cosine. */
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** Trains a network to order the graphs as their targets do, from an initialisation of its own. */
export function trainNetwork(
  graphs: readonly CodedGraph[],
  targets: Float64Array,
  size: NetworkSize,
  schedule: TrainingSchedule,
  random: Random,
): Parameters {
  const parameters = initialParameters(size, random.fork("initial"));
  const order = random.fork("order");
  const n = graphs.length;
  if (n < 2) return parameters;
  const gradients = parametersOf(size);
  const network = new GraphNetwork(parameters);
  const adam = new Adam(parameters.flat.length, schedule.weightDecay);
  // Batches of nearly equal size: one left over alone would have no pair.
  const batches = Math.max(1, Math.round(n / schedule.batch));
  const steps = schedule.epochs * batches;
  let step = 0;
  for (let epoch = 0; epoch < schedule.epochs; epoch++) {
    const shuffled = permutation(n, order);
    for (let b = 0; b < batches; b++, step++) {
      const members = shuffled.subarray(Math.floor((b * n) / batches), Math.floor(((b + 1) * n) / batches));
      const batch = joinGraphs(graphs, members);
      const scores = network.forward(batch);
      const slopes = new Float64Array(members.length);
      pairwiseLoss(
        scores,
        Float64Array.from(members, (i) => targets[i]!),
        slopes,
      );
      network.backward(batch, slopes, gradients);
      const rate = schedule.learningRate * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
      adam.step(parameters.flat, gradients.flat, rate);
    }
  }
  return parameters;
}
