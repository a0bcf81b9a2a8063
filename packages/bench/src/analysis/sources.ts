import type { Curve } from "./curves.ts";
import type { SourcesSummary } from "./summary.ts";

/** Mean generalisation ability and influence of each source over the runs that have them; `undefined` where none has. */
export function sourcesOf(
  task: string,
  method: string,
  curves: readonly Curve[],
): SourcesSummary | undefined {
  const sums = new Map<string, { n: number; source: string; g: number; i: number; count: number }>();
  for (const { record, valid } of curves) {
    if (!record.sources) continue;
    const { names, n: trials, generalization, influence } = record.sources;
    for (const [row, n] of trials.entries()) {
      if (n > valid.length) continue;
      for (const [column, source] of names.entries()) {
        const key = `${n} ${source}`;
        const sum = sums.get(key) ?? { n, source, g: 0, i: 0, count: 0 };
        sums.set(key, sum);
        sum.g += generalization[row]![column]!;
        sum.i += influence[row]![column]!;
        sum.count++;
      }
    }
  }
  if (sums.size === 0) return undefined;
  const points = [...sums.values()].map(({ n, source, g, i, count }) => ({
    n,
    source,
    generalization: g / count,
    influence: i / count,
  }));
  return { task, method, points };
}
