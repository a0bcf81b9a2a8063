import type { SearchState } from "../contracts/strategy.ts";
import { type Feature, hasGraphs } from "../contracts/space.ts";
import type { Inputs } from "../contracts/surrogate.ts";
import { graphOf } from "./inputs.ts";
import { pathRowsOf } from "./path-rows.ts";
import { proxyNormalScores } from "./proxy-scores.ts";

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

/** Candidates of one block: as many as most searches draw are one. */
const blockSize = 32_768;

/** Encodes all that a suggestion is about, one row an architecture: decisions, then path counts, then proxies. */
export async function encodeState<A>(
  state: SearchState<A>,
  candidates: readonly A[],
  options: FeatureOptions,
): Promise<EncodedState> {
  const { space } = state;
  const observed = state.observations.map(({ architecture }) => architecture);
  const all = [...observed, ...state.pending, ...candidates];
  const paths = options.paths && hasGraphs(space) ? pathRowsOf(space) : undefined;
  const sources = options.proxies ? state.proxies : [];
  const proxies: Float64Array[] = [];
  for (const proxy of sources) proxies.push(await proxyNormalScores(state, proxy, all));
  const decisions = options.decisions ? space.features : [];
  const features: readonly Feature[] = [
    ...decisions,
    ...(paths?.features ?? []),
    ...sources.map(({ name }): Feature => ({ kind: "proxy", name })),
  ];
  const width = features.length;
  const encode = (start: number, end: number): Inputs => {
    const rows = new Float64Array((end - start) * width);
    // One row is written and copied: a view of its own for each architecture costs more than that.
    const row = new Float64Array(decisions.length);
    for (let i = start, at = 0; i < end; i++, at += width) {
      const architecture = all[i]!;
      if (options.decisions) {
        row.fill(0);
        space.encodeInto(architecture, row);
        for (let f = 0; f < row.length; f++) rows[at + f] = row[f]!;
      }
      if (paths) rows.set(paths.rowOf(architecture), at + decisions.length);
      for (let p = 0; p < proxies.length; p++) rows[at + width - proxies.length + p] = proxies[p]![i]!;
    }
    return { n: end - start, rows, features, graph: (i) => graphOf(space, all[start + i]!) };
  };
  const first = observed.length + state.pending.length;
  return {
    observed: encode(0, observed.length),
    pending: encode(observed.length, first),
    candidates: {
      n: candidates.length,
      *blocks() {
        for (let start = first; start < all.length; start += blockSize)
          yield encode(start, Math.min(start + blockSize, all.length));
      },
    },
  };
}
