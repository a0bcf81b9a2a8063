import type { BenchSummary, Cell, TaskSummary } from "../analysis/summary.ts";
import type { ExperimentKind } from "../config/presets.ts";
import type { BenchMethod } from "../config/resolve-method.ts";

/** Methods and tasks of an experiment that have runs. */
export interface Selection {
  readonly methods: readonly BenchMethod[];
  readonly tasks: readonly TaskSummary[];
}

/** What the experiments of a kind compare; nothing where there are none. */
export function select(summary: BenchSummary, kind: ExperimentKind): Selection {
  const experiments = summary.experiments.filter((experiment) => experiment.kind === kind);
  const names = new Set(experiments.flatMap(({ methods }) => methods));
  const taskNames = new Set(experiments.flatMap(({ tasks }) => tasks));
  const hasRuns = (field: "method" | "task", name: string): boolean =>
    summary.cells.some((cell) => cell[field] === name);
  return {
    methods: summary.methods.filter(({ name }) => names.has(name) && hasRuns("method", name)),
    tasks: summary.tasks.filter(
      ({ name }) => taskNames.has(name) && (kind === "correlation" || hasRuns("task", name)),
    ),
  };
}

export function cellOf(summary: BenchSummary, task: string, method: string): Cell | undefined {
  return summary.cells.find((cell) => cell.task === task && cell.method === method);
}
