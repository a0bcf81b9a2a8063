import type { Observation } from "../contracts/observation.ts";
import { type Feature, hasGraphs, type SearchSpace } from "../contracts/space.ts";
import type { Networks } from "./different-networks.ts";
import type { FeatureOptions } from "./features.ts";
import { pathRowsOf } from "./path-rows.ts";

/** What a surrogate is told of an architecture that follows from itself alone: decisions, then path counts. */
export interface OwnRows<A> {
  readonly features: readonly Feature[];
  /** Writes the row of an architecture into `rows`, from `at` on. */
  write(architecture: A, rows: Float64Array, at: number): void;
  /** The row of an observation, encoded once for as long as that is kept. */
  ofObservation(observation: Observation<A>): Float64Array;
  /** The rows of all networks of a list, encoded once. */
  ofList(networks: Networks<A>): Float64Array;
}

/** Rows encoded once for a space: a pure memory, results do not depend on it. */
const memory = new WeakMap<object, Map<string, unknown>>();

/** Rows of a space's architectures, of the features that `options` ask for. */
export function ownRowsOf<A>(
  space: SearchSpace<A>,
  options: Pick<FeatureOptions, "decisions" | "paths">,
): OwnRows<A> {
  const kind = `${options.decisions} ${options.paths}`;
  const kinds = memory.get(space) ?? new Map<string, unknown>();
  memory.set(space, kinds);
  let rows = kinds.get(kind) as OwnRows<A> | undefined;
  if (!rows) kinds.set(kind, (rows = makeRows(space, options)));
  return rows;
}

function makeRows<A>(
  space: SearchSpace<A>,
  options: Pick<FeatureOptions, "decisions" | "paths">,
): OwnRows<A> {
  const decisions = options.decisions ? space.features : [];
  const paths = options.paths && hasGraphs(space) ? pathRowsOf(space) : undefined;
  const features = [...decisions, ...(paths?.features ?? [])];
  const width = features.length;
  // One row is written and copied: a view of its own for each architecture costs more than that.
  const row = new Float64Array(decisions.length);
  const write = (architecture: A, rows: Float64Array, at: number): void => {
    if (options.decisions) {
      row.fill(0);
      space.encodeInto(architecture, row);
      for (let f = 0; f < row.length; f++) rows[at + f] = row[f]!;
    }
    if (paths) rows.set(paths.rowOf(architecture), at + decisions.length);
  };
  const observed = new WeakMap<Observation<A>, Float64Array>();
  const lists = new WeakMap<Networks<A>, Float64Array>();
  return {
    features,
    write,
    ofObservation(observation) {
      let known = observed.get(observation);
      if (!known) {
        write(observation.architecture, (known = new Float64Array(width)), 0);
        observed.set(observation, known);
      }
      return known;
    },
    ofList(networks) {
      let known = lists.get(networks);
      if (!known) {
        known = new Float64Array(networks.architectures.length * width);
        for (const [i, architecture] of networks.architectures.entries())
          write(architecture, known, i * width);
        lists.set(networks, known);
      }
      return known;
    },
  };
}
