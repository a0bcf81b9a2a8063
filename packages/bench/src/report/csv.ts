import type { BenchSummary } from "../analysis/summary.ts";

type Value = string | number | null | undefined;

/** One row for each task, method and checkpoint. */
export function checkpointsCsv({ cells }: BenchSummary): string {
  return csv(
    [
      "task",
      "method",
      "seeds",
      "evaluations",
      "valid_mean",
      "valid_std",
      "valid_se",
      "valid_median",
      "regret_mean",
      "regret_se",
      "test_mean",
      "test_std",
      "test_se",
      "test_median",
    ],
    cells.flatMap(({ task, method, seeds, checkpoints }) =>
      checkpoints.map(({ n, valid, regret, test }) => [
        task,
        method,
        seeds,
        n,
        valid.mean,
        valid.std,
        valid.standardError,
        valid.median,
        regret.mean,
        regret.standardError,
        test?.mean,
        test?.std,
        test?.standardError,
        test?.median,
      ]),
    ),
  );
}

/** One row for each task, method, target and side: evaluations to reach it; blank where it is not reached. */
export function speedCsv({ cells, reference }: BenchSummary): string {
  return csv(
    [
      "task",
      "method",
      "target",
      "side",
      "mean_reaches",
      "mean_low",
      "mean_high",
      "share",
      "share_low",
      "share_high",
      "median",
      "median_low",
      "median_high",
    ],
    cells.flatMap(({ task, method, toReference, toOptimum }) =>
      (
        [
          [`${reference}@end`, toReference],
          ["optimum", toOptimum],
        ] as const
      ).flatMap(([target, reaching]) =>
        (["valid", "test"] as const).flatMap((side) => {
          const held = reaching?.[side];
          if (!held) return [];
          const { byMean, share, median } = held;
          const numbers = [byMean, share, median].flatMap(({ value, low, high }) => [value, low, high]);
          return [[task, method, target, side, ...numbers]];
        }),
      ),
    ),
  );
}

function csv(head: readonly string[], rows: readonly (readonly Value[])[]): string {
  return `${[head, ...rows].map((row) => row.map(cell).join(",")).join("\n")}\n`;
}

function cell(value: Value): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
