import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { methods } from "./methods.ts";
import { at, mean, standardError } from "./report-curves.ts";
import type { SearchCurve } from "./search-run.ts";

const shown = ["random", "evolution", "bo", "proxybo"];

/** Mean validation regret against evaluations with a band of one standard error, a panel a table, as SVG. */
export async function curvesPicture(
  results: ReadonlyMap<
    string,
    { readonly optimum: number; readonly curves: ReadonlyMap<string, readonly SearchCurve[]> }
  >,
): Promise<string> {
  const points = [...results].flatMap(([table, { optimum, curves }]) =>
    shown
      .filter((method) => curves.has(method))
      .flatMap((method) => {
        const runs = curves.get(method)!;
        return Array.from({ length: runs[0]!.valid.length }, (_, i) => {
          const regrets = at(runs, "valid", i + 1).map((error) => error - optimum);
          const error = standardError(regrets);
          return {
            table: table.replace("nb201-cifar", "NAS-Bench-201, CIFAR-"),
            method: methods[method]!.title,
            evaluations: i + 1,
            regret: Math.max(mean(regrets), 1e-3),
            low: Math.max(mean(regrets) - error, 1e-3),
            high: Math.max(mean(regrets) + error, 1e-3),
          };
        });
      }),
  );
  const x = {
    field: "evaluations",
    type: "quantitative",
    title: "evaluations",
    scale: { domainMin: 1, nice: false },
  } as const;
  const color = {
    field: "method",
    type: "nominal",
    title: null,
    scale: { domain: ["RS", "REA", "BO", "ProxyBO"], range: ["#8a8f98", "#d08a1d", "#3b76c4", "#b5303c"] },
    legend: { orient: "top", symbolType: "stroke", symbolStrokeWidth: 3, symbolOpacity: 1 },
  } as const;
  const scale = { type: "log" as const, domain: [0.001, 10], clamp: true };
  const spec: TopLevelSpec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    background: "white",
    padding: 12,
    data: { values: points },
    facet: {
      column: {
        field: "table",
        type: "nominal",
        title: null,
        header: { labelFontSize: 13, labelFontWeight: "bold" },
      },
    },
    spec: {
      width: 330,
      height: 240,
      layer: [
        {
          mark: { type: "area", opacity: 0.18 },
          encoding: {
            x,
            y: { field: "low", type: "quantitative", scale, title: "validation regret (%)" },
            y2: { field: "high" },
            color,
          },
        },
        {
          mark: { type: "line", strokeWidth: 2 },
          encoding: { x, y: { field: "regret", type: "quantitative", scale }, color },
        },
      ],
    },
    config: { font: "sans-serif", view: { stroke: "#d6d9de" }, axis: { gridColor: "#eceef1" } },
  };
  return new View(parse(compile(spec).spec), { renderer: "none" }).toSVG();
}
