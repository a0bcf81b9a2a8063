import type { Inputs, Prediction, Random, Surrogate, SurrogateModel } from "@proxybo/core";
import { checkGraph, checkTargets } from "./check-observations.ts";
import { fitEnsemble } from "./fit-ensemble.ts";
import { graphStructure, type GraphStructure } from "./graph-structure.ts";
import { graphText } from "./graph-text.ts";
import { ModelMemo } from "./model-memo.ts";
import { relationOptions, type RelationOptions } from "./options.ts";

/**
 * The binary relation predictor of BRP-NAS (Dudziak et al., NeurIPS 2020): a graph convolutional network learns which of
 * two architectures is the better one. Reads graphs only, not the encoded rows.
 *
 * Predicted means are on the scale of the targets, by a line through the network's scores; an ensemble also gives the
 * variance between its members. The same stream, graphs and targets give the same model, bit for bit.
 *
 * @throws {ProxyboError} `SURROGATE_FAILED` where targets or graphs are not as the contract says.
 * @example
 * const model = createRelationPredictor({ members: 3 }).fit(inputs, errors, createRandom(1));
 * const { mean, variance } = model.predict(candidates);
 */
export function createRelationPredictor(options: RelationOptions = {}): Surrogate {
  const settings = relationOptions.parse(options);
  const uncertainty = settings.members > 1;
  const memo = new ModelMemo<SurrogateModel>(4);
  const structureOf = (inputs: Inputs, i: number): GraphStructure => {
    const graph = inputs.graph(i);
    checkGraph(graph, i);
    return graphStructure(graph, settings.adjacency, settings.contract);
  };

  const fit = (inputs: Inputs, targets: Float64Array, random: Random): SurrogateModel => {
    const graphs = Array.from({ length: inputs.n }, (_, i) => structureOf(inputs, i));
    const ensemble = fitEnsemble(graphs, targets, settings, random);
    const known = new Map<string, readonly [mean: number, variance: number]>();
    return {
      predict(candidates): Prediction {
        const texts = Array.from({ length: candidates.n }, (_, i) => graphText(candidates.graph(i)));
        const fresh = new Map<string, number>();
        for (const [i, text] of texts.entries()) if (!known.has(text)) fresh.set(text, i);
        const members = ensemble(Array.from(fresh.values(), (i) => structureOf(candidates, i)));
        for (const [at, text] of [...fresh.keys()].entries())
          known.set(text, meanAndVariance(members.map((predictions) => predictions[at]!)));
        const mean = Float64Array.from(texts, (text) => known.get(text)![0]);
        if (!uncertainty) return { mean };
        return { mean, variance: Float64Array.from(texts, (text) => known.get(text)![1]) };
      },
    };
  };

  return {
    name: "brp",
    uncertainty,
    readsGraphs: true,
    fit(inputs, targets, random) {
      checkTargets(targets, inputs.n);
      const texts = Array.from({ length: inputs.n }, (_, i) => graphText(inputs.graph(i)));
      return memo.get(texts, targets, random, () => fit(inputs, targets, random));
    },
  };
}

/** Over the members; the variance is unbiased. */
function meanAndVariance(values: readonly number[]): [mean: number, variance: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, squares / Math.max(1, values.length - 1)];
}
