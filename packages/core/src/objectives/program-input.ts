import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NetworkSpec } from "../contracts/network.ts";
import type { EvaluationRequest } from "../contracts/objective.ts";
import type { Json } from "../contracts/store.ts";
import { ProxyboError } from "../errors/error.ts";

/** The JSON that a program gets. */
export interface ProgramInput {
  readonly n: number;
  /** The text form. */
  readonly architecture: string;
  /** The space's own value, e.g. decisions by name. */
  readonly value: unknown;
  readonly key: string;
  /** The whole network; null where the study has no task. */
  readonly networkSpec: NetworkSpec | null;
  readonly seed: number;
  readonly budget: Json;
}

export function programInput(
  request: EvaluationRequest,
  wantsNetwork: boolean | undefined,
  budget: Json | undefined,
): ProgramInput {
  const { n, text, architecture: value, key, seed } = request;
  const networkSpec = wantsNetwork === false ? null : networkOf(request, wantsNetwork === true);
  return { n, architecture: text, value, key, networkSpec, seed, budget: budget ?? null };
}

function networkOf(request: EvaluationRequest, required: boolean): NetworkSpec | null {
  try {
    return request.networkSpec();
  } catch (thrown) {
    if (!required && thrown instanceof ProxyboError && thrown.code === "USAGE") return null;
    throw thrown;
  }
}

/** Writes the input to a file of its own, for as long as `use` runs. */
export async function withInputFile<T>(json: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "proxybo-"));
  try {
    const path = join(folder, "input.json");
    await writeFile(path, json);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
