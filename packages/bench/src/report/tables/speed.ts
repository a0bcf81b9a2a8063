import type { BenchSummary, TaskSummary } from "../../analysis/summary.ts";
import { reached, shareOf } from "../format.ts";
import { html, type Insert, type Markup, missing, table } from "@proxybo/report";
import { isInPaper, paperValue } from "../paper-values.ts";
import { cellOf, type Selection } from "../select.ts";

/** Table 3: evaluations until the mean reaches the reference's mean at the end. */
export function speed(summary: BenchSummary, { methods, tasks }: Selection): Markup | undefined {
  const { evaluations, reference } = summary;
  if (reference === null || !methods.some(({ name }) => name === reference)) return undefined;
  const title = methods.find(({ name }) => name === reference)!.title;
  const searching = methods.filter((method) => method.evaluations === undefined);
  return table({
    caption: html`<b>Table 3.</b> Evaluations until the mean validation error over the seeds is what ${title}
      has after ${evaluations}, with 95 % bootstrap interval.`,
    head: ["method", ...tasks.flatMap((task) => [task.title, ...(isInPaper(task.name) ? ["paper"] : [])])],
    rows: searching.map((method) => [
      method.title,
      ...tasks.flatMap(({ name }): readonly Insert[] => {
        const cell = cellOf(summary, name, method.name)?.toReference;
        const paper = paperValue("table3", name, method.name) ?? "–";
        return [
          cell ? reached(cell.valid.byMean, evaluations) : missing,
          ...(isInPaper(name) ? [html`<span class="faint">${paper}</span>`] : []),
        ];
      }),
    ]),
  });
}

/** Everything about speed on one task. */
export function speedOn(summary: BenchSummary, { methods }: Selection, task: TaskSummary): Markup {
  const { evaluations } = summary;
  const hasReference = summary.reference !== null;
  const reference = methods.find(({ name }) => name === summary.reference)?.title ?? "";
  const searching = methods.filter(
    (method) => method.evaluations === undefined && cellOf(summary, task.name, method.name),
  );
  return table({
    caption: html`<b>${task.title}</b>: evaluations to
      ${hasReference ? `${reference}@${evaluations} and to ` : ""}the optimum (lowest validation error in the
      table, ${task.optimum.valid.toFixed(2)} %).`,
    head: [
      "method",
      ...(hasReference
        ? [
            `to ${reference}@${evaluations}, validation`,
            `to ${reference}@${evaluations}, test`,
            "seeds that reach it",
            "median",
          ]
        : []),
      "optimum found",
      "median",
    ],
    rows: searching.map((method) => {
      const { toReference, toOptimum } = cellOf(summary, task.name, method.name)!;
      return [
        method.title,
        ...(toReference
          ? [
              reached(toReference.valid.byMean, evaluations),
              toReference.test ? reached(toReference.test.byMean, evaluations) : missing,
              shareOf(toReference.valid.share),
              reached(toReference.valid.median, evaluations),
            ]
          : []),
        shareOf(toOptimum.valid.share),
        reached(toOptimum.valid.median, evaluations),
      ];
    }),
    note: html`Brackets: 95 % intervals (bootstrap over the seeds; Wilson's for shares). Medians are over the
    seeds, each by its own search.`,
  });
}
