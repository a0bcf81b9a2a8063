import { add, div, mul, positive, scalar, scaled, sub, sum } from "../graph/elementwise.ts";
import { type Graph, neededFor, type Primitive, type Value } from "../graph/graph.ts";
import { reduceSum } from "../graph/reductions.ts";
import { filled, gather, reshape } from "../graph/shaping.ts";

/** How a value moves; undefined where it stays. */
type Move = Value | undefined;

/**
 * How values move, to first order, as some inputs of a graph move: forward differentiation of what was written, one primitive
 * at a time. Of outputs it makes Jacobian–vector products, of gradients second derivatives. Steps and what is called a
 * constant there do not move.
 */
export class Tangents {
  readonly #graph: Graph;
  readonly #known: Map<Value, Value>;

  /** @param moves - of inputs of the graph. */
  constructor(graph: Graph, moves: ReadonlyMap<Value, Value>) {
    this.#graph = graph;
    this.#known = new Map(moves);
  }

  of(value: Value): Move {
    return this.#known.get(value);
  }

  /** Writes how what these primitives make moves: in the segment that is being written, or cut where they are. */
  follow(primitives: readonly Primitive[]): void {
    let { segment } = this.#graph;
    for (const primitive of primitives) {
      const read = primitive.inputs.map((value) => this.#known.get(value));
      if (read.every((move) => move === undefined)) continue;
      if (primitive.segment !== segment) this.#graph.cut();
      segment = primitive.segment;
      for (const [i, move] of movesOf(this.#graph, primitive, read).entries())
        if (move) this.#known.set(primitive.outputs[i]!, move);
    }
  }
}

/** How `results` move as inputs of the graph do. */
export function writeMoves(
  graph: Graph,
  results: readonly (Value | undefined)[],
  moves: ReadonlyMap<Value, Value>,
): readonly Move[] {
  const tangents = new Tangents(graph, moves);
  graph.cut();
  tangents.follow(
    neededFor(
      graph,
      results.filter((value) => value !== undefined),
    ),
  );
  return results.map((value) => value && tangents.of(value));
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
    case "nchwc.ReorderInput":
    case "nchwc.ReorderOutput":
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
    case "nchwc.Conv":
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
  const [x, weight] = inputs as [Value, Value];
  const product = (a: Value, b: Value, c?: Value): Value =>
    graph.apply(kind, c ? [a, b, c] : [a, b], { shapes: [outputs[0]!.shape] }, attributes)[0]!;
  const [dx, dw, dc] = moves;
  if (!dx && !dw) return product(scaled(graph, x, 0), weight, dc);
  // What is added moves beside the weights: where they move along themselves, that product is there already.
  const parts = [dw && product(x, dw, dc), dx && product(dx, weight, dw ? undefined : dc)];
  return sum(
    graph,
    parts.filter((part) => part !== undefined),
  );
}

/** The moves that there are, those of broadcast inputs as large as what is computed of them. */
function alike(graph: Graph, moves: readonly Move[], value: Value): readonly Value[] {
  return moves.filter((move) => move !== undefined).map((move) => spread(graph, move, value));
}

function spread(graph: Graph, move: Value, { shape }: Value): Value {
  if (move.shape.join() === shape.join()) return move;
  return add(graph, filled(graph, 0, shape), move);
}
