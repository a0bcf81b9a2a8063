import type { BenchSummary, TaskSummary } from "../../analysis/summary.ts";
import type { BenchMethod } from "../../config/resolve-method.ts";
import { cellOf } from "../select.ts";
import { draw, series } from "@proxybo/report";

/** Fig. 2c: validation regret with each subset of the proxies, after a quarter of the evaluations and at the end. */
export function subsetsFigure(
  summary: BenchSummary,
  methods: readonly BenchMethod[],
  task: TaskSummary,
): Promise<string> {
  const quarter = summary.evaluations / 4;
  const order = methods.map(({ title }) => title);
  const values = methods.flatMap(({ name, title, proxies }) => {
    const cell = cellOf(summary, task.name, name);
    const ends = cell?.checkpoints.filter(({ n }) => n === quarter || n === summary.evaluations) ?? [];
    return ends.map(({ n, regret: { mean, standardError } }) => ({
      method: title,
      after: `after ${n} evaluations`,
      kind: proxies.length === 0 ? "no proxies" : "proxies",
      mean,
      low: Math.max(0, mean - standardError),
      high: mean + standardError,
    }));
  });
  const panels = [...new Set(values.map(({ after }) => after))];
  const y = {
    field: "method",
    type: "nominal",
    sort: order,
    title: null,
    axis: { grid: true, ticks: false, labelPadding: 12, labelLimit: 0 },
  };
  const color = {
    field: "kind",
    type: "nominal",
    scale: { domain: ["no proxies", "proxies"], range: [series[1], series[0]] },
    legend: null,
  };
  const panel = (after: string, i: number) => ({
    title: after,
    width: 300,
    height: { step: 24 },
    transform: [{ filter: { field: "after", equal: after } }],
    layer: [
      {
        mark: { type: "rule", strokeWidth: 2 },
        encoding: { x: xOf("low"), x2: { field: "high" }, y: i === 0 ? y : withoutLabels(y), color },
      },
      {
        mark: { type: "point", filled: true, size: 60, opacity: 1 },
        encoding: { x: xOf("mean"), y: i === 0 ? y : withoutLabels(y), color },
      },
    ],
  });
  const spec = { data: { values }, hconcat: panels.map(panel), spacing: 24 };
  return draw(spec, `Validation regret with each subset of the proxies on ${task.title}`);
}

function xOf(field: string): unknown {
  return {
    field,
    type: "quantitative",
    title: "validation regret (points of %)",
    scale: { zero: true, padding: 10 },
    axis: { tickCount: 5 },
  };
}

function withoutLabels(y: { readonly axis: object }): unknown {
  return { ...y, axis: { ...y.axis, labels: false } };
}
