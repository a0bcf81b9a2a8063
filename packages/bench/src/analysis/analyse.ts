import { createRandom } from "@proxybo/core";
import type { Plan } from "../config/plan.ts";
import type { RunRecord } from "../run/record.ts";
import { mean, moments } from "../statistics/moments.ts";
import { comparePaired, holm } from "../statistics/paired.ts";
import { at, type Curve, curveOf } from "./curves.ts";
import { reachError, reachMean } from "./reaching.ts";
import { sourcesOf } from "./sources.ts";
import type { BenchSummary, Cell, CurveSummary, PairedCell, TaskSummary } from "./summary.ts";

/** Evaluations after which results are told. */
const checkpoints = [10, 20, 25, 50, 75, 100, 150, 200];
const pairedAt = [25, 50, 100];

/** Runs of a method on a task, in order of their seeds. */
export type RunsOf = (task: string, method: string) => readonly RunRecord[];

/** The method whose mean at the end the others are to reach (Table 3). */
function referenceOf({ methods }: Pick<Plan, "methods">): string | null {
  return methods.find(({ name }) => name === "evolution")?.name ?? null;
}

/** All statistics of a comparison. */
export function analyse(
  plan: Plan,
  tasks: readonly TaskSummary[],
  runsOf: RunsOf,
): Pick<BenchSummary, "reference" | "cells" | "paired" | "curves" | "sources"> {
  const { evaluations } = plan;
  const reference = referenceOf(plan);
  const cells: Cell[] = [];
  const paired: PairedCell[] = [];
  const curves: CurveSummary[] = [];
  const sources: BenchSummary["sources"][number][] = [];
  for (const task of tasks) {
    const all = new Map<string, readonly Curve[]>();
    for (const { name } of plan.methods) {
      const runs = runsOf(task.name, name);
      if (runs.length > 0)
        all.set(
          name,
          runs.map((run) => curveOf(run, evaluations)),
        );
    }
    for (const [method, of] of all) {
      cells.push(cellOf(task, method, of, reference === null ? undefined : all.get(reference), evaluations));
      curves.push(meanCurve(task, method, of, evaluations));
      const traced = sourcesOf(task.name, method, of);
      if (traced) sources.push(traced);
    }
    paired.push(...pairs(task, plan, all));
  }
  return { reference, cells, paired, curves, sources };
}

function cellOf(
  task: TaskSummary,
  method: string,
  curves: readonly Curve[],
  reference: readonly Curve[] | undefined,
  evaluations: number,
): Cell {
  const { optimum } = task;
  const ends = [...new Set([...checkpoints.filter((n) => n < evaluations), evaluations])];
  const toReference =
    reference === undefined
      ? null
      : {
          valid: reachMean(curves, "valid", reference),
          test: optimum.test === null ? null : reachMean(curves, "test", reference),
        };
  const seconds = (of: (run: RunRecord) => number): number =>
    mean(Float64Array.from(curves, ({ record }) => of(record)));
  const reached = toReference?.valid.byMean.value ?? Infinity;
  return {
    task: task.name,
    method,
    seeds: curves.length,
    evaluations,
    failed: curves.reduce((sum, { record }) => sum + record.failed, 0),
    checkpoints: ends.map((n) => {
      const valid = at(curves, "valid", n);
      return {
        n,
        valid: moments(valid),
        regret: moments(valid.map((error) => error - optimum.valid)),
        test: optimum.test === null ? null : moments(at(curves, "test", n)),
      };
    }),
    toReference,
    toOptimum: {
      valid: reachError(curves, "valid", optimum.valid),
      test: optimum.test === null ? null : reachError(curves, "test", optimum.test),
    },
    cost: {
      training: seconds(({ seconds: { training }, made }) => training * Math.min(1, evaluations / made)),
      trainingToReference: Number.isFinite(reached)
        ? seconds(({ seconds: { training }, made }) => (training * Math.min(reached, made)) / made)
        : null,
      wall: seconds((run) => run.seconds.wall),
      suggestion: seconds((run) => (run.seconds.suggest + run.seconds.score) / run.made),
    },
  };
}

function meanCurve(
  task: TaskSummary,
  method: string,
  curves: readonly Curve[],
  evaluations: number,
): CurveSummary {
  return {
    task: task.name,
    method,
    points: Array.from({ length: evaluations }, (_, i) => {
      const valid = moments(at(curves, "valid", i + 1));
      const test = moments(at(curves, "test", i + 1));
      return {
        n: i + 1,
        regret: valid.mean - task.optimum.valid,
        regretError: valid.standardError,
        test: test.mean,
        testError: test.standardError,
      };
    }),
  };
}

/** The methods of each experiment against one of them: without proxies where proxies are in question. */
function pairs(
  task: TaskSummary,
  plan: Plan,
  all: ReadonlyMap<string, readonly Curve[]>,
): readonly PairedCell[] {
  return plan.experiments
    .filter(({ kind, tasks }) => (kind === "comparison" || kind === "subsets") && tasks.includes(task.name))
    .flatMap(({ kind, methods }) => {
      const against = kind === "subsets" ? "bo" : plan.against;
      const base = all.get(against);
      if (base === undefined || !methods.includes(against)) return [];
      const others = methods.filter((name) => name !== against && all.has(name));
      const sides = task.optimum.test === null ? (["valid"] as const) : (["valid", "test"] as const);
      const ends = [...new Set([...pairedAt.filter((n) => n < plan.evaluations), plan.evaluations])];
      return sides.flatMap((side) =>
        ends.flatMap((n) => {
          const compared = others.flatMap((name) => {
            const [mine, theirs] = onSharedSeeds(all.get(name)!, base);
            if (mine.length === 0) return [];
            const random = createRandom(1, "paired", task.name, name, side, n);
            const result = comparePaired(at(mine, side, n), at(theirs, side, n), {
              random,
              resamples: 1000,
            });
            return [{ kind, task: task.name, method: name, against, side, n, ...result }];
          });
          const corrected = holm(compared.map(({ wilcoxon }) => wilcoxon));
          return compared.map((pair, i) => Object.assign(pair, { corrected: corrected[i]! }));
        }),
      );
    });
}

function onSharedSeeds(
  mine: readonly Curve[],
  theirs: readonly Curve[],
): readonly [readonly Curve[], readonly Curve[]] {
  const other = new Map(theirs.map((curve) => [curve.seed, curve]));
  const shared = mine.filter(({ seed }) => other.has(seed));
  return [shared, shared.map(({ seed }) => other.get(seed)!)];
}
