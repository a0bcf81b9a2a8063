import { copyFile, constants } from "node:fs/promises";
import { join } from "node:path";
import { expandReference, type ProxyboConfig } from "@proxybo/core";

/** The file beside the configuration that holds the training to begin with. */
export const trainingFile = "evaluate.ts";

/** Decisions to begin with, of a multi-layer perceptron: what `evaluate.ts` trains. */
const decisions = {
  depth: { type: "integer", min: 1, max: 2 },
  width1: { type: "ordinal", values: [4, 8, 16, 32] },
  width2: { type: "ordinal", values: [4, 8, 16, 32], when: { depth: 2 } },
  activation: { type: "categorical", values: ["relu", "tanh"] },
  rate: { type: "ordinal", values: [0.003, 0.01, 0.03, 0.1] },
};

/** Whether the space is made of the user's own decisions, and none are given. */
export function lacksDecisions({ space }: ProxyboConfig): boolean {
  if (space === undefined) return false;
  const { name, options } = expandReference(space);
  return name === "choices" && options["decisions"] === undefined;
}

/** Fills in decisions; and where nothing is said of what measures them, a training and a strategy that needs no networks. */
export function withDecisions(config: ProxyboConfig): ProxyboConfig {
  const { options } = expandReference(config.space!);
  return {
    ...(config.strategy === undefined && { strategy: "bo", surrogate: "rf" }),
    objective: { name: "module", options: { path: trainingFile, timeout: 600 } },
    ...config,
    space: { name: "choices", options: { ...options, decisions } },
  };
}

/** Writes the training, unless there is a file of its name already. Resolves to whether it did. */
export async function writeTraining(directory: string): Promise<boolean> {
  const source = new URL("../../src/init/evaluate.ts", import.meta.url);
  return copyFile(source, join(directory, trainingFile), constants.COPYFILE_EXCL).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw error;
    },
  );
}
