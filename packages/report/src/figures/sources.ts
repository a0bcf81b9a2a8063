import { draw, type FigureSpec } from "./draw.ts";
import { groupName, strokesOf } from "./palette.ts";

/** How far a source was trusted when trial n was chosen. */
export interface SourcePoint {
  readonly n: number;
  readonly source: string;
  /** G in [0, 1]; ½ is chance. */
  readonly generalization: number;
  /** I in [0, 1]; absent where the strategy has none. */
  readonly influence?: number | undefined;
}

/** Fig. 2b: generalisation ability and influence of each source over the search, as lines side by side. */
export function sourcesFigure(points: readonly SourcePoint[], description: string): Promise<string> {
  const influenced = points.some(({ influence }) => influence !== undefined);
  const size = { width: influenced ? 420 : 860, height: 240 };
  const spec = {
    data: valuesOf(points),
    hconcat: [
      generalizationView(points, size),
      ...(influenced ? [{ ...view(points, "influence", "influence I", [0, 1], size), mark: line }] : []),
    ],
    spacing: 40,
  };
  return draw(spec, description);
}

/** Generalisation ability of each source over one search, as lines. */
export function generalizationFigure(points: readonly SourcePoint[], description: string): Promise<string> {
  return draw({ data: valuesOf(points), ...generalizationView(points, single) }, description);
}

/** Influence of each source over one search: their shares of every choice, stacked, since they jump between choices. */
export function influenceFigure(points: readonly SourcePoint[], description: string): Promise<string> {
  const shares = points.filter(({ influence }) => influence !== undefined);
  const { encoding, ...rest } = view(shares, "influence", "influence I", [0, 1], single);
  const spec = {
    data: valuesOf(shares),
    ...rest,
    mark: { type: "area", interpolate: "step", opacity: 0.8, clip: true },
    encoding: {
      ...encoding,
      y: { ...encoding.y, stack: "zero" },
      color: { ...encoding.color, legend: { ...encoding.color.legend, symbolType: "square" } },
    },
  };
  return draw(spec, description);
}

const single = { width: 430, height: 260 };
const line = { type: "line", strokeWidth: 2, clip: true };

function generalizationView(points: readonly SourcePoint[], size: Size): FigureSpec {
  const lowest = Math.min(0.5, ...points.map(({ generalization }) => generalization));
  const domain = [Math.floor(lowest * 10) / 10, 1] as const;
  return { ...view(points, "generalization", "generalisation ability G", domain, size), mark: line };
}

function valuesOf(points: readonly SourcePoint[]) {
  return { values: points.map((point) => ({ ...point, source: groupName(point.source) })) };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function view(
  points: readonly SourcePoint[],
  field: "generalization" | "influence",
  title: string,
  domain: readonly [number, number],
  size: Size,
) {
  const sources = [...new Set(points.map(({ source }) => source))];
  const strokes = strokesOf(sources);
  const ends = points.map(({ n }) => n);
  return {
    ...size,
    encoding: {
      x: {
        field: "n",
        type: "quantitative",
        title: "evaluations",
        scale: { domain: [Math.min(...ends), Math.max(...ends)], nice: false },
        axis: { tickCount: 6, tickMinStep: 1, format: "~d" },
      },
      y: { field, type: "quantitative", title, scale: { domain, nice: false } },
      color: {
        field: "source",
        type: "nominal",
        scale: {
          domain: sources.map(groupName),
          range: sources.map((source) => strokes.get(source)!.colour),
        },
        legend: { columns: Math.min(sources.length, 5), symbolType: "stroke" },
      },
    },
  } as const;
}
