import * as elementwise from "../graph/elementwise.ts";
import type { Value } from "../graph/graph.ts";
import { reduceMean } from "../graph/reductions.ts";
import { concat, expand, pad, reshape, slice } from "../graph/shaping.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";

/** max(0, x), at most the ceiling; its slope is 0 at both bends, as in PyTorch. */
export function relu({ graph, operation: { ceiling }, inputs }: Step<OperationOf<"relu">>): Applied {
  const x = inputs[0]!;
  const { mul, positive, scalar, sub } = elementwise;
  const value = ceiling === undefined ? elementwise.relu(graph, x) : elementwise.clip(graph, x, ceiling);
  const slope = (): Value => {
    const above = positive(graph, value);
    if (ceiling === undefined) return above;
    return mul(graph, above, positive(graph, sub(graph, scalar(graph, ceiling), value)));
  };
  return { value, backward: (dy) => ({ inputs: [mul(graph, dy, slope())], parameters: [] }) };
}

/** Drops values while training (Srivastava et al. 2014, scaled as in PyTorch). */
export function dropout({ graph, inputs }: Step, factors: Value): Applied {
  const drop = (x: Value): Value => elementwise.mul(graph, x, factors);
  return { value: drop(inputs[0]!), backward: (dy) => ({ inputs: [drop(dy)], parameters: [] }) };
}

export function add({ graph, inputs }: Step): Applied {
  return {
    value: elementwise.sum(graph, inputs),
    backward: (dy) => ({ inputs: inputs.map(() => dy), parameters: [] }),
  };
}

export function concatenation({ graph, inputs }: Step): Applied {
  return {
    value: concat(graph, inputs, 1),
    backward: (dy) => {
      let start = 0;
      const parts = inputs.map(({ shape }) => {
        const count = shape[1]!;
        const part = slice(graph, dy, [{ axis: 1, start, count }]);
        start += count;
        return part;
      });
      return { inputs: parts, parameters: [] };
    },
  };
}

export function truncate({ graph, operation, inputs }: Step<OperationOf<"truncate">>): Applied {
  const x = inputs[0]!;
  const after = x.shape.map((_, axis) => (axis === 1 ? x.shape[1]! - operation.channels : 0));
  const before = after.map(() => 0);
  return {
    value: slice(graph, x, [{ axis: 1, start: 0, count: operation.channels }]),
    backward: (dy) => ({ inputs: [pad(graph, dy, before, after)], parameters: [] }),
  };
}

export function globalAvgPool({ graph, inputs }: Step): Applied {
  const x = inputs[0]!;
  const [n, channels, ...positions] = x.shape as [number, number, ...number[]];
  const share = 1 / positions.reduce((product, length) => product * length, 1);
  return {
    value: reduceMean(
      graph,
      x,
      positions.map((_, i) => 2 + i),
    ),
    backward: (dy) => {
      const column = reshape(graph, elementwise.scaled(graph, dy, share), [
        n,
        channels,
        ...positions.map(() => 1),
      ]);
      return { inputs: [expand(graph, column, x.shape)], parameters: [] };
    },
  };
}
