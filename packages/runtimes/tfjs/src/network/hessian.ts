import { ProxyboError } from "@proxybo/core";
import { type Plan, type PlannedNode, wantedGradients } from "@proxybo/core/runtime";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tidy } from "../backends/tensorflow.ts";
import type { Motion, Move, Moves } from "../operations/motion.ts";
import type { LossCurvature } from "./loss.ts";
import type { Machine, Trace } from "./pass.ts";

/** A gradient, and how it moves with the parameters. */
interface Pair {
  readonly dy: Tensor;
  readonly move: Tensor;
}

/**
 * How the gradient of the loss by each parameter moves as the parameters move by `moves`: the Hessian times that direction, by
 * a second sweep forth and back beside the first, exact but for rounding (Pearlmutter 1994). To be called inside `tf.tidy`.
 *
 * @param moves - for each parameter; undefined stands for zeros, also in what is returned.
 * @throws {ProxyboError} `USAGE` where an operation has no second derivatives here.
 */
export function hessianProduct(
  { tf }: Machine,
  plan: Plan,
  trace: Trace,
  curvature: LossCurvature,
  moves: readonly Move[],
): readonly Move[] {
  const own: Move[] = plan.nodes.map(() => undefined);
  const movesOf = (node: PlannedNode): Moves => ({
    inputs: node.inputs.map((from) => own[from]),
    parameters: node.parameters.map((position) => moves[position]),
  });
  for (const node of plan.nodes) {
    if (!trace.applied[node.index] || node.zero) continue;
    const read = movesOf(node);
    if ([...read.inputs, ...read.parameters].every((move) => move === undefined)) continue;
    own[node.index] = tidy(tf, () => motionOf(trace, node).value(read));
  }

  const wanted = wantedGradients(plan, { parameters: true, input: false });
  const pairs: (Pair | undefined)[] = plan.nodes.map(() => undefined);
  const found: Move[] = plan.parameters.map(() => undefined);
  pairs[plan.nodes.length - 1] = curvature(own.at(-1));
  for (const node of plan.nodes.toReversed()) {
    const [done, pair] = [trace.applied[node.index], pairs[node.index]];
    if (!done || !pair || !wanted[node.index] || node.index === 0 || node.zero) continue;
    const wants = { inputs: node.inputs.some((from) => wanted[from]), parameters: true };
    const back = tidy(tf, () => ({
      inputs: done.backward(pair.dy, { ...wants, parameters: false }).inputs,
      moved: motionOf(trace, node).backward(pair.dy, pair.move, movesOf(node), wants),
    }));
    for (const [i, position] of node.parameters.entries()) found[position] = back.moved.parameters[i];
    for (const [i, from] of node.inputs.entries()) {
      const [dy, move, before] = [back.inputs[i], back.moved.inputs[i], pairs[from]];
      if (!dy || !move || !wanted[from]) continue;
      pairs[from] = before ? { dy: tf.add(before.dy, dy), move: tf.add(before.move, move) } : { dy, move };
      if (before) tf.dispose([before.dy, before.move, dy, move]);
    }
    tf.dispose([pair.dy, pair.move]);
  }
  return found;
}

function motionOf({ applied }: Trace, { index, operation }: PlannedNode): Motion {
  const motion = applied[index]?.motion;
  if (motion) return motion;
  throw new ProxyboError(
    "USAGE",
    `node ${index}: '${operation.type}' has no second derivatives on this runtime`,
    {
      hint: "use proxies that need first derivatives only",
    },
  );
}
