import type { NetworkNode, NetworkSpec, Operation, Shape } from "@proxybo/core";

/** Puts a network together node by node; nodes are known by their indices. */
export class NetworkBuilder {
  readonly input = 0;
  readonly #shape: Shape;
  readonly #normMomentum: number;
  readonly #nodes: NetworkNode[] = [{ operation: { type: "input" }, inputs: [] }];

  constructor(input: Shape, normMomentum: number) {
    this.#shape = input;
    this.#normMomentum = normMomentum;
  }

  /** Appends an operation that reads `inputs`; gives its index. */
  add(operation: Operation, ...inputs: readonly number[]): number {
    return this.#nodes.push({ operation, inputs }) - 1;
  }

  /** The sum of nodes; of a single node, that node itself. */
  sum(inputs: readonly number[]): number {
    return inputs.length === 1 ? inputs[0]! : this.add({ type: "add" }, ...inputs);
  }

  /** Nodes joined along the channels; a single node is left as it is. */
  join(inputs: readonly number[]): number {
    return inputs.length === 1 ? inputs[0]! : this.add({ type: "concat" }, ...inputs);
  }

  /** Convolution without bias that keeps the image's size, batch-norm, ReLU. */
  convNormRelu(input: number, channels: number, kernel: number): number {
    const padding = (kernel - 1) / 2;
    const convolution = this.add(
      {
        type: "conv2d",
        channels,
        kernel: [kernel, kernel],
        stride: [1, 1],
        padding: [padding, padding],
        dilation: [1, 1],
        groups: 1,
        bias: false,
      },
      input,
    );
    const norm = { type: "batch-norm", affine: true, epsilon: 1e-5, momentum: this.#normMomentum } as const;
    return this.add({ type: "relu" }, this.add(norm, convolution));
  }

  maxPool(input: number, kernel: number, stride: number, padding: number): number {
    return this.add(
      {
        type: "max-pool2d",
        kernel: [kernel, kernel],
        stride: [stride, stride],
        padding: [padding, padding],
      },
      input,
    );
  }

  build(): NetworkSpec {
    return { version: 1, input: this.#shape, nodes: this.#nodes };
  }
}
