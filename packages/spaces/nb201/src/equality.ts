import { type Architecture, indexOf } from "./architecture.ts";
import { canonicalCell, textOf, withoutDead } from "./canonical.ts";
import { edges, none, operations, skip } from "./operations.ts";
import { format } from "./text.ts";

/**
 * When two architectures count as one.
 *
 * - `network`: the networks are the same, 5,425 classes. What `SearchSpace.key` promises, and so the default.
 * - `paper`: the expressions of the NAS-Bench-201 paper agree, 6,466 classes.
 * - `dead-operations`: the strings agree after dead operations are set to `none`, 9,445 classes.
 * - `none`: the strings agree, 15,625 classes.
 */
export type Equality = "network" | "paper" | "dead-operations" | "none";

/**
 * The expression by which the NAS-Bench-201 paper counts 6,466 cells: every node is the sorted sum of its edges, written
 * out from the input; a skip edge is the node it comes from, `none` and operations on a node of nothing but one `none`
 * are `#`.
 *
 * It writes every operation out where it is used, so that an operation used twice and two operations of one kind look
 * the same: 430 classes hold cells of different numbers of convolutions. It keeps the `#` of sums and the inner order of
 * contracted sums, so that some cells that compute the same differ. The characters' order decides the classes.
 * Source: Dong and Yang, NAS-Bench-201 (ICLR 2020), section 2.
 */
export function paperExpression(architecture: Architecture): string {
  const nodes = ["0"];
  for (const node of [1, 2, 3]) {
    const terms: string[] = [];
    edges.forEach(([from, to], edge) => {
      if (to !== node) return;
      const code = architecture[edge]!;
      const source = nodes[from]!;
      if (code === none || source === "#") terms.push("#");
      else if (code === skip) terms.push(source);
      else terms.push(`(${source})@${operations[code]}`);
    });
    nodes.push(terms.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join("+"));
  }
  return nodes[3]!;
}

/** The string of the architecture that is left when dead operations are `none`: 9,445 classes. */
export function liveString(architecture: Architecture): string {
  return format(withoutDead(architecture));
}

/** The wiring of the live operations, skip edges contracted, in a canonical order: 5,425 classes. */
export function networkKey(architecture: Architecture): string {
  return textOf(canonicalCell(architecture));
}

const keysOf: Record<Equality, (architecture: Architecture) => string> = {
  network: networkKey,
  paper: paperExpression,
  "dead-operations": liveString,
  none: format,
};

/** A key function under `equality` that computes each of the 15,625 keys at most once. */
export function keyBy(equality: Equality): (architecture: Architecture) => string {
  const keys: string[] = [];
  const compute = keysOf[equality];
  return (architecture) => (keys[indexOf(architecture)] ??= compute(architecture));
}
