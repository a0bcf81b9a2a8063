import type { NetworkSpec, Shape } from "../contracts/network.ts";
import type { ParameterInfo, ParameterRole, Parameters } from "../contracts/runtime.ts";
import { createRandom } from "../random/random.ts";
import { inferShapes } from "./shapes.ts";

/** The trainable tensors of a network, in node order; within a node weight before bias, scale before shift. */
export function parametersOf(spec: NetworkSpec): readonly ParameterInfo[] {
  const shapes = inferShapes(spec);
  return spec.nodes.flatMap((node, index) => {
    const channels = shapes[node.inputs[0] ?? 0]![0]!;
    const parameter = (suffix: string, role: ParameterRole, shape: Shape): ParameterInfo => ({
      name: `${index}.${suffix}`,
      node: index,
      role,
      shape,
    });
    const { operation } = node;
    switch (operation.type) {
      case "conv2d":
      case "conv1d": {
        const kernel = [operation.kernel].flat();
        const shape = [operation.channels, channels / operation.groups, ...kernel];
        const weight = parameter("weight", "weight", shape);
        return operation.bias ? [weight, parameter("bias", "bias", [operation.channels])] : [weight];
      }
      case "linear": {
        const weight = parameter("weight", "weight", [operation.features, channels]);
        return operation.bias ? [weight, parameter("bias", "bias", [operation.features])] : [weight];
      }
      case "batch-norm":
      case "layer-norm":
        if (!operation.affine) return [];
        return [parameter("scale", "scale", [channels]), parameter("shift", "shift", [channels])];
      case "lstm": {
        const rows = 4 * operation.hidden;
        return [
          parameter("weight-input", "weight", [rows, channels]),
          parameter("weight-hidden", "weight", [rows, operation.hidden]),
          parameter("bias-input", "bias", [rows]),
          parameter("bias-hidden", "bias", [rows]),
        ];
      }
      default:
        return [];
    }
  });
}

/**
 * Initial parameters as PyTorch draws them by default: weights and biases uniform in ±1/√fan-in (LSTM: ±1/√hidden),
 * scales 1, shifts 0. The same for a seed on every runtime; a parameter's values depend on its name, not on its
 * neighbours.
 */
export function initialParameters(spec: NetworkSpec, seed: number): Parameters {
  const infos = parametersOf(spec);
  const bounds = new Map<number, number>();
  return infos.map((info) => {
    const size = info.shape.reduce((product, length) => product * length, 1);
    if (info.role === "scale") return new Float32Array(size).fill(1);
    if (info.role === "shift") return new Float32Array(size);
    const operation = spec.nodes[info.node]!.operation;
    if (!bounds.has(info.node))
      bounds.set(
        info.node,
        1 / Math.sqrt(operation.type === "lstm" ? operation.hidden : size / info.shape[0]!),
      );
    const bound = bounds.get(info.node)!;
    const random = createRandom(seed, "parameter", info.name);
    // A loop: `Float32Array.from` takes six times as long, and a network has a million of them.
    const values = new Float32Array(size);
    for (let i = 0; i < size; i++) values[i] = (2 * random.uniform() - 1) * bound;
    return values;
  });
}
