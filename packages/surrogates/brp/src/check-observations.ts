import { type LabelledGraph, ProxyboError } from "@proxybo/core";

/** Sees to it that there is one finite target for each graph, and at least one. */
export function checkTargets(targets: Float64Array, n: number): void {
  if (n < 1) throw new ProxyboError("SURROGATE_FAILED", "expected at least one observation, got none");
  if (targets.length !== n)
    throw new ProxyboError("SURROGATE_FAILED", `expected ${n} targets, got ${targets.length}`);
  const bad = targets.findIndex((target) => !Number.isFinite(target));
  if (bad === -1) return;
  throw new ProxyboError("SURROGATE_FAILED", `expected finite targets, got ${targets[bad]}`, {
    place: { row: bad },
  });
}

/** Sees to it that a graph has nodes and that its edges lead forward among them. */
export function checkGraph({ labels, edges }: LabelledGraph, row: number): void {
  const fail = (message: string): never => {
    throw new ProxyboError("SURROGATE_FAILED", message, {
      place: { row },
      hint: "The space's `graph` must give a labelled graph for each architecture.",
    });
  };
  if (labels.length < 2) fail(`expected a graph of an input and an output, got ${labels.length} nodes`);
  for (const [from, to] of edges) {
    if (Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to < labels.length)
      continue;
    fail(`expected edges [from, to] with 0 ≤ from < to < ${labels.length}, got [${from}, ${to}]`);
  }
}
