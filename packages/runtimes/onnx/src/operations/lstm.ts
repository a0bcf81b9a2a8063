import { add, mul, scalar, sigmoid, sub, sum, tanh } from "../graph/elementwise.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { gemm } from "../graph/products.ts";
import { reduceSum } from "../graph/reductions.ts";
import { concat, filled, reshape, split, transpose } from "../graph/shaping.ts";
import type { Applied, Gradients, OperationOf, Step } from "./apply.ts";

/** What one moment of the sequence leaves for the way back. */
interface Moment {
  readonly gates: { readonly i: Value; readonly f: Value; readonly g: Value; readonly o: Value };
  readonly before: { readonly hidden: Value; readonly cell: Value };
  readonly squashed: Value;
}

/**
 * One LSTM layer over `[batch, channels, length]` from a zero state: c' = σ(f)·c + σ(i)·tanh(g), h' = σ(o)·tanh(c')
 * (Hochreiter & Schmidhuber 1997, as in PyTorch). Each moment is a segment, so that all of them share a session.
 */
export function lstm({
  graph,
  operation: { hidden: units },
  inputs,
  parameters,
}: Step<OperationOf<"lstm">>): Applied {
  const x = inputs[0]!;
  const [batch, channels, length] = x.shape as [number, number, number];
  const [weightInput, weightHidden, biasInput, biasHidden] = parameters as [Value, Value, Value, Value];
  const flat = reshape(graph, transpose(graph, x, [2, 0, 1]), [length * batch, channels]);
  const biases = add(graph, biasInput, biasHidden);
  const driven = moments(graph, gemm(graph, flat, weightInput, { transB: true, c: biases }), length);
  let hidden = filled(graph, 0, [batch, units]);
  let cell = hidden;
  const done: Moment[] = [];
  const outputs: Value[] = [];
  for (const drive of driven) {
    graph.cut();
    const sums = add(graph, drive, gemm(graph, hidden, weightHidden, { transB: true }));
    const [i, f, g, o] = split(graph, sums, 4, 1) as [Value, Value, Value, Value];
    const gates = { i: sigmoid(graph, i), f: sigmoid(graph, f), g: tanh(graph, g), o: sigmoid(graph, o) };
    const before = { hidden, cell };
    cell = add(graph, mul(graph, gates.f, cell), mul(graph, gates.i, gates.g));
    const squashed = tanh(graph, cell);
    hidden = mul(graph, gates.o, squashed);
    done.push({ gates, before, squashed });
    outputs.push(hidden);
  }
  graph.cut();
  return {
    value: transpose(graph, stacked(graph, outputs), [1, 2, 0]),
    backward: (dy, wants) => {
      const sums = momentsBack(graph, dy, done, weightHidden);
      graph.cut();
      const rows = reshape(graph, stacked(graph, sums), [length * batch, 4 * units]);
      const hiddens = stacked(
        graph,
        done.map(({ before }) => before.hidden),
      );
      const bias = reduceSum(graph, rows, [0]);
      const back = (): Value => {
        const gradient = reshape(graph, gemm(graph, rows, weightInput), [length, batch, channels]);
        return transpose(graph, gradient, [1, 2, 0]);
      };
      const result: Gradients = {
        inputs: [wants.inputs ? back() : undefined],
        parameters: wants.parameters
          ? [
              gemm(graph, rows, flat, { transA: true }),
              gemm(graph, rows, reshape(graph, hiddens, [length * batch, units]), { transA: true }),
              bias,
              bias,
            ]
          : [],
      };
      graph.cut();
      return result;
    },
  };
}

/** The gradients of what goes into the gates, `[batch, 4 · hidden]` at each moment. */
function momentsBack(
  graph: Graph,
  dy: Value,
  done: readonly Moment[],
  weightHidden: Value,
): readonly Value[] {
  const [batch, units, length] = dy.shape as [number, number, number];
  const coming = moments(
    graph,
    reshape(graph, transpose(graph, dy, [2, 0, 1]), [length * batch, units]),
    length,
  );
  const one = scalar(graph, 1);
  const slope = (sigmoids: Value): Value => mul(graph, sigmoids, sub(graph, one, sigmoids));
  const bend = (tangents: Value): Value => sub(graph, one, mul(graph, tangents, tangents));
  let hiddenGradient = filled(graph, 0, [batch, units]);
  let cellGradient = hiddenGradient;
  const sums: Value[] = [];
  for (const [time, { gates, before, squashed }] of [...done.entries()].toReversed()) {
    graph.cut();
    const dh = add(graph, coming[time]!, hiddenGradient);
    const dc = sum(graph, [cellGradient, mul(graph, mul(graph, dh, gates.o), bend(squashed))]);
    const gradient = concat(
      graph,
      [
        mul(graph, mul(graph, dc, gates.g), slope(gates.i)),
        mul(graph, mul(graph, dc, before.cell), slope(gates.f)),
        mul(graph, mul(graph, dc, gates.i), bend(gates.g)),
        mul(graph, mul(graph, dh, squashed), slope(gates.o)),
      ],
      1,
    );
    hiddenGradient = gemm(graph, gradient, weightHidden);
    cellGradient = mul(graph, dc, gates.f);
    sums.unshift(gradient);
  }
  return sums;
}

/** `[length · batch, features]` → for each moment `[batch, features]`. */
function moments(graph: Graph, rows: Value, length: number): readonly Value[] {
  return split(graph, rows, length, 0);
}

/** For each moment `[batch, features]` → `[length, batch, features]`. */
function stacked(graph: Graph, values: readonly Value[]): Value {
  const [batch, features] = values[0]!.shape as [number, number];
  return reshape(graph, concat(graph, values, 0), [values.length, batch, features]);
}
