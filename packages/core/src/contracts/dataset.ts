import type { Task } from "./network.ts";
import type { Batch } from "./runtime.ts";

export type Split = "train" | "validation" | "test";

/** Examples to train and judge networks on. Inputs are normalised by the training split. */
export interface Dataset {
  readonly name: string;
  /** Changes when the examples or their order change: part of the key under which proxy scores are kept. */
  readonly fingerprint: string;
  readonly task: Task;
  /** Names of the classes, `task.classes` of them; of transcriptions those of the symbols 1 … `task.symbols`. */
  readonly classes: readonly string[];
  /** All examples of a split, the same at every call. */
  examples(split: Split): Promise<Batch>;
}
