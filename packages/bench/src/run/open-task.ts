import { isLeft } from "fp-ts/lib/Either.js";
import {
  countingTask,
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
  specProxySources,
  tableObjective,
  type ZeroCostProxy,
} from "@proxybo/core";
import type { BenchTask } from "../config/resolve-task.ts";

/** A task whose table is in memory. */
export interface OpenTask {
  readonly space: SearchSpace;
  readonly objective: Objective;
  /** By name, lower is better: recorded scores, and those that need no network but its spec. */
  readonly proxies: ReadonlyMap<string, ProxySource>;
  /** All architectures that can be found, in a fixed order. */
  readonly pool: readonly unknown[];
}

/**
 * Reads the table of a task, and the pool that lies beside it.
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
  const spec = await specProxies(whole, registry);
  const proxies = new Map([
    ...spec.map((source) => [source.name, source] as const),
    ...objective.recordedProxies,
  ]);
  return { space, objective, proxies, pool };
}

async function readPool(file: string, space: SearchSpace): Promise<readonly unknown[]> {
  const table = await readTable(file, ["arch"]);
  const index = indexArchitectures(table, "arch", space);
  return Array.from({ length: table.length }, (_, row) => index.architecture(row));
}

/**
 * Installed proxies that read the network's spec alone: they cost nothing, so tables need not have them on record.
 */
async function specProxies(space: SearchSpace, registry: Registry): Promise<readonly ProxySource[]> {
  const make = partMaker(registry);
  const proxies: ZeroCostProxy[] = [];
  for (const name of registry.names("proxies")) {
    const found = registry.find("proxies", name);
    if (isLeft(found)) continue;
    const { product } = await make("proxies", { name, options: {} }, undefined);
    if (product.needs.every((need) => need === "spec")) proxies.push(product);
  }
  const task = countingTask(space);
  return task === undefined ? [] : specProxySources({ space, task, proxies });
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
