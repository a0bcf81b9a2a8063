import { createStudy, type Objective, tableObjective } from "@proxybo/core";
import { type Architecture, nb201 } from "@proxybo/space-nb201";
import { createRandomForest } from "@proxybo/surrogate-rf";
import { degrade, methods, proxyNames } from "./methods.ts";

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

const space = nb201();
const whole = [...space.enumerate()];
const objectives = new Map<string, Promise<Objective<Architecture>>>();

/** One search of one method on one table: the task of a worker. */
export default async function searchRun({
  table,
  method,
  seed,
  evaluations,
}: SearchRun): Promise<SearchCurve> {
  if (!objectives.has(table)) objectives.set(table, tableObjective(space, { path: table }));
  const objective = await objectives.get(table)!;
  const { strategy, surrogate = createRandomForest, proxies = "recorded" } = methods[method]!;
  const study = await createStudy({
    space,
    objective,
    strategy: strategy(),
    surrogate: surrogate(),
    proxies: await Promise.all(
      (proxies === "none" ? [] : proxyNames).map((name) =>
        degrade(objective.recordedProxies!.get(name)!, proxies, whole, space.format, seed),
      ),
    ),
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
