import type { Random } from "@proxybo/core";

/** Units of every node. */
const width = 8;

type Operation = "none" | "skip_connect" | "nor_conv_1x1" | "nor_conv_3x3" | "avg_pool_3x3";

/** One edge of the cell: what it does to the vector of node `from`, with weights where it has some. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly operation: Operation;
  readonly weights: Float64Array;
}

/**
 * A NAS-Bench-201 cell over vectors instead of images: `nor_conv_3x3` is a dense layer after a ReLU, `nor_conv_1x1` one
 * weight a unit after a ReLU, `avg_pool_3x3` the mean of neighbouring units. A dense layer leads in, one leads out.
 */
export class Cell {
  readonly #edges: readonly Edge[];
  readonly #stem: Float64Array;
  readonly #head: Float64Array;

  constructor(architecture: string, random: Random) {
    const draw = (count: number, fanIn: number): Float64Array =>
      Float64Array.from({ length: count }, () => random.normal() / Math.sqrt(fanIn));
    this.#stem = draw(3 * width, 3);
    this.#edges = architecture.split("+").flatMap((node, n) =>
      [...node.matchAll(/\|(\w+)~(\d)/g)].map(([, operation, from]): Edge => {
        const counts: Partial<Record<string, number>> = { nor_conv_3x3: width * width, nor_conv_1x1: width };
        const weights = draw(counts[operation!] ?? 0, operation === "nor_conv_3x3" ? width : 1);
        return { from: Number(from), to: n + 1, operation: operation as Operation, weights };
      }),
    );
    this.#head = draw(width + 1, width);
  }

  /** The logit of spiral 1. */
  predict(input: readonly [number, number]): number {
    return this.#forward(input).logit;
  }

  /** One step of gradient descent on the cross-entropy of one point; gives the loss before it. */
  learn(input: readonly [number, number], label: number, rate: number): number {
    const { nodes, logit } = this.#forward(input);
    const error = 1 / (1 + Math.exp(-logit)) - label;
    const gradients = nodes.map(() => new Float64Array(width));
    const last = nodes.at(-1)!;
    for (let u = 0; u < width; u++) {
      gradients.at(-1)![u] = last[u]! > 0 ? error * this.#head[u]! : 0;
      this.#head[u]! -= rate * error * Math.max(0, last[u]!);
    }
    this.#head[width]! -= rate * error;
    for (const edge of this.#edges.toReversed())
      backward(edge, nodes[edge.from]!, gradients[edge.to]!, gradients[edge.from]!, rate);
    for (let u = 0; u < width; u++)
      for (const [i, value] of [...input, 1].entries())
        this.#stem[3 * u + i]! -= rate * gradients[0]![u]! * value;
    return Math.log1p(Math.exp(label === 1 ? -logit : logit));
  }

  #forward(input: readonly [number, number]): { nodes: readonly Float64Array[]; logit: number } {
    const nodes = Array.from({ length: 4 }, () => new Float64Array(width));
    for (let u = 0; u < width; u++)
      nodes[0]![u] =
        2 * (this.#stem[3 * u]! * input[0] + this.#stem[3 * u + 1]! * input[1] + this.#stem[3 * u + 2]!);
    for (const edge of this.#edges) forward(edge, nodes[edge.from]!, nodes[edge.to]!);
    let logit = this.#head[width]!;
    for (let u = 0; u < width; u++) logit += this.#head[u]! * Math.max(0, nodes[3]![u]!);
    return { nodes, logit };
  }
}

/** Adds what the edge makes of `x` to `y`. */
function forward({ operation, weights }: Edge, x: Float64Array, y: Float64Array): void {
  for (let u = 0; u < width; u++) {
    if (operation === "skip_connect") y[u]! += x[u]!;
    else if (operation === "nor_conv_1x1") y[u]! += weights[u]! * Math.max(0, x[u]!);
    else if (operation === "avg_pool_3x3") for (const v of around(u)) y[u]! += x[v]! / 3;
    else if (operation === "nor_conv_3x3")
      for (let v = 0; v < width; v++) y[u]! += weights[width * u + v]! * Math.max(0, x[v]!);
  }
}

/** Adds ∂loss/∂x to `dx` for ∂loss/∂y, and moves the weights. */
function backward(
  { operation, weights }: Edge,
  x: Float64Array,
  dy: Float64Array,
  dx: Float64Array,
  rate: number,
): void {
  for (let u = 0; u < width; u++) {
    if (operation === "skip_connect") dx[u]! += dy[u]!;
    else if (operation === "avg_pool_3x3") for (const v of around(u)) dx[v]! += dy[u]! / 3;
    else if (operation === "nor_conv_1x1") weigh(weights, u, u);
    else if (operation === "nor_conv_3x3") for (let v = 0; v < width; v++) weigh(weights, width * u + v, v);
    function weigh(held: Float64Array, w: number, v: number): void {
      if (x[v]! <= 0) return;
      dx[v]! += held[w]! * dy[u]!;
      held[w]! -= rate * dy[u]! * x[v]!;
    }
  }
}

/** A unit and its neighbours, on a ring. */
function around(u: number): readonly number[] {
  return [(u + width - 1) % width, u, (u + 1) % width];
}
