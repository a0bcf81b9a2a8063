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

  convolution(input: number, channels: number, kernel: number, stride: number): number {
    const padding = (kernel - 1) / 2;
    return this.add(
      {
        type: "conv2d",
        channels,
        kernel: [kernel, kernel],
        stride: [stride, stride],
        padding: [padding, padding],
        dilation: [1, 1],
        groups: 1,
        bias: false,
      },
      input,
    );
  }

  normalization(input: number): number {
    return this.add({ type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 }, input);
  }

  /** ReLU, convolution without bias, batch-norm. */
  reluConvNorm(input: number, channels: number, kernel: number, stride: number): number {
    return this.normalization(this.convolution(this.add({ type: "relu" }, input), channels, kernel, stride));
  }

  averagePool(input: number, kernel: number, stride: number, padding: number): number {
    return this.add(
      {
        type: "avg-pool2d",
        kernel: [kernel, kernel],
        stride: [stride, stride],
        padding: [padding, padding],
        countPadding: false,
      },
      input,
    );
  }

  build(): NetworkSpec {
    return { version: 1, input: this.#shape, nodes: this.#nodes };
  }
}
