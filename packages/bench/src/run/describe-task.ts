import type { TaskSummary } from "../analysis/summary.ts";
import type { BenchTask } from "../config/resolve-task.ts";
import { mean } from "../statistics/moments.ts";
import { lookUp, type OpenTask } from "./open-task.ts";
import { filesOf } from "./identity.ts";

/** Errors of the whole pool, in its order; NaN where the table has none. */
export interface PoolErrors {
  readonly valid: Float64Array;
  readonly test: Float64Array;
}

/** Looks up every architecture of the pool. */
export async function poolErrors(open: OpenTask): Promise<PoolErrors> {
  const valid = new Float64Array(open.pool.length).fill(Number.NaN);
  const test = new Float64Array(open.pool.length).fill(Number.NaN);
  for (const [i, architecture] of open.pool.entries()) {
    const evaluation = await lookUp(open, architecture);
    if (evaluation.status !== "ok") continue;
    valid[i] = evaluation.error;
    test[i] = evaluation.metrics["test"] ?? Number.NaN;
  }
  return { valid, test };
}

/** What a report says of a task: its files, and the best that can be found. */
export async function describeTask(
  task: BenchTask,
  open: OpenTask,
  { valid, test }: PoolErrors,
): Promise<TaskSummary> {
  const lowest = (values: Float64Array): number =>
    values.reduce((least, value) => (value < least ? value : least), Infinity);
  const bestTest = lowest(test);
  const bestValid = lowest(valid);
  const testsOfBest = test.filter((value, i) => valid[i]! <= bestValid + 1e-9 && !Number.isNaN(value));
  return {
    ...task,
    files: await filesOf(task),
    architectures: open.pool.length,
    optimum: {
      valid: bestValid,
      test: Number.isFinite(bestTest) ? bestTest : null,
      testOfBest: testsOfBest.length === 0 ? null : mean(testsOfBest),
    },
    recorded: [...open.proxies.keys()],
  };
}
