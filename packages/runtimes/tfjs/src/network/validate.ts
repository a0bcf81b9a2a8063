import { type Batch, type NetworkSpec, ProxyboError, type Shape, type Tensor } from "@proxybo/core";
import { sizeOf } from "./layout.ts";

/** @throws {ProxyboError} `DATASET_INVALID` unless `inputs` is a non-empty batch of the network's input shape. */
export function checkInputs(spec: NetworkSpec, inputs: Tensor): void {
  const [n, ...example] = inputs.shape;
  if (!Number.isInteger(n) || n! < 1 || example.join() !== spec.input.join())
    invalid("inputs.shape", `expected [n, ${spec.input.join(", ")}] with n ≥ 1, got ${show(inputs.shape)}`);
  const size = sizeOf(inputs.shape);
  if (inputs.data.length !== size)
    invalid("inputs.data", `shape ${show(inputs.shape)} holds ${size} numbers, got ${inputs.data.length}`);
}

/** @throws {ProxyboError} `DATASET_INVALID` unless every example has a label in 0 … classes − 1. */
export function checkBatch(spec: NetworkSpec, output: Shape, { inputs, labels }: Batch): void {
  checkInputs(spec, inputs);
  checkClassifier(output);
  if (labels.length !== inputs.shape[0])
    invalid("labels", `expected ${inputs.shape[0]} labels, one per example, got ${labels.length}`);
  const wrong = labels.findIndex((label) => label < 0 || label >= output[0]!);
  if (wrong >= 0)
    invalid("labels", `expected labels in 0 … ${output[0]! - 1}, got ${labels[wrong]} for example ${wrong}`);
}

function checkClassifier(output: Shape): void {
  if (output.length !== 1)
    throw new ProxyboError(
      "NETWORK_INVALID",
      `cross-entropy needs an output of [classes], got ${show(output)}`,
      { hint: "end the network with global-avg-pool and linear" },
    );
}

function invalid(field: string, message: string): never {
  throw new ProxyboError("DATASET_INVALID", message, { place: { field } });
}

function show(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}
