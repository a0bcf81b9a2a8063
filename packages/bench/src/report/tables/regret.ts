import type { BenchSummary, TaskSummary } from "../../analysis/summary.ts";
import { meanAndError } from "../format.ts";
import { html, type Markup, missing, table } from "@proxybo/report";
import { cellOf, type Selection } from "../select.ts";

/** Validation regret at the checkpoints. */
export function regret(summary: BenchSummary, { methods }: Selection, task: TaskSummary): Markup {
  const cells = methods.flatMap((method) => {
    const cell = cellOf(summary, task.name, method.name);
    return cell ? [{ method, cell }] : [];
  });
  const ends = cells[0]?.cell.checkpoints.map(({ n }) => n) ?? [];
  return table({
    caption: html`<b>${task.title}</b>: validation regret (error above the optimum, in points of percent)
      after so many evaluations: mean ± standard error.`,
    head: ["method", ...ends],
    rows: cells.map(({ method, cell }) => [
      method.title,
      ...cell.checkpoints.map(({ n, regret: moments }) =>
        method.evaluations !== undefined && n > method.evaluations && n !== ends[0]
          ? missing
          : meanAndError(moments),
      ),
    ]),
  });
}
