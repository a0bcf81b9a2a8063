import { createStudy, loadTableObjective, type Objective } from "@proxybo/core";
import { nasBench201, type Cell } from "@proxybo/space-nb201";
import { randomForest } from "@proxybo/surrogate-rf";
import { methods, proxyNames } from "./methods.ts";

export interface SearchRun {
  readonly table: string;
  readonly method: string;
  readonly seed: number;
  readonly evaluations: number;
}

/** After each evaluation: validation and test error (%) of the incumbent by validation, and how long the run took. */
export interface SearchCurve {
  readonly valid: readonly number[];
  readonly test: readonly number[];
  readonly seconds: number;
}

const space = nasBench201();
const objectives = new Map<string, Promise<Objective<Cell>>>();

/** One search of one method on one table: the task of a worker. */
export default async function searchRun({ table, method, seed, evaluations }: SearchRun): Promise<SearchCurve> {
  if (!objectives.has(table)) objectives.set(table, loadTableObjective(space, { path: table }));
  const objective = await objectives.get(table)!;
  const study = await createStudy({
    space,
    objective,
    strategy: methods[method]!.strategy(),
    surrogate: randomForest(),
    proxies: proxyNames.map((name) => objective.recordedProxies!.get(name)!),
    seed,
    evaluations,
  });
  const started = performance.now();
  await study.run();
  const seconds = (performance.now() - started) / 1000;
  const valid: number[] = [];
  const test: number[] = [];
  for (const { outcome } of study.observations) {
    if (outcome.status !== "ok") continue;
    const isBest = valid.length === 0 || outcome.error < valid.at(-1)!;
    valid.push(isBest ? outcome.error : valid.at(-1)!);
    test.push(isBest ? outcome.metrics["test"]! : test.at(-1)!);
  }
  return { valid, test, seconds };
}
