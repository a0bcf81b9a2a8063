import protobuf from "protobufjs/minimal.js";
import { maskedCrc32c } from "../src/tfrecord/crc32c.ts";

/** Frames data as a TFRecord file does. */
export function writeRecords(records: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    records.map((record) => {
      const data = Buffer.from(record);
      const framed = Buffer.alloc(16 + data.length);
      framed.writeBigUInt64LE(BigInt(data.length));
      framed.writeUInt32LE(maskedCrc32c(framed, 0, 8), 8);
      data.copy(framed, 12);
      framed.writeUInt32LE(maskedCrc32c(data), 12 + data.length);
      return framed;
    }),
  );
}

export interface MadeUpTraining {
  readonly hash: string;
  readonly epochs: number;
  readonly adjacency: string;
  readonly operations: string;
  readonly valid: number;
  readonly test: number;
  readonly seconds: number;
  readonly parameters: number;
}

/** A record as NAS-Bench-101 has it, with the evaluations at the start, halfway and at the end. */
export function nb101Record({ hash, epochs, adjacency, operations, ...training }: MadeUpTraining): string {
  const writer = protobuf.Writer.create();
  for (const share of [0, 0.5, 1]) {
    writer.uint32(10).fork();
    const { seconds, valid, test } = training;
    for (const [i, value] of [share * epochs, share * seconds, share, share * valid, share * test].entries())
      if (value !== 0) writer.uint32(((i + 1) << 3) | 1).double(value);
    writer.uint32(50).string("a path");
    // A field that came later.
    writer.uint32(57).double(1);
    writer.ldelim();
  }
  writer.uint32(16).int32(training.parameters);
  writer.uint32(25).double(2 * training.seconds);
  return JSON.stringify([
    hash,
    epochs,
    adjacency,
    operations,
    Buffer.from(writer.finish()).toString("base64"),
  ]);
}
