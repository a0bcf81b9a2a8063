import { add, div, mul, positive, scalar, scaled, sub, sum } from "../graph/elementwise.ts";
import { type Graph, neededFor, type Primitive, type Value } from "../graph/graph.ts";
import { reduceSum } from "../graph/reductions.ts";
import { filled, gather, reshape } from "../graph/shaping.ts";

/** How a value moves; undefined where it stays. */
type Move = Value | undefined;

/**
 * How values move, to first order, as some others move: forward differentiation of what was written, one primitive at a
 * time. Of gradients it makes second derivatives. Steps and what is called a constant there do not move.
 *
 * @param moves - of inputs of the graph.
 */
export function writeMoves(
  graph: Graph,
  results: readonly (Value | undefined)[],
  moves: ReadonlyMap<Value, Value>,
): readonly Move[] {
  const known = new Map<Value, Value>(moves);
  let segment = -1;
  const needed = neededFor(
    graph,
    results.filter((value) => value !== undefined),
  );
  for (const primitive of needed) {
    const read = primitive.inputs.map((value) => known.get(value));
    if (read.every((move) => move === undefined)) continue;
    if (primitive.segment !== segment) graph.cut();
    segment = primitive.segment;
    for (const [i, move] of movesOf(graph, primitive, read).entries())
      if (move) known.set(primitive.outputs[i]!, move);
  }
  return results.map((value) => value && known.get(value));
}

function movesOf(graph: Graph, primitive: Primitive, moves: readonly Move[]): readonly Move[] {
  const { kind, inputs, outputs } = primitive;
  const [x, y] = inputs as [Value, Value?];
  const value = outputs[0]!;
  const [dx, dy] = moves;
  const first = (): Value => dx!;
  /** The primitive again, with other inputs at some places. */
  const again = (changed: readonly Move[]): readonly Value[] =>
    graph.apply(
      kind,
      inputs.map((input, i) => changed[i] ?? input),
      { shapes: outputs.map(({ shape }) => shape) },
      primitive.attributes,
    );
  switch (kind) {
    // Linear in the first input; what else they read says how.
    case "Reshape":
    case "Transpose":
    case "Expand":
    case "Slice":
    case "Pad":
    case "Split":
    case "Gather":
    case "ReduceSum":
    case "ReduceMean":
    case "AveragePool":
    case "Identity":
      return again([dx]);
    case "Concat":
      return again(moves.map((move, i) => move ?? filled(graph, 0, inputs[i]!.shape)));
    case "ScatterElementsSum":
      return again([undefined, undefined, moves[2]]);
    case "Add":
    case "Sum":
      return [spread(graph, sum(graph, alike(graph, moves, value)), value)];
    case "Sub":
      return [spread(graph, dx && dy ? sub(graph, dx, dy) : (dx ?? scaled(graph, dy!, -1)), value)];
    // Linear in each of the first two inputs, and in what is added.
    case "Mul":
    case "MatMul":
      return [sum(graph, [...(dx ? again([dx]) : []), ...(dy ? again([undefined, dy]) : [])])];
    case "Conv":
    case "ConvTranspose":
    case "Gemm":
      return [bilinear(graph, primitive, moves)];
    case "Div": {
      const own = dx && div(graph, dx, y!);
      const other = dy && scaled(graph, div(graph, mul(graph, value, dy), y!), -1);
      return [own && other ? add(graph, own, other) : (own ?? other)];
    }
    case "Relu":
      return [mul(graph, first(), positive(graph, value))];
    case "Clip": {
      const inside = mul(graph, positive(graph, value), positive(graph, sub(graph, inputs[2]!, value)));
      return [mul(graph, first(), inside)];
    }
    case "MaxPool": {
      const list = (values: Value): Value =>
        reshape(graph, values, [values.shape.reduce((product, length) => product * length, 1)]);
      const taken = gather(graph, list(first()), reshape(graph, outputs[1]!, list(outputs[1]!).shape));
      return [reshape(graph, taken, value.shape)];
    }
    case "Sqrt":
      return [div(graph, first(), scaled(graph, value, 2))];
    case "Reciprocal":
      return [scaled(graph, mul(graph, first(), mul(graph, value, value)), -1)];
    case "Sigmoid":
      return [mul(graph, first(), mul(graph, value, sub(graph, scalar(graph, 1), value)))];
    case "Tanh":
      return [mul(graph, first(), sub(graph, scalar(graph, 1), mul(graph, value, value)))];
    case "Softmax": {
      const mean = reduceSum(graph, mul(graph, value, first()), [x.shape.length - 1], true);
      return [mul(graph, value, sub(graph, first(), mean))];
    }
    // Steps, and the divisors of `rescale`.
    case "Positive":
    case "IsZero":
    case "Abs":
    case "ReduceMax":
      return [];
    default:
      throw new Error(`'${kind}' is not differentiated twice`);
  }
}

function bilinear(
  graph: Graph,
  { kind, inputs, outputs, attributes }: Primitive,
  moves: readonly Move[],
): Value {
  const [x, weight, added] = inputs as [Value, Value, Value?];
  const product = (a: Value, b: Value, c?: Value): Value =>
    graph.apply(kind, c ? [a, b, c] : [a, b], { shapes: [outputs[0]!.shape] }, attributes)[0]!;
  const [dx, dw, dc] = moves;
  const parts = [dx && product(dx, weight), dw && product(x, dw)].filter((part) => part !== undefined);
  if (added && dc) {
    const { shape } = outputs[0]!;
    const column = kind === "Gemm" ? dc : reshape(graph, dc, [shape[1]!, ...shape.slice(2).map(() => 1)]);
    if (parts.length === 0) return add(graph, filled(graph, 0, shape), column);
    return add(graph, sum(graph, parts), column);
  }
  return sum(graph, parts);
}

/** The moves that there are, those of broadcast inputs as large as what is computed of them. */
function alike(graph: Graph, moves: readonly Move[], value: Value): readonly Value[] {
  return moves.filter((move) => move !== undefined).map((move) => spread(graph, move, value));
}

function spread(graph: Graph, move: Value, { shape }: Value): Value {
  if (move.shape.join() === shape.join()) return move;
  return add(graph, filled(graph, 0, shape), move);
}
