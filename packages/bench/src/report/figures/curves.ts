import type { BenchSummary, TaskSummary } from "../../analysis/summary.ts";
import type { BenchMethod } from "../../config/resolve-method.ts";
import { draw, strokesOf } from "@proxybo/report";

export interface CurvesOptions {
  readonly side: "test" | "regret";
  readonly width?: number;
}

/**
 * Fig. 3: mean error against evaluations with a band of one standard error. Validation regret is on a logarithmic axis;
 * below a thousandth of a percent it is drawn there.
 */
export function curvesFigure(
  summary: BenchSummary,
  methods: readonly BenchMethod[],
  task: TaskSummary,
  { side, width = 430 }: CurvesOptions,
): Promise<string> {
  const shown = methods.filter(
    ({ name, evaluations }) => evaluations === undefined && pointsOf(summary, task, name).length > 0,
  );
  const strokes = strokesOf(methods.map(({ name }) => name));
  const floor = 1e-3;
  const lift = (value: number): number => (side === "regret" ? Math.max(value, floor) : value);
  const values = shown.flatMap(({ name, title }) =>
    pointsOf(summary, task, name).map((point) => {
      const value = side === "regret" ? point.regret : point.test;
      const error = side === "regret" ? point.regretError : point.testError;
      return {
        method: title,
        n: point.n,
        value: lift(value),
        low: lift(value - error),
        high: lift(value + error),
      };
    }),
  );
  // The first evaluations are far worse than all that follow: they would flatten the rest.
  const early = values.filter(({ n }) => n === Math.min(5, summary.evaluations)).map(({ value }) => value);
  const lowest = Math.min(
    ...values.map(({ value }) => value),
    side === "test" ? task.optimum.test! : Infinity,
  );
  const highest = Math.max(...early);
  const margin = (highest - lowest) * 0.04;
  const scale =
    side === "regret"
      ? { type: "log", domain: [Math.max(floor, lowest * 0.8), Math.max(highest, floor * 10)], nice: false }
      : { type: "linear", domain: [lowest - margin, highest + margin], nice: false, zero: false };
  const x = {
    field: "n",
    type: "quantitative",
    title: "evaluations",
    scale: { domain: [1, summary.evaluations], nice: false },
    axis: { tickCount: 8 },
  };
  const domain = shown.map(({ title }) => title);
  const color = {
    field: "method",
    type: "nominal",
    scale: { domain, range: shown.map(({ name }) => strokes.get(name)!.colour) },
    legend: { columns: columnsFor(domain, width), symbolType: "stroke", symbolOpacity: 1 },
  };
  const dash = {
    field: "method",
    type: "nominal",
    scale: { domain, range: shown.map(({ name }) => strokes.get(name)!.dash) },
    legend: color.legend,
  };
  const y = (field: string) => ({
    field,
    type: "quantitative",
    title: side === "regret" ? "validation regret (points of %)" : "test error (%)",
    scale,
    axis: { tickCount: 6 },
  });
  const spec = {
    width,
    height: 270,
    data: { values },
    layer: [
      {
        mark: { type: "area", opacity: 0.15, clip: true },
        encoding: { x, y: y("low"), y2: { field: "high" }, color },
      },
      {
        mark: { type: "line", strokeWidth: 2, clip: true },
        encoding: { x, y: y("value"), color, strokeDash: dash },
      },
      ...(side === "test" ? [optimumRule(task.optimum.test!)] : []),
    ],
  };
  const what = side === "regret" ? "Validation regret" : "Test error";
  return draw(spec, `${what} against evaluations on ${task.title}: ${domain.join(", ")}`);
}

function optimumRule(optimum: number): unknown {
  return {
    mark: { type: "rule", strokeDash: [4, 3], color: "var(--faint, #5b6472)" },
    encoding: { y: { datum: optimum } },
  };
}

function pointsOf({ curves }: BenchSummary, task: TaskSummary, method: string) {
  return curves.find((curve) => curve.task === task.name && curve.method === method)?.points ?? [];
}

/** As many columns as fit a legend's width. */
function columnsFor(labels: readonly string[], width: number): number {
  const longest = Math.max(...labels.map(({ length }) => length), 1);
  return Math.max(1, Math.min(labels.length, Math.floor(width / (longest * 7 + 50))));
}
