import { methods } from "./methods.ts";
import type { SearchCurve } from "./search-run.ts";

type Side = "valid" | "test";
type Runs = readonly SearchCurve[];

/** The comparison on one table, as Markdown: regret and speed, then test errors. Errors in percent. */
export function reportCurves(
  table: string,
  optimum: number,
  curves: ReadonlyMap<string, Runs>,
  evaluations: number,
): string {
  const checkpoints = [10, 25, 50, 75, 100, 150, 200].filter((n) => n <= evaluations);
  const rea = curves.get("evolution");
  const reached = (runs: Runs, side: Side): string => {
    if (!rea) return "–";
    const target = mean(at(rea, side, evaluations));
    for (let n = 1; n <= evaluations; n++) if (mean(at(runs, side, n)) <= target) return String(n);
    return `> ${evaluations}`;
  };
  const regretRows = [...curves].map(([method, runs]) => {
    const hits = runs
      .map(({ valid }) => valid.findIndex((error) => error <= optimum + 1e-9) + 1 || Infinity)
      .toSorted((a, b) => a - b);
    const median = hits[Math.floor((hits.length - 1) / 2)]!;
    return [
      methods[method]!.title,
      ...checkpoints.map((n) => {
        const regrets = at(runs, "valid", n).map((error) => error - optimum);
        return `${mean(regrets).toFixed(3)} ± ${standardError(regrets).toFixed(3)}`;
      }),
      reached(runs, "valid"),
      reached(runs, "test"),
      `${hits.filter(Number.isFinite).length}/${runs.length}`,
      Number.isFinite(median) ? String(median) : `> ${evaluations}`,
      mean(runs.map(({ seconds }) => seconds)).toFixed(2),
    ];
  });
  const testRows = [...curves].map(([method, runs]) => [
    methods[method]!.title,
    ...checkpoints.map((n) => mean(at(runs, "test", n)).toFixed(2)),
  ]);
  const end = `REA@${evaluations}`;
  return [
    `## ${table}`,
    `${[...curves.values()][0]!.length} seeds; lowest validation error ${optimum.toFixed(2)} %.`,
    "Mean validation regret ± standard error:",
    markdown(
      [
        "method",
        ...checkpoints.map((n) => `@${n}`),
        `to ${end}, validation`,
        `to ${end}, test`,
        "optimum found",
        "median to it",
        "s a run",
      ],
      regretRows,
    ),
    "Mean test error of the incumbent:",
    markdown(["method", ...checkpoints.map((n) => `@${n}`)], testRows),
  ].join("\n\n");
}

/** Errors of the incumbents after n evaluations, one a run. */
export function at(runs: Runs, side: Side, n: number): number[] {
  return runs.map((run) => run[side][Math.min(n, run[side].length) - 1]!);
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}

export function standardError(numbers: readonly number[]): number {
  const centre = mean(numbers);
  return Math.sqrt(mean(numbers.map((x) => (x - centre) ** 2)) / (numbers.length - 1));
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
