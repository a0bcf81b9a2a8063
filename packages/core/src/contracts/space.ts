import type { Either } from "fp-ts/lib/Either.js";
import type { ProxyboError } from "../errors/error.ts";
import type { Random } from "../random/random.ts";
import type { NetworkSpec, Task } from "./network.ts";

/** One column of an encoded architecture. */
export type Feature =
  /** Holds a level 0 … levels − 1 whose order means nothing. */
  | { readonly kind: "categorical"; readonly name: string; readonly levels: number }
  /** Holds any finite number. */
  | { readonly kind: "continuous"; readonly name: string }
  /** Holds how often something occurs in the architecture, e.g. a path of operations: 0, 1, 2, … */
  | { readonly kind: "count"; readonly name: string }
  /** Holds the normal score of a zero-cost proxy, about standard normal, lower is better. */
  | { readonly kind: "proxy"; readonly name: string };

/** A directed acyclic graph with an operation on every node; node 0 is the input, the last node the output. */
export interface LabelledGraph {
  readonly labels: readonly string[];
  /** Pairs [from, to] with from < to, each once. */
  readonly edges: readonly (readonly [number, number])[];
}

/**
 * A set of architectures of type `A`, and all that a search needs to know of them. Values of `A` are plain immutable
 * data. Everything here is pure: the same arguments give the same result.
 */
export interface SearchSpace<A = unknown> {
  readonly name: string;
  /** How many different values of `A` there are (before isomorphic ones are counted once); `Infinity` if unbounded. */
  readonly size: number;
  /** The columns that `encodeInto` writes. */
  readonly features: readonly Feature[];
  /** A random architecture; every value of `A` can come. */
  sample(random: Random): A;
  /** All architectures that one edit makes of `architecture`: valid, each once, without itself. */
  neighbours(architecture: A): readonly A[];
  /** The canonical key: equal for two architectures exactly if they stand for the same network. */
  key(architecture: A): string;
  /** Reads the text form; a malformed text is `ARCHITECTURE_MALFORMED` with the place of the fault. */
  parse(text: string): Either<ProxyboError, A>;
  /** The text form: `parse(format(a))` gives `a` back. */
  format(architecture: A): string;
  /** Writes `features.length` numbers into `row`. */
  encodeInto(architecture: A, row: Float64Array): void;
  /**
   * The architecture as a labelled graph: for graph models, counts of paths and drawings. Absent where architectures are
   * lists of decisions, not graphs.
   */
  graph?(architecture: A): LabelledGraph;
  /** The whole network to train for `task`; throws `USAGE` where only the user's own training code knows it. */
  network(architecture: A, task: Task): NetworkSpec;
  /** Every value of `A` once, in a fixed order. Absent where the space is too large to list. */
  enumerate?(): Iterable<A>;
}

/** A space whose architectures are graphs. */
export type GraphSpace<A = unknown> = SearchSpace<A> & Required<Pick<SearchSpace<A>, "graph">>;

/** Whether the architectures of a space are graphs. */
export function hasGraphs<A>(space: SearchSpace<A>): space is GraphSpace<A> {
  return space.graph !== undefined;
}
