import type { Tensor } from "@tensorflow/tfjs-core";
import type { Kernels } from "../kernels/kernels.ts";
import type { Gradients, Wants } from "./apply.ts";

/** A tensor's derivative along the direction in which parameters move; undefined where it stays. */
export type Move = Tensor | undefined;

/** How the inputs and parameters of a step move. */
export interface Moves {
  readonly inputs: readonly Move[];
  readonly parameters: readonly Move[];
}

/** How a step moves with what it reads, to first order: what second derivatives are made of. */
export interface Motion {
  /** How its value moves, where something that it reads does. */
  value(moves: Moves): Tensor;
  /** How the gradients that it passes back move, where `dy` moves by `dyMove`; for each parameter one. */
  backward(dy: Tensor, dyMove: Tensor, moves: Moves, wants: Wants): Gradients;
}

/** Of a step without parameters that is linear in its inputs, or piecewise so: `value` is applied to their moves. */
export function linearMotion(
  value: (moves: readonly Move[]) => Tensor,
  backward: (dy: Tensor, wants: Wants) => Gradients,
): Motion {
  return {
    value: ({ inputs }) => value(inputs),
    backward: (_, dyMove, __, wants) => backward(dyMove, wants),
  };
}

/** The sum of what moves. */
export function sumOf(kernels: Pick<Kernels, "add">, ...parts: readonly Move[]): Tensor {
  return kernels.add(parts.filter((part) => part !== undefined));
}
