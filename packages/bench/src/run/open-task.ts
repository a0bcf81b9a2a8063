import {
  type Evaluation,
  indexArchitectures,
  type Objective,
  partMaker,
  ProxyboError,
  type ProxySource,
  readTable,
  type Registry,
  restrictSpace,
  type SearchSpace,
  tableObjective,
} from "@proxybo/core";
import type { BenchTask } from "../config/resolve-task.ts";

/** A task whose table is in memory. */
export interface OpenTask {
  readonly space: SearchSpace;
  readonly objective: Objective;
  /** Recorded scores by name, lower is better. */
  readonly proxies: ReadonlyMap<string, ProxySource>;
  /** All architectures that can be found, in a fixed order. */
  readonly pool: readonly unknown[];
}

/**
 * Reads the table of a task, and the scores and the pool that lie beside it.
 *
 * @throws {ProxyboError} `TABLE_INVALID` with file, row and column.
 */
export async function openTask(task: BenchTask, registry: Registry): Promise<OpenTask> {
  const { product: whole } = await partMaker(registry)("spaces", task.space, undefined);
  const objective = await tableObjective(whole, task.table as never);
  const listed = task.pool === undefined ? objective.architectures : await readPool(task.pool, whole);
  const space = listed === undefined ? whole : restrictSpace(whole, listed);
  const pool = listed ?? (space.enumerate ? [...space.enumerate()] : undefined);
  if (pool === undefined)
    throw new ProxyboError("USAGE", `task '${task.name}': the space '${space.name}' cannot be listed`, {
      hint: "list the architectures to search: pool: 'pool.csv' with a column 'arch'",
    });
  const proxies = new Map(objective.recordedProxies);
  if (task.scores !== undefined)
    for (const source of await readScores(task.scores, whole)) proxies.set(source.name, source);
  return { space, objective, proxies, pool };
}

async function readPool(file: string, space: SearchSpace): Promise<readonly unknown[]> {
  const table = await readTable(file, ["arch"]);
  const index = indexArchitectures(table, "arch", space);
  return Array.from({ length: table.length }, (_, row) => index.architecture(row));
}

/** Every numeric column of a table of scores; higher is better, as the known proxies are. */
async function readScores(file: string, space: SearchSpace): Promise<readonly ProxySource[]> {
  const table = await readTable(file, ["arch"]);
  const index = indexArchitectures(table, "arch", space);
  return table.numeric.map((name) => {
    const values = table.numbers(name, "a recorded proxy");
    const score = (architecture: unknown): number => {
      const row = index.rowOf(architecture);
      const value = row === -1 ? Number.NaN : values[row]!;
      return Number.isFinite(value) ? -value : Number.NaN;
    };
    return { name, scores: async (asked) => Float64Array.from(asked, score) };
  });
}

/** What the table has for an architecture. */
export function lookUp({ objective, space }: OpenTask, architecture: unknown): Promise<Evaluation> {
  return objective.evaluate({
    n: 1,
    architecture,
    text: space.format(architecture),
    key: space.key(architecture),
    networkSpec: () => {
      throw new ProxyboError("USAGE", "a table needs no network");
    },
    seed: 0,
    signal: new AbortController().signal,
    report: () => {},
  });
}
