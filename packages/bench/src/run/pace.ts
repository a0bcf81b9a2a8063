import type { RunRecord } from "./record.ts";
import type { WorkerJob } from "./worker.ts";

/**
 * Seconds until the missing runs are made: each takes as long as the runs of its method and task took on average,
 * those without any as long as the mean run; `undefined` where none was made yet.
 */
export function expectedSeconds(
  missing: readonly WorkerJob[],
  records: ReadonlyMap<string, RunRecord>,
  workers: number,
): number | undefined {
  const perEvaluation = new Map<string, { sum: number; count: number }>();
  const all = { sum: 0, count: 0 };
  for (const { task, method, seconds, evaluations } of records.values()) {
    const key = `${task}\n${method}`;
    const held = perEvaluation.get(key) ?? { sum: 0, count: 0 };
    perEvaluation.set(key, held);
    for (const total of [held, all]) {
      total.sum += seconds.wall / evaluations;
      total.count++;
    }
  }
  if (all.count === 0) return undefined;
  let seconds = 0;
  for (const { id, task, method, evaluations } of missing) {
    if ((records.get(id)?.evaluations ?? 0) >= evaluations) continue;
    const { sum, count } = perEvaluation.get(`${task.name}\n${method.name}`) ?? all;
    seconds += (sum / count) * evaluations;
  }
  return seconds / workers;
}
