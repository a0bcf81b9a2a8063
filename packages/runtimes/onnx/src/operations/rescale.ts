import { abs, add, div, isZero, log } from "../graph/elementwise.ts";
import { largest } from "../graph/reductions.ts";
import type { Applied, Step } from "./apply.ts";

/** x / max|x| over the whole batch; the divisor is a constant for gradients, and 1 where all is 0. */
export function rescale({ graph, inputs }: Step): Applied {
  const x = inputs[0]!;
  const most = largest(graph, abs(graph, x));
  const divisor = add(graph, most, isZero(graph, most));
  return {
    value: div(graph, x, divisor),
    logScale: log(graph, divisor),
    backward: (dy) => ({ inputs: [div(graph, dy, divisor)], parameters: [] }),
  };
}
