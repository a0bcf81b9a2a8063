import type { SearchState } from "../contracts/strategy.ts";
import { type Feature, hasGraphs } from "../contracts/space.ts";
import type { Inputs } from "../contracts/surrogate.ts";
import type { CandidatePool } from "./candidate-pool.ts";
import { graphOf } from "./inputs.ts";
import { pathRowsOf } from "./path-rows.ts";
import { proxyNormalScores, scoresOf } from "./proxy-scores.ts";

/** What a surrogate is told of an architecture. */
export interface FeatureOptions {
  /** The features of the space: its decisions. */
  readonly decisions: boolean;
  /**
   * How often each path of operations leads from input to output, or where these are too many how often each operation
   * reads what; nothing where the space has no graphs.
   */
  readonly paths: boolean;
  /** Normal scores of the proxies. */
  readonly proxies: boolean;
}

/** Encoded architectures: the observed, the pending and the candidates, in the order of the state and the list. */
export interface EncodedState {
  readonly observed: Inputs;
  readonly pending: Inputs;
  readonly candidates: Candidates;
}

/** Candidates in blocks that are encoded when their turn comes: the rows of all of a million would fill the memory. */
export interface Candidates {
  readonly n: number;
  blocks(): Iterable<Inputs>;
}

/** Encodes all that a suggestion is about, one row an architecture: decisions, then path counts, then proxies. */
export async function encodeState<A>(
  state: SearchState<A>,
  candidates: CandidatePool<A>,
  options: FeatureOptions,
): Promise<EncodedState> {
  const { space, pending } = state;
  const observed = state.observations.map(({ architecture }) => architecture);
  const paths = options.paths && hasGraphs(space) ? pathRowsOf(space) : undefined;
  const sources = options.proxies ? state.proxies : [];
  const proxies: Float64Array[] = [];
  for (const [p, scores] of (await scoresOf(sources, [...observed, ...pending], candidates)).entries())
    proxies.push(await proxyNormalScores(space, sources[p]!, scores));
  const decisions = options.decisions ? space.features : [];
  const features: readonly Feature[] = [
    ...decisions,
    ...(paths?.features ?? []),
    ...sources.map(({ name }): Feature => ({ kind: "proxy", name })),
  ];
  const width = features.length;
  /** @param first - place of the first of these architectures among all, where their proxies' scores are. */
  const encode = (architectures: readonly A[], first: number): Inputs => {
    const n = architectures.length;
    const rows = new Float64Array(n * width);
    // One row is written and copied: a view of its own for each architecture costs more than that.
    const row = new Float64Array(decisions.length);
    for (let i = 0, at = 0; i < n; i++, at += width) {
      const architecture = architectures[i]!;
      if (options.decisions) {
        row.fill(0);
        space.encodeInto(architecture, row);
        for (let f = 0; f < row.length; f++) rows[at + f] = row[f]!;
      }
      if (paths) rows.set(paths.rowOf(architecture), at + decisions.length);
      for (let p = 0; p < proxies.length; p++)
        rows[at + width - proxies.length + p] = proxies[p]![first + i]!;
    }
    return { n, rows, features, graph: (i) => graphOf(space, architectures[i]!) };
  };
  return {
    observed: encode(observed, 0),
    pending: encode(pending, observed.length),
    candidates: {
      n: candidates.n,
      *blocks() {
        let first = observed.length + pending.length;
        for (const part of candidates.parts()) {
          yield encode(part, first);
          first += part.length;
        }
      },
    },
  };
}
