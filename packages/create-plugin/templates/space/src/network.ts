import { classesOf, type NetworkNode, type NetworkSpec, type Operation, type Task } from "@proxybo/core";
import type { Settings } from "./settings.ts";

/**
 * The whole network: `depth` times a convolution, batch-norm and ReLU, every second one with half the resolution and
 * twice the channels (while the image is larger than 4 × 4), then the mean over the positions and the logits.
 */
export function networkOf({ depth, width, kernel, hidden }: Settings, task: Task): NetworkSpec {
  const chain: Operation[] = [{ type: "input" }];
  let [channels, side] = [width, Math.min(...task.input.slice(1))];
  for (let layer = 0; layer < depth; layer++) {
    const reduces = layer % 2 === 1 && side > 4;
    if (reduces) [channels, side] = [2 * channels, Math.ceil(side / 2)];
    chain.push(convolution(channels, kernel, reduces ? 2 : 1), normalization, { type: "relu" });
  }
  chain.push({ type: "global-avg-pool" });
  if (hidden > 0) chain.push({ type: "linear", features: hidden, bias: true }, { type: "relu" });
  chain.push({ type: "linear", features: classesOf(task, "template-name"), bias: true });
  const nodes = chain.map((operation, node): NetworkNode => ({
    operation,
    inputs: node === 0 ? [] : [node - 1],
  }));
  return { version: 1, input: task.input, nodes };
}

const normalization: Operation = { type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 };

function convolution(channels: number, kernel: number, stride: number): Operation {
  const padding = (kernel - 1) / 2;
  return {
    type: "conv2d",
    channels,
    kernel: [kernel, kernel],
    stride: [stride, stride],
    padding: [padding, padding],
    dilation: [1, 1],
    groups: 1,
    bias: false,
  };
}
