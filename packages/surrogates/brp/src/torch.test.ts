import { describe, expect, it } from "vitest";
import { Adam } from "./adam.ts";
import { graphs, targets, wave } from "./fixtures/formula-data.ts";
import torch from "./fixtures/torch.json" with { type: "json" };
import { joinGraphs } from "./graph-batch.ts";
import { graphStructure } from "./graph-structure.ts";
import { GraphNetwork } from "./network.ts";
import { pairwiseLoss } from "./pairwise-loss.ts";
import { parametersOf } from "./parameters.ts";
import { codeGraph, vocabularyOf } from "./vocabulary.ts";

const everyone = [0, 1, 2, 3];

describe.each(["symmetric", "directed"] as const)("the network on %s graphs, as in PyTorch", (direction) => {
  const structures = graphs.map((graph) => graphStructure(graph, direction, false));
  const vocabulary = vocabularyOf(structures);
  const batch = joinGraphs(
    structures.map((graph) => codeGraph(graph, vocabulary)),
    everyone,
  );
  const size = { labels: vocabulary.size, layers: 3, hidden: 8 };
  const expected = torch[direction];
  const fresh = () => parametersOf(size, wave(parametersOf(size).flat.length));
  const differentiate = (network: GraphNetwork) => {
    const gradients = parametersOf(size);
    const scores = network.forward(batch).slice();
    const slopes = new Float64Array(4);
    const loss = pairwiseLoss(scores, targets, slopes);
    network.backward(batch, slopes, gradients);
    return { scores, loss, gradients };
  };
  const close = (actual: ArrayLike<number>, wanted: readonly number[], digits = 11): void => {
    expect(actual).toHaveLength(wanted.length);
    for (const [i, value] of wanted.entries()) expect(actual[i]).toBeCloseTo(value, digits);
  };

  it("gives the same scores, pairwise loss and gradients for the same parameters", () => {
    const { scores, loss, gradients } = differentiate(new GraphNetwork(fresh()));
    close(scores, expected.scores);
    expect(loss).toBeCloseTo(expected.loss, 12);
    close(gradients.flat, expected.gradient);
    // Each part has a gradient: nothing agrees for being 0.
    for (const part of [gradients.embedding, ...gradients.weights, ...gradients.biases, gradients.readout])
      expect(part.some((slope) => slope !== 0)).toBe(true);
  });

  it("has the same parameters after five steps of Adam with decoupled weight decay", () => {
    const parameters = fresh();
    const network = new GraphNetwork(parameters);
    const adam = new Adam(parameters.flat.length, 0.1);
    for (let step = 0; step < 5; step++)
      adam.step(parameters.flat, differentiate(network).gradients.flat, 0.01);
    // Adam divides by the size of a gradient: rounding of the smallest shows.
    close(parameters.flat, expected.trained, 9);
    expect(parameters.flat).not.toEqual(fresh().flat);
  });

  it("scores each graph alone exactly as in the batch", () => {
    const network = new GraphNetwork(fresh());
    const together = network.forward(batch).slice();
    for (const g of everyone) {
      const alone = joinGraphs([codeGraph(structures[g]!, vocabulary)], [0]);
      expect(network.forward(alone)[0]).toBe(together[g]);
    }
  });
});
