import type { BenchSummary, TaskSummary } from "../../analysis/summary.ts";
import { trainingTime } from "../format.ts";
import { html, type Markup, missing, table } from "@proxybo/report";
import { cellOf, type Selection } from "../select.ts";

/** What a search costs: training as the table records it, and our own computing. */
export function cost(summary: BenchSummary, { methods }: Selection, task: TaskSummary): Markup {
  const { evaluations, reference } = summary;
  const target = summary.methods.find(({ name }) => name === reference)?.title;
  return table({
    caption: html`<b>${task.title}</b>: cost of a search, mean over the seeds.`,
    head: [
      "method",
      "training, whole search",
      ...(target === undefined ? [] : [`training to ${target}@${evaluations}`]),
      "computing a suggestion",
      "computing a search",
    ],
    rows: methods.flatMap(({ name, title }) => {
      const held = cellOf(summary, task.name, name)?.cost;
      if (!held) return [];
      const { training, trainingToReference, suggestion, wall } = held;
      return [
        [
          title,
          trainingTime(training),
          ...(target === undefined
            ? []
            : [trainingToReference === null ? missing : trainingTime(trainingToReference)]),
          `${(suggestion * 1000).toFixed(1)} ms`,
          `${wall.toFixed(1)} s`,
        ],
      ];
    }),
    note: html`Training is simulated: the seconds that the table has for each architecture, one after the
    other. Computing is by the clock, with as many searches at once as there were workers.`,
  });
}
