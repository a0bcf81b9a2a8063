import type { Random } from "@proxybo/core";
import { Dice } from "./dice.ts";
import type { Nodes } from "./nodes.ts";
import type { ForestSettings } from "./options.ts";
import { TreeGrower } from "./tree-grower.ts";
import type { TrainingTable } from "./training-table.ts";

/** A grown forest: its trees, and the smallest variance that it predicts. */
export interface Forest {
  readonly nodes: Nodes;
  readonly varianceFloor: number;
}

/**
 * Gives a function that grows a forest on the observations `members` (indices into the table), drawing from `random`.
 * The forests of one call share the coded table and the buffers.
 *
 * @returns that function; it tells `onTree` of each tree how often it drew each observation, in an array that is used again.
 */
export function forestGrower(
  table: TrainingTable,
  targets: Float64Array,
  settings: ForestSettings,
): (members: Int32Array, random: Random, onTree?: (draws: Float64Array) => void) => Forest {
  const most = settings.bootstrap ? Math.min(table.n, settings.maxDraws) : table.n;
  const grower = new TreeGrower(table, targets, settings, settings.trees, most);
  const weights = new Float64Array(table.n);
  const dice = new Dice();
  return (members, random, onTree) => {
    dice.seed(random);
    const { mean, variance } = moments(targets, members);
    for (let tree = 0; tree < settings.trees; tree++) {
      weights.fill(0);
      if (settings.bootstrap) {
        const draws = Math.min(members.length, settings.maxDraws);
        for (let draw = 0; draw < draws; draw++) weights[members[dice.below(members.length)]!]!++;
      } else for (const member of members) weights[member] = 1;
      grower.grow(weights, mean, dice);
      onTree?.(weights);
    }
    return { nodes: grower.take(), varianceFloor: settings.varianceFloor * variance };
  };
}

function moments(targets: Float64Array, members: Int32Array): { mean: number; variance: number } {
  let mean = 0;
  for (const member of members) mean += targets[member]! / members.length;
  let variance = 0;
  for (const member of members) variance += (targets[member]! - mean) ** 2 / members.length;
  return { mean, variance };
}
