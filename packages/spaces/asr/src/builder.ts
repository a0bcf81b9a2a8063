import type { NetworkNode, NetworkSpec, Operation, Shape } from "@proxybo/core";

/** Puts a network together node by node; nodes are known by their indices. */
export class NetworkBuilder {
  readonly input = 0;
  readonly #shape: Shape;
  readonly #nodes: NetworkNode[] = [{ operation: { type: "input" }, inputs: [] }];

  constructor(input: Shape) {
    this.#shape = input;
  }

  /** Appends an operation that reads `inputs`; gives its index. */
  add(operation: Operation, ...inputs: readonly number[]): number {
    return this.#nodes.push({ operation, inputs }) - 1;
  }

  /** The sum of nodes; of a single node, that node itself. */
  sum(inputs: readonly number[]): number {
    return inputs.length === 1 ? inputs[0]! : this.add({ type: "add" }, ...inputs);
  }

  /** A convolution over time that makes length L to ⌈L / stride⌉. */
  convolution(input: number, shape: ConvolutionShape): number {
    const { channels, kernel, stride = 1, dilation = 1, groups = 1 } = shape;
    const padding = lookingAhead(kernel, stride, dilation);
    return this.add(
      { type: "conv1d", channels, kernel, stride, padding, dilation, groups, bias: true },
      input,
    );
  }

  /** max(0, x), at most 20. */
  clippedRelu(input: number): number {
    return this.add({ type: "relu", ceiling: 20 }, input);
  }

  normalization(input: number): number {
    return this.add({ type: "layer-norm", affine: true, epsilon: 1e-3 }, input);
  }

  dropout(input: number, rate: number): number {
    return rate === 0 ? input : this.add({ type: "dropout", rate }, input);
  }

  build(): NetworkSpec {
    return { version: 1, input: this.#shape, nodes: this.#nodes };
  }
}

interface ConvolutionShape {
  readonly channels: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly dilation?: number;
  readonly groups?: number;
}

/** How many positions a convolution sees beyond its own: 40 ms of speech. */
const lookAhead = 4;

/** Padding of the two ends: of all that a kernel reaches, at most 4 positions of the input lie ahead. */
function lookingAhead(kernel: number, stride: number, dilation: number): readonly [number, number] {
  const reach = (kernel - 1) * dilation;
  const after = Math.min(Math.floor(lookAhead / stride), reach);
  return [reach - after, after];
}
