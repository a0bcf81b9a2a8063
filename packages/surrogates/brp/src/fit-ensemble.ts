import type { Random } from "@proxybo/core";
import { calibrate } from "./calibration.ts";
import { type CodedGraph, joinGraphs } from "./graph-batch.ts";
import type { GraphStructure } from "./graph-structure.ts";
import { GraphNetwork } from "./network.ts";
import type { RelationSettings } from "./options.ts";
import { trainNetwork } from "./train.ts";
import { codeGraph, vocabularyOf, withUnknown } from "./vocabulary.ts";

/** Gives each member's prediction of the targets of graphs: members × graphs. */
export type Ensemble = (graphs: readonly GraphStructure[]) => readonly Float64Array[];

/** Trains the members one by one, each from its own initialisation and order of batches. */
export function fitEnsemble(
  graphs: readonly GraphStructure[],
  targets: Float64Array,
  settings: RelationSettings,
  random: Random,
): Ensemble {
  const vocabulary = vocabularyOf(graphs);
  const size = { labels: vocabulary.size, layers: settings.layers, hidden: settings.hidden };
  const coded = graphs.map((graph) => codeGraph(graph, vocabulary));
  const members = Array.from({ length: settings.members }, (_, member) => {
    const trained = trainNetwork(coded, targets, size, settings, random.fork("member", member));
    const network = new GraphNetwork(withUnknown(trained));
    const toTarget = calibrate(scoresOf(network, coded), targets);
    return (candidates: readonly CodedGraph[]) => scoresOf(network, candidates).map(toTarget);
  });
  return (candidates) => {
    const codes = candidates.map((graph) => codeGraph(graph, vocabulary));
    return members.map((predict) => predict(codes));
  };
}

/** In parts, so that the buffers of a pass stay small. */
function scoresOf(network: GraphNetwork, graphs: readonly CodedGraph[]): Float64Array {
  const part = 256;
  const scores = new Float64Array(graphs.length);
  for (let start = 0; start < graphs.length; start += part) {
    const members = Int32Array.from({ length: Math.min(part, graphs.length - start) }, (_, i) => start + i);
    scores.set(network.forward(joinGraphs(graphs, members)), start);
  }
  return scores;
}
