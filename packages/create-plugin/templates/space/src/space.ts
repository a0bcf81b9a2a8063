import type { Feature, LabelledGraph, SearchSpace } from "@proxybo/core";
import { type Architecture, decisions } from "./decisions.ts";
import { networkOf } from "./network.ts";
import { architectureAt, everyArchitecture, positionsOf, size } from "./positions.ts";
import { settingsOf } from "./settings.ts";
import { format, parse } from "./text.ts";

/** Up to this size a space lists its architectures, which strategies use to find the last unseen ones. */
const listable = 1_000_000;

/**
 * The space of all combinations of the decisions.
 *
 * @example
 * const space = templateNameSpace();
 * space.format(space.sample(createRandom(1)));
 */
export function templateNameSpace(): SearchSpace<Architecture> {
  return {
    name: "template-name",
    size,
    features,
    sample: (random) => architectureAt(decisions.map(({ values }) => random.integer(values.length))),
    neighbours,
    // Two architectures are the same network exactly if all decisions agree. Where one of yours does not matter under a
    // value of another, leave it out of the key then, so that no network is trained twice.
    key: format,
    parse,
    format,
    encodeInto: (architecture, row) => row.set(positionsOf(architecture)),
    graph,
    network: (architecture, task) => networkOf(settingsOf(architecture), task),
    ...(size <= listable && { enumerate: everyArchitecture }),
  };
}

/** One column a decision: the position of its value. */
const features: readonly Feature[] = decisions.map(({ name, values }) =>
  typeof values[0] === "number"
    ? { kind: "continuous", name }
    : { kind: "categorical", name, levels: values.length },
);

/** All architectures with another value of one decision. */
function neighbours(architecture: Architecture): readonly Architecture[] {
  const positions = positionsOf(architecture);
  return decisions.flatMap(({ values }, decision) =>
    [...values.keys()]
      .filter((position) => position !== positions[decision])
      .map((position) => architectureAt(positions.with(decision, position))),
  );
}

/** A chain with a node for each decision, for models that read graphs and for drawings. */
function graph(architecture: Architecture): LabelledGraph {
  const labels = ["input", ...format(architecture).split(","), "output"];
  return { labels, edges: labels.slice(1).map((_, node) => [node, node + 1] as const) };
}
