import type { NetworkSpec } from "@proxybo/core";

/**
 * The part of a network in front of its last global pool, whose input is its output; the whole network where it has none.
 *
 * @example
 * // input 0 → conv 1 → relu 2 → global-avg-pool 3 → linear 4
 * trunkOf(spec).nodes.length // => 3
 */
export function trunkOf(spec: NetworkSpec): NetworkSpec {
  const pool = spec.nodes.findLast(({ operation }) => operation.type === "global-avg-pool");
  return pool === undefined ? spec : { ...spec, nodes: spec.nodes.slice(0, pool.inputs[0]! + 1) };
}
