import type { SourcesSummary } from "../../analysis/summary.ts";
import { draw } from "./draw.ts";
import { strokesOf } from "./palette.ts";

/** Fig. 2b: mean generalisation ability and influence of each source over the search. */
export function influenceFigure({ points, task }: SourcesSummary, title: string): Promise<string> {
  const sources = [...new Set(points.map(({ source }) => source))];
  const strokes = strokesOf(sources);
  const ends = points.map(({ n }) => n);
  const x = {
    field: "n",
    type: "quantitative",
    title: "evaluations",
    scale: { domain: [Math.min(...ends), Math.max(...ends)], nice: false },
    axis: { tickCount: 6 },
  };
  const color = {
    field: "source",
    type: "nominal",
    scale: { domain: sources, range: sources.map((source) => strokes.get(source)!.colour) },
    legend: { columns: sources.length, symbolType: "stroke" },
  };
  const panel = (field: string, name: string, domain: readonly [number, number]) => ({
    width: 420,
    height: 240,
    mark: { type: "line", strokeWidth: 2, clip: true },
    encoding: {
      x,
      y: { field, type: "quantitative", title: name, scale: { domain, nice: false } },
      color,
    },
  });
  const lowest = Math.min(0.5, ...points.map(({ generalization }) => generalization));
  const spec = {
    data: { values: points },
    hconcat: [
      panel("generalization", "generalisation ability G", [Math.floor(lowest * 10) / 10, 1]),
      panel("influence", "influence I", [0, 1]),
    ],
    spacing: 40,
  };
  return draw(spec, `Generalisation and influence of each source, ${title}, ${task}`);
}
