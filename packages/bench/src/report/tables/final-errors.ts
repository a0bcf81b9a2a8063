import type { BenchSummary, Cell } from "../../analysis/summary.ts";
import { meanAndStd } from "../format.ts";
import { html, type Insert, type Markup, missing, stacked, table } from "@proxybo/report";
import { isInPaper, paperMethods, paperValue } from "../paper-values.ts";
import { cellOf, type Selection } from "../select.ts";

/** Table 2: test error at the end, mean ± std over the seeds; the lowest of each task in bold. */
export function finalErrors(summary: BenchSummary, { methods, tasks }: Selection): Markup {
  const last = (cell: Cell | undefined) => {
    const end = cell?.checkpoints.at(-1);
    return end && (end.test ?? end.valid);
  };
  const lowest = new Map(
    tasks.map(({ name }) => [
      name,
      Math.min(...methods.map((method) => last(cellOf(summary, name, method.name))?.mean ?? Infinity)),
    ]),
  );
  const cell = (task: string, method: string): Insert => {
    const found = last(cellOf(summary, task, method));
    if (!found) return missing;
    const text = meanAndStd(found);
    const value = found.mean <= lowest.get(task)! + 0.005 ? html`<b>${text}</b>` : text;
    return stacked(value, `s.e. ${found.standardError.toFixed(3)}`);
  };
  const row = (name: string, title: string, count: Insert): readonly Insert[] => [
    title,
    count,
    ...tasks.flatMap((task) => [cell(task.name, name), ...paper(task.name, name)]),
  ];
  const names = new Set(methods.map(({ name }) => name));
  const published = tasks.some((task) => isInPaper(task.name));
  const absent =
    published && summary.presets.includes("table2") ? paperMethods.filter(([name]) => !names.has(name)) : [];
  return table({
    caption: html`<b>Table 2.</b> Test error (%) of the best architecture by validation after
      ${summary.evaluations} evaluations: mean ± standard deviation over the seeds, and the standard error of
      the mean. Bold: the lowest, and what rounds to it.`,
    head: [
      "method",
      "evaluations",
      ...tasks.flatMap(({ name, title, optimum }) => [
        optimum.test === null ? `${title} (validation)` : title,
        ...(isInPaper(name) ? ["paper"] : []),
      ]),
    ],
    rows: [
      ...methods.map(({ name, title, evaluations }) => row(name, title, evaluations ?? summary.evaluations)),
      ...absent.map(([name, title]) => row(name, title, html`<span class="faint">not run</span>`)),
      [
        html`<i>best by validation</i>`,
        missing,
        ...tasks.flatMap(({ name, optimum }): readonly Insert[] => [
          (optimum.testOfBest ?? optimum.valid).toFixed(2),
          ...(isInPaper(name) ? [missing] : []),
        ]),
      ],
      [
        html`<i>optimum</i>`,
        missing,
        ...tasks.flatMap(({ name, optimum }) => [
          (optimum.test ?? optimum.valid).toFixed(2),
          ...paper(name, "optimum"),
        ]),
      ],
    ],
    note: html`“Best by validation”: the test error of the architecture of lowest validation error, where a
    perfect search ends; the optimum is the lowest test error in the
    table.${
      published
        ? " “paper”: as published, under its own protocol; absolute errors differ with the tables, the order of the methods should not."
        : ""
    }`,
  });
}

/** The paper's cell of a task that it reports on. */
function paper(task: string, method: string): readonly Insert[] {
  return isInPaper(task)
    ? [html`<span class="faint">${paperValue("table2", task, method) ?? "–"}</span>`]
    : [];
}
