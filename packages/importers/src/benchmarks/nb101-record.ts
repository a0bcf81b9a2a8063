import { messageOf } from "@proxybo/core";
import { importInvalid } from "../invalid.ts";
import type { TfRecord } from "../tfrecord/records.ts";
import { decodeMetrics, type Nb101Metrics } from "./nb101-metrics.ts";
import { nb101Text } from "./nb101-text.ts";

/** Lengths of training that the benchmark has. */
export const budgets = [4, 12, 36, 108] as const;

/** One training of one architecture. */
export interface Nb101Record {
  /** The benchmark's own hash of the architecture. */
  readonly hash: string;
  /** In the text form of the space `nb101`. */
  readonly arch: string;
  /** Index into `budgets`. */
  readonly budget: number;
  readonly metrics: Nb101Metrics;
}

/** Reads a record: JSON `[hash, epochs, adjacency, operations, base64 of ModelMetrics]`. */
export function readNb101Record({ data, offset, number }: TfRecord, file: string): Nb101Record {
  const wrong = (message: string, cause?: unknown): Error =>
    importInvalid(`record ${number} at byte ${offset}: ${message}`, { file }, { cause });
  let fields: unknown;
  try {
    fields = JSON.parse(data.toString("utf8"));
  } catch (cause) {
    throw wrong(`expected JSON as NAS-Bench-101 keeps it, got: ${messageOf(cause).slice(0, 120)}`, cause);
  }
  if (!Array.isArray(fields) || fields.length !== 5)
    throw wrong("expected [hash, epochs, adjacency, operations, metrics], got another structure");
  const [hash, epochs, adjacency, operations, encoded] = fields as readonly unknown[];
  if (typeof hash !== "string" || !/^[0-9a-f]{32}$/.test(hash))
    throw wrong(`expected a hash of 32 hexadecimal digits, got ${shown(hash)}`);
  const budget = budgets.indexOf(epochs as (typeof budgets)[number]);
  if (budget === -1) throw wrong(`expected ${budgets.join(", ")} epochs, got ${shown(epochs)}`);
  if (typeof adjacency !== "string" || typeof operations !== "string" || typeof encoded !== "string")
    throw wrong("expected texts for adjacency, operations and metrics");
  const arch = nb101Text(adjacency, operations);
  if (arch === undefined)
    throw wrong(
      `expected an upper-triangular adjacency and its operations, got ${shown(adjacency)}, ${shown(operations)}`,
    );
  try {
    const metrics = decodeMetrics(Buffer.from(encoded, "base64"));
    for (const name of ["valid", "test"] as const)
      if (!(metrics[name] >= 0 && metrics[name] <= 1))
        throw new Error(`${name} accuracy ${metrics[name]}, expected 0 … 1`);
    if (!(metrics.seconds >= 0 && metrics.seconds < Infinity))
      throw new Error(`training time ${metrics.seconds}`);
    return { hash, arch, budget, metrics };
  } catch (cause) {
    throw wrong(`expected metrics as NAS-Bench-101 keeps them, got: ${messageOf(cause)}`, cause);
  }
}

function shown(value: unknown): string {
  const written = JSON.stringify(value) ?? "nothing";
  return written.length > 60 ? `${written.slice(0, 59)}…` : written;
}
