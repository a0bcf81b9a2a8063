import type { Random } from "@proxybo/core";
import type { Value } from "./decision.ts";
import type { Diagram, DiagramNode } from "./diagram.ts";

/** The decisions that were made, by name, in the order of the space; those that do not apply are absent. */
export type Architecture = Readonly<Record<string, Value>>;

/** Decides one after the other; `choose` gives the position of a value where a decision is to be made. */
export function decide(
  { names, values, root }: Diagram,
  choose: (decision: number, node: DiagramNode) => number,
): Architecture {
  const made: Record<string, Value> = {};
  let node = root;
  for (const [decision, name] of names.entries()) {
    const position = node.active ? choose(decision, node) : 0;
    if (node.active) made[name] = values[decision]![position]!;
    node = node.next[position]!;
  }
  return Object.freeze(made);
}

/** The architecture at `index` (0 … size − 1) in the order of the decisions and their values. */
export function architectureAt(diagram: Diagram, index: bigint): Architecture {
  let left = index;
  return decide(diagram, (_, { next }) => {
    const position = next.findIndex(({ completions }) => {
      if (left < completions) return true;
      left -= completions;
      return false;
    });
    return position;
  });
}

/** A valid architecture, each as likely as any other. */
export function sample(diagram: Diagram, random: Random): Architecture {
  return architectureAt(diagram, below(diagram.root.completions, random));
}

/** A whole number in [0, bound), without modulo bias. */
function below(bound: bigint, random: Random): bigint {
  if (bound <= 2n ** 32n) return BigInt(random.integer(Number(bound)));
  const words = Math.ceil(bound.toString(2).length / 32);
  const limit = 2n ** BigInt(32 * words);
  const fair = limit - (limit % bound);
  for (;;) {
    let drawn = 0n;
    for (let i = 0; i < words; i++) drawn = (drawn << 32n) | BigInt(random.integer(2 ** 32));
    if (drawn < fair) return drawn % bound;
  }
}
