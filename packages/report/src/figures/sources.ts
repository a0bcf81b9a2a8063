import { draw } from "./draw.ts";
import { strokesOf } from "./palette.ts";

/** How far a source was trusted when trial n was chosen. */
export interface SourcePoint {
  readonly n: number;
  readonly source: string;
  /** G in [0, 1]; ½ is chance. */
  readonly generalization: number;
  /** I in [0, 1]; absent where the strategy has none. */
  readonly influence?: number | undefined;
}

/** Fig. 2b: generalisation ability and influence of each source over the search. */
export function sourcesFigure(points: readonly SourcePoint[], description: string): Promise<string> {
  const sources = [...new Set(points.map(({ source }) => source))];
  const strokes = strokesOf(sources);
  const ends = points.map(({ n }) => n);
  const influenced = points.some(({ influence }) => influence !== undefined);
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
    legend: { columns: Math.min(sources.length, 5), symbolType: "stroke" },
  };
  const panel = (field: string, name: string, domain: readonly [number, number]) => ({
    width: influenced ? 420 : 860,
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
      ...(influenced ? [panel("influence", "influence I", [0, 1])] : []),
    ],
    spacing: 40,
  };
  return draw(spec, description);
}
