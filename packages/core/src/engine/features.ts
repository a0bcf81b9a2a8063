import type { SearchState } from "../contracts/strategy.ts";
import type { Feature } from "../contracts/space.ts";
import type { Inputs } from "../contracts/surrogate.ts";
import type { CandidatePool } from "./candidate-pool.ts";
import { graphOf } from "./inputs.ts";
import { ownRowsOf } from "./own-rows.ts";
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
  const { space, observations, pending } = state;
  const observed = observations.map(({ architecture }) => architecture);
  const own = ownRowsOf(space, options);
  const sources = options.proxies ? state.proxies : [];
  const proxies: Float64Array[] = [];
  for (const [p, scores] of (await scoresOf(sources, [...observed, ...pending], candidates)).entries())
    proxies.push(await proxyNormalScores(space, sources[p]!, scores));
  const ownWidth = own.features.length;
  const features: readonly Feature[] = [
    ...own.features,
    ...sources.map(({ name }): Feature => ({ kind: "proxy", name })),
  ];
  const width = features.length;
  /**
   * @param first - place of the first of these architectures among all, where their proxies' scores are.
   * @param writeOwn - writes what follows from architecture i itself into `rows`, from `at` on.
   */
  const encode = (
    architectures: readonly A[],
    first: number,
    writeOwn: (i: number, rows: Float64Array, at: number) => void,
  ): Inputs => {
    const n = architectures.length;
    const rows = new Float64Array(n * width);
    for (let i = 0, at = 0; i < n; i++, at += width) {
      writeOwn(i, rows, at);
      for (let p = 0; p < proxies.length; p++) rows[at + ownWidth + p] = proxies[p]![first + i]!;
    }
    return { n, rows, features, graph: (i) => graphOf(space, architectures[i]!) };
  };
  const { listed } = candidates;
  const list = listed && own.ofList(listed.networks);
  return {
    observed: encode(observed, 0, (i, rows, at) => {
      const row = own.ofObservation(observations[i]!);
      for (let f = 0; f < ownWidth; f++) rows[at + f] = row[f]!;
    }),
    pending: encode(pending, observed.length, (i, rows, at) => own.write(pending[i]!, rows, at)),
    candidates: {
      n: candidates.n,
      *blocks() {
        let first = 0;
        for (const part of candidates.parts()) {
          const start = first;
          yield encode(part, observed.length + pending.length + start, (i, rows, at) => {
            if (!listed || start + i < listed.first) return own.write(part[i]!, rows, at);
            const from = listed.places[start + i - listed.first]! * ownWidth;
            for (let f = 0; f < ownWidth; f++) rows[at + f] = list![from + f]!;
          });
          first += part.length;
        }
      },
    },
  };
}
