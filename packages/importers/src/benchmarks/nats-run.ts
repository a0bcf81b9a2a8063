import { shown } from "../pickle/shown.ts";
import { PickleDict, type PickleValue } from "../pickle/values.ts";

/** One training as NATS-Bench and NAS-Bench-201 record it, reduced to what a table keeps. Accuracies in percent. */
export interface NatsRun {
  readonly dataset: string;
  /** How long it was trained. */
  readonly epochs: number;
  /** At the last epoch; NaN where it is not on record. */
  readonly valid: number;
  readonly test: number;
  /** Training and validation over all epochs. */
  readonly seconds: number;
  /** In millions. */
  readonly parameters: number;
  readonly flops: number;
}

/** Which data sets become tables, and which of the recorded splits gives their test accuracy. */
export const natsDatasets: Readonly<Record<string, { readonly name: string; readonly test: string }>> = {
  // Trained on the training split alone, so that validation means something.
  "cifar10-valid": { name: "cifar10", test: "ori-test" },
  cifar100: { name: "cifar100", test: "x-test" },
  "ImageNet16-120": { name: "imagenet16-120", test: "x-test" },
};

/** Whether a dict is the record of one training. */
export function isRun(dict: PickleDict): boolean {
  return dict.has("eval_acc1es") && dict.has("train_times") && dict.has("epochs");
}

/** Reduces the record of one training; a text says what is wrong with it. */
export function readRun(dict: PickleDict): NatsRun | string {
  const dataset = dict.get("name");
  const epochs = dict.get("epochs");
  if (typeof dataset !== "string") return "expected a training with the name of a data set";
  if (typeof epochs !== "number" || !Number.isInteger(epochs) || epochs < 1 || epochs > 1000)
    return `expected epochs in 1 … 1000, got ${shown(epochs)}`;
  const accuracies = dict.get("eval_acc1es");
  const evaluationTimes = dict.get("eval_times");
  const last = epochs - 1;
  const at = (split: string): number => accuracy(accuracies, `${split}@${last}`);
  const test = natsDatasets[dataset]?.test ?? "ori-test";
  return {
    dataset,
    epochs,
    valid: at("x-valid"),
    test: at(test),
    seconds:
      sum(dict.get("train_times"), () => true) +
      sum(evaluationTimes, (key) => typeof key === "string" && key.startsWith("x-valid@")),
    parameters: numeric(dict.get("params")),
    flops: numeric(dict.get("flop")),
  };
}

function accuracy(record: PickleValue | undefined, key: string): number {
  const value = record instanceof PickleDict ? numeric(record.get(key)) : Number.NaN;
  return value >= 0 && value <= 100 ? value : Number.NaN;
}

function sum(record: PickleValue | undefined, counts: (key: PickleValue) => boolean): number {
  if (!(record instanceof PickleDict)) return Number.NaN;
  let total = 0;
  for (const [key, seconds] of record) if (counts(key)) total += numeric(seconds);
  return total;
}

function numeric(value: PickleValue | undefined): number {
  return typeof value === "number" ? value : Number.NaN;
}
