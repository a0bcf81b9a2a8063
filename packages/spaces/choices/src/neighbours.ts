import { createRandom } from "@proxybo/core";
import { type Architecture, decide } from "./architecture.ts";
import type { Decision, Value } from "./decision.ts";
import type { Diagram, DiagramNode } from "./diagram.ts";

/** In how many ways decisions that newly apply are made, at most. */
const mostCompletions = 16;

/**
 * The architectures that one edit makes: one decision takes another value (of ordered ones the next or previous, in
 * long ranges also an eighth of the range away), decisions that no longer apply drop out, and those that now apply are
 * made in every way, or, where these are more than 16, in up to 16 ways that the architecture draws.
 */
export function neighboursOf(
  diagram: Diagram,
  decisions: readonly Decision[],
  architecture: Architecture,
): readonly Architecture[] {
  const { names, values } = diagram;
  return names.flatMap((name, decision) => {
    if (!Object.hasOwn(architecture, name)) return [];
    const own = values[decision]!;
    const position = own.indexOf(architecture[name]!);
    return positionsNear(decisions[decision]!, position, own.length).flatMap((other) =>
      completions(diagram, { ...architecture, [name]: own[other]! }),
    );
  });
}

function positionsNear({ type }: Decision, position: number, length: number): readonly number[] {
  if (type === "categorical") return Array.from({ length }, (_, i) => i).filter((i) => i !== position);
  const far = Math.round(length / 8);
  const steps = far > 1 ? [-far, -1, 1, far] : [-1, 1];
  return steps.map((step) => position + step).filter((other) => other >= 0 && other < length);
}

/** Valid architectures that decide as `wanted` does as far as it applies. */
function completions(diagram: Diagram, wanted: Architecture): readonly Architecture[] {
  const all = listCompletions(diagram, wanted, mostCompletions + 1);
  if (all.length <= mostCompletions) return all;
  const random = createRandom(0, "neighbours", JSON.stringify(wanted));
  const drawn = Array.from({ length: mostCompletions }, () =>
    decide(
      diagram,
      (decision, { next }) => positionIn(diagram, wanted, decision) ?? random.integer(next.length),
    ),
  );
  return [...new Map(drawn.map((each) => [JSON.stringify(each), each])).values()];
}

/** The first completions in the order of decisions and values, `limit` at most. */
function listCompletions(diagram: Diagram, wanted: Architecture, limit: number): readonly Architecture[] {
  const found: Architecture[] = [];
  const walk = (decision: number, node: DiagramNode, made: Readonly<Record<string, Value>>): void => {
    if (found.length >= limit) return;
    if (decision === diagram.names.length) {
      found.push(Object.freeze(made));
      return;
    }
    if (!node.active) return walk(decision + 1, node.next[0]!, made);
    const given = positionIn(diagram, wanted, decision);
    for (const position of given === undefined ? node.next.keys() : [given]) {
      const value = diagram.values[decision]![position]!;
      walk(decision + 1, node.next[position]!, { ...made, [diagram.names[decision]!]: value });
    }
  };
  walk(0, diagram.root, {});
  return found;
}

/** The position of the value that `wanted` has for a decision, where it has one. */
function positionIn({ names, values }: Diagram, wanted: Architecture, decision: number): number | undefined {
  const name = names[decision]!;
  return Object.hasOwn(wanted, name) ? values[decision]!.indexOf(wanted[name]!) : undefined;
}
