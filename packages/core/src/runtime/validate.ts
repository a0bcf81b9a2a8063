import type { Batch, Loss, ParameterInfo, Parameters, Tensor } from "../contracts/runtime.ts";
import type { NetworkSpec, Shape } from "../contracts/network.ts";
import { positionsNeeded } from "../network/ctc.ts";
import { ProxyboError } from "../errors/error.ts";
import { sizeOf } from "./layout.ts";
import type { Plan } from "./plan.ts";

/** @throws {ProxyboError} `DATASET_INVALID` unless `inputs` is a non-empty batch of the network's input shape. */
export function checkInputs(spec: NetworkSpec, inputs: Tensor): void {
  const [n, ...example] = inputs.shape;
  if (!Number.isInteger(n) || n! < 1 || example.join() !== spec.input.join())
    invalid("inputs.shape", `expected [n, ${spec.input.join(", ")}] with n ≥ 1, got ${show(inputs.shape)}`);
  const size = sizeOf(inputs.shape);
  if (inputs.data.length !== size)
    invalid("inputs.data", `shape ${show(inputs.shape)} holds ${size} numbers, got ${inputs.data.length}`);
}

/** @throws {ProxyboError} `DATASET_INVALID` unless the batch has what the loss reads. */
export function checkExamples({ spec, shapes }: Plan, batch: Batch, loss: Loss): void {
  const output = shapes.at(-1)!;
  if (loss === "cross-entropy") checkBatch(spec, output, batch);
  else if (loss === "ctc") checkTranscribed(spec, output, batch);
  else checkInputs(spec, batch.inputs);
}

/** @throws {ProxyboError} `DATASET_INVALID` unless every example has a label in 0 … classes − 1. */
function checkBatch(spec: NetworkSpec, output: Shape, { inputs, labels }: Batch): void {
  checkInputs(spec, inputs);
  checkClassifier(output);
  if (labels.length !== inputs.shape[0])
    invalid("labels", `expected ${inputs.shape[0]} labels, one per example, got ${labels.length}`);
  const wrong = labels.findIndex((label) => label < 0 || label >= output[0]!);
  if (wrong >= 0)
    invalid("labels", `expected labels in 0 … ${output[0]! - 1}, got ${labels[wrong]} for example ${wrong}`);
}

/**
 * @throws {ProxyboError} `DATASET_INVALID` unless every example has a transcript of the network's symbols, and no more of
 * them than its positions can spell.
 */
function checkTranscribed(spec: NetworkSpec, output: Shape, { inputs, transcripts }: Batch): void {
  checkInputs(spec, inputs);
  if (output.length !== 2)
    throw new ProxyboError(
      "NETWORK_INVALID",
      `ctc needs an output of [symbols + 1, positions], got ${show(output)}`,
      { hint: "end the network with linear behind a sequence" },
    );
  const [channels, positions] = output as [number, number];
  if (transcripts?.length !== inputs.shape[0])
    invalid(
      "transcripts",
      `expected ${inputs.shape[0]} transcripts, one per example, got ${transcripts?.length ?? "none"}`,
    );
  for (const [example, transcript] of transcripts!.entries()) {
    const wrong = transcript.find((symbol) => symbol < 1 || symbol >= channels);
    if (wrong !== undefined)
      invalid("transcripts", `expected symbols in 1 … ${channels - 1}, got ${wrong} in example ${example}`);
    const needed = positionsNeeded(transcript);
    if (needed > positions)
      invalid(
        "transcripts",
        `the network gives ${positions} positions; example ${example} has ${transcript.length} symbols, which need ${needed}`,
      );
  }
}

/** @throws {ProxyboError} `OPTION_INVALID` where no example fits into a batch. */
export function checkBatchSize(batchSize: number): void {
  if (!(batchSize >= 1))
    throw new ProxyboError("OPTION_INVALID", `expected a whole number ≥ 1, got ${batchSize}`, {
      place: { field: "batchSize" },
    });
}

/** @throws {ProxyboError} `USAGE` where the network was disposed. */
export function checkInUse(disposed: boolean): void {
  if (disposed)
    throw new ProxyboError("USAGE", "the network was disposed: expected a network in use", {
      hint: "instantiate it again, or dispose of it later",
    });
}

/**
 * The shape of what a node gives for one example.
 *
 * @throws {ProxyboError} `USAGE` where there is no such node.
 */
export function shapeOfNode({ shapes }: Plan, node: number): Shape {
  const shape = shapes[node];
  if (shape) return shape;
  throw new ProxyboError("USAGE", `expected a node in 0 … ${shapes.length - 1}, got ${node}`);
}

/**
 * The parameters as a transform makes them.
 *
 * @throws {ProxyboError} `NETWORK_INVALID` where it gives another number of values.
 */
export function transformed(
  { parameters }: Plan,
  values: Parameters,
  transform: (values: Float32Array, info: ParameterInfo) => Float32Array,
): Parameters {
  return values.map((array, i) => {
    const info = parameters[i]!;
    const made = transform(array, info);
    if (made.length === sizeOf(info.shape)) return made;
    throw new ProxyboError(
      "NETWORK_INVALID",
      `parameter '${info.name}': expected ${sizeOf(info.shape)} values from the transform, got ${made.length}`,
    );
  });
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

/** @throws {ProxyboError} `NETWORK_INVALID` where the values do not fit the parameters of the plan. */
export function checkParameters({ parameters }: Plan, values: Parameters): void {
  if (values.length !== parameters.length)
    throw new ProxyboError(
      "NETWORK_INVALID",
      `expected ${parameters.length} parameters, got ${values.length}`,
    );
  for (const [i, { name, shape }] of parameters.entries())
    if (values[i]!.length !== sizeOf(shape))
      throw new ProxyboError(
        "NETWORK_INVALID",
        `parameter '${name}': expected ${sizeOf(shape)} values of [${shape.join(", ")}], got ${values[i]!.length}`,
      );
}
