import type { BenchSummary, TaskSummary } from "../../analysis/summary.ts";
import type { BenchMethod } from "../../config/resolve-method.ts";
import { cellOf } from "../select.ts";
import { draw, series } from "@proxybo/report";

/** Fig. 2a: test error at the end (validation where there is none) against the initial temperature τ₀. */
export function temperatureFigure(
  summary: BenchSummary,
  methods: readonly BenchMethod[],
  task: TaskSummary,
): Promise<string> {
  const half = summary.evaluations / 2;
  const values = methods.flatMap(({ name, strategy }) => {
    const cell = cellOf(summary, task.name, name);
    const temperature = Number(strategy.options["temperature"]);
    if (!cell || !(temperature > 0)) return [];
    const ends = cell.checkpoints.filter(({ n }) => n === summary.evaluations || n === half);
    return ends.map(({ n, test, valid }) => {
      const { mean, standardError } = test ?? valid;
      return {
        temperature,
        after: `after ${n}`,
        mean,
        low: mean - standardError,
        high: mean + standardError,
      };
    });
  });
  const temperatures = [...new Set(values.map(({ temperature }) => temperature))].toSorted((a, b) => a - b);
  const x = {
    field: "temperature",
    type: "quantitative",
    title: "initial temperature τ₀",
    scale: {
      type: "log",
      domain: [temperatures[0]! * 0.85, temperatures.at(-1)! * 1.18],
      nice: false,
    },
    axis: { values: temperatures, format: "~g", grid: false },
  };
  const y = {
    type: "quantitative",
    title: `${task.optimum.test === null ? "validation" : "test"} error (%)`,
    scale: { zero: false },
  };
  const domain = [...new Set(values.map(({ after }) => after))];
  const color = {
    field: "after",
    type: "nominal",
    scale: { domain, range: domain.length === 1 ? [series[0]] : [series[1], series[0]] },
    legend: { columns: 2, symbolType: "stroke" },
  };
  const spec = {
    width: 460,
    height: 260,
    data: { values },
    layer: [
      { mark: { type: "line", strokeWidth: 2 }, encoding: { x, y: { ...y, field: "mean" }, color } },
      {
        mark: { type: "rule", strokeWidth: 1.5 },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
      },
      {
        mark: { type: "point", filled: true, size: 50, opacity: 1 },
        encoding: { x, y: { ...y, field: "mean" }, color },
      },
    ],
  };
  return draw(spec, `Error against the initial temperature on ${task.title}`);
}
