import type { Task } from "../contracts/network.ts";
import { ProxyboError } from "../errors/error.ts";

/**
 * How many classes a classification task tells apart, for what builds classifiers only.
 *
 * @param who - what asks, for the message.
 * @throws {ProxyboError} `NETWORK_INVALID` for a task of another kind.
 * @example
 * classesOf({ kind: "classification", input: [1, 28, 28], classes: 10 }, "nb201") // => 10
 */
export function classesOf(task: Task, who: string): number {
  if (task.kind === "classification") return task.classes;
  throw new ProxyboError("NETWORK_INVALID", `${who}: expected a classification task, got ${task.kind}`, {
    hint: "choose a data set of classes, or a space that builds networks for transcription, such as asr",
  });
}
