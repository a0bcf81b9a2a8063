import type { BenchSummary } from "@proxybo/bench";
import { paint } from "../terminal/paint.ts";
import { columns, count } from "../terminal/text.ts";

/** The comparison in short, a block a task. */
export function describeBench(summary: BenchSummary): readonly string[] {
  const { evaluations, seeds } = summary;
  return [
    ...(summary.correlations.length === 0 ? [] : correlationLines(summary)),
    ...summary.tasks.flatMap((task) => {
      const cells = summary.cells.filter((cell) => cell.task === task.name);
      if (cells.length === 0) return [];
      const rows = cells.map(({ method, checkpoints, toReference, toOptimum, seeds: made }) => {
        const { valid, test, regret } = checkpoints.at(-1)!;
        const { title, evaluations: own } = summary.methods.find(({ name }) => name === method)!;
        // A method of a few evaluations is not asked when it gets somewhere.
        const speed = (value: number): string =>
          own === undefined ? evaluationsText(value, evaluations) : "–";
        const shown = test ?? valid;
        return [
          title,
          `${shown.mean.toFixed(2)} ± ${shown.std.toFixed(2)}`,
          regret.mean.toFixed(3),
          ...(toReference === null ? [] : [speed(toReference.valid.byMean.value)]),
          `${Math.round(toOptimum.valid.share.value * 100)} %`,
          speed(toOptimum.valid.median.value),
          ...(made === seeds.length ? [] : [paint("yellow", `${made} of ${seeds.length} seeds`)]),
        ];
      });
      const head = [
        "method",
        task.optimum.test === null ? "validation error %" : "test error %",
        "regret",
        ...(summary.reference === null ? [] : [`to REA@${evaluations}`]),
        "optimum found",
        "median to it",
      ];
      return [
        paint("bold", `${task.title}, ${count(seeds.length, "seed")}, after ${evaluations} evaluations`),
        ...columns([head.map((text) => paint("dim", text)), ...rows], "  "),
        "",
      ];
    }),
    ...summary.leftOut.map((reason) => paint("dim", `left out: ${reason}`)),
  ];
}

function correlationLines({ correlations, tasks }: BenchSummary): readonly string[] {
  const number = (value: number): string => value.toFixed(2).replace("-", "−");
  const rows = correlations.map(({ task, proxy, all, top }) => [
    tasks.find(({ name }) => name === task)?.title ?? task,
    proxy,
    ...[all.spearman, all.kendall, top.spearman, top.kendall].map(({ value }) => number(value)),
  ]);
  const head = ["task", "proxy", "ρ", "τ", "ρ of best 10 %", "τ of best 10 %"];
  return [
    paint("bold", "Rank correlation with the validation error"),
    ...columns([head.map((text) => paint("dim", text)), ...rows], "  "),
    "",
  ];
}

function evaluationsText(value: number, end: number): string {
  return Number.isFinite(value) ? String(value) : `> ${end}`;
}
