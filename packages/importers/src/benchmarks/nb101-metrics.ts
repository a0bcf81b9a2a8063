import protobuf from "protobufjs/minimal.js";

/** What one training of NAS-Bench-101 recorded. Accuracies in 0 … 1. */
export interface Nb101Metrics {
  readonly parameters: number;
  /** At the end of the training. */
  readonly valid: number;
  readonly test: number;
  /** Training time at the end. */
  readonly seconds: number;
}

const wireVarint = 0;
const wireDouble = 1;
const wireBytes = 2;

/**
 * Decodes the benchmark's `ModelMetrics`: evaluations (field 1: epoch, seconds, train, validation and test accuracy) of
 * which the last is that of the trained model, and the parameters (field 2). Other fields are passed over.
 *
 * @throws what protobufjs throws on malformed bytes, and `Error` where a field is absent or of another type.
 */
export function decodeMetrics(bytes: Uint8Array): Nb101Metrics {
  const reader = protobuf.Reader.create(bytes);
  let parameters: number | undefined;
  let last: Evaluation | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const wire = tag & 7;
    switch (tag >>> 3) {
      case 1:
        expectWire(wire, wireBytes, "evaluation_data");
        last = decodeEvaluation(reader, reader.uint32());
        break;
      case 2:
        expectWire(wire, wireVarint, "trainable_parameters");
        parameters = reader.int32();
        break;
      default:
        reader.skipType(wire);
    }
  }
  if (last === undefined) throw new Error("no evaluation_data");
  if (parameters === undefined) throw new Error("no trainable_parameters");
  const { values } = last;
  return { parameters, seconds: values[1]!, valid: values[3]!, test: values[4]! };
}

interface Evaluation {
  /** Fields 1 … 5. */
  readonly values: readonly number[];
}

const evaluationFields = [
  "current_epoch",
  "training_time",
  "train_accuracy",
  "validation_accuracy",
  "test_accuracy",
];

function decodeEvaluation(reader: protobuf.Reader, length: number): Evaluation {
  const end = reader.pos + length;
  if (end > reader.len) throw new Error(`evaluation_data of ${length} bytes, more than are left`);
  // Protocol Buffers leave out numbers that are 0.
  const values = [0, 0, 0, 0, 0];
  while (reader.pos < end) {
    const tag = reader.uint32();
    const wire = tag & 7;
    const field = tag >>> 3;
    if (field >= 1 && field <= 5) {
      expectWire(wire, wireDouble, evaluationFields[field - 1]!);
      values[field - 1] = reader.double();
    } else reader.skipType(wire);
  }
  if (reader.pos !== end) throw new Error("evaluation_data that end within a field");
  return { values };
}

function expectWire(got: number, expected: number, field: string): void {
  if (got !== expected) throw new Error(`field ${field} of wire type ${got}, expected ${expected}`);
}
