import { incumbentAt, type IncumbentPoint, incumbentOf } from "../study/incumbent.ts";
import type { StudyGroup } from "../study/groups.ts";
import { draw } from "./draw.ts";
import { groupName, series, strokesOf } from "./palette.ts";

export type IncumbentAxis = "n" | "hours";

/** What an axis is counted in: short runs in seconds or minutes. */
interface AxisUnit {
  readonly title: string;
  readonly factor: number;
}

function unitOf(axis: IncumbentAxis, end: number): AxisUnit {
  if (axis === "n") return { title: "evaluations", factor: 1 };
  const [name, factor] = end < 2 / 60 ? ["seconds", 3600] : end < 2 ? ["minutes", 60] : ["hours", 1];
  return { title: `${name}, summed over evaluations`, factor };
}

/** At most so many dots and steps of a curve are drawn: more cannot be seen. */
const most = 1500;

/** The lowest error so far against evaluations or time, and each evaluation as a dot. */
export function incumbentFigure(
  points: readonly IncumbentPoint[],
  axis: IncumbentAxis,
  title: string,
): Promise<string> {
  const succeeded = points.filter(({ incumbent }) => Number.isFinite(incumbent));
  const steps = thin(succeeded);
  const dots = thin(succeeded.filter(({ error }) => Number.isFinite(error)));
  const scale = errorScale(
    succeeded.map(({ incumbent }) => incumbent),
    dots.map(({ error }) => error),
  );
  const unit = unitOf(axis, points.at(-1)![axis]);
  const x = xOf(axis, points.at(-1)![axis], unit);
  const placed = (some: readonly IncumbentPoint[]) => ({
    values: some.map((point) => ({ ...point, place: point[axis] * unit.factor })),
  });
  const y = (field: string) => ({ field, type: "quantitative", title: "error (%)", scale });
  return draw(
    {
      width: 430,
      height: 260,
      layer: [
        {
          data: placed(dots),
          mark: { type: "point", filled: true, size: 14, opacity: 0.55, color: series[3], clip: true },
          encoding: { x, y: y("error") },
        },
        {
          data: placed(steps),
          mark: { type: "line", interpolate: "step-after", strokeWidth: 2, color: series[0], clip: true },
          encoding: { x, y: y("incumbent") },
        },
      ],
    },
    `Lowest error so far against ${unit.title}, ${title}`,
  );
}

/** The same of several groups of studies: the mean of each, with a band of one standard deviation over its studies. */
export function comparisonFigure(groups: readonly StudyGroup[], axis: IncumbentAxis): Promise<string> {
  const curves = groups.map(({ title, studies }) => ({
    title: groupName(title),
    points: studies.map(({ observations }) => incumbentOf(observations)).filter(({ length }) => length > 0),
  }));
  const values = curves.flatMap(({ title, points }) => {
    // As far as all studies of the group go, so that every mean is over the same studies.
    const end = Math.min(...points.map((curve) => curve.at(-1)![axis]));
    const count = axis === "n" ? Math.min(end, 200) : 200;
    return Array.from({ length: Number.isFinite(end) ? count : 0 }, (_, i) => {
      const place =
        axis === "n" ? Math.round(1 + (i * (end - 1)) / Math.max(1, count - 1)) : (end * (i + 1)) / count;
      const errors = points.map((curve) => incumbentAt(curve, axis, place));
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      const spread = Math.sqrt(
        errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / Math.max(1, errors.length - 1),
      );
      return { group: title, place, mean, low: mean - spread, high: mean + spread };
    }).filter(({ mean }) => Number.isFinite(mean));
  });
  const titles = groups.map(({ title }) => groupName(title));
  const strokes = strokesOf(titles);
  const legend = {
    columns: titles.some(({ length }) => length > 22) ? 1 : 2,
    symbolType: "stroke",
    symbolOpacity: 1,
  };
  const color = {
    field: "group",
    type: "nominal",
    scale: { domain: titles, range: titles.map((title) => strokes.get(title)!.colour) },
    legend,
  };
  const strokeDash = {
    field: "group",
    type: "nominal",
    scale: { domain: titles, range: titles.map((title) => strokes.get(title)!.dash) },
    legend,
  };
  const scale = errorScale(values.map(({ mean }) => mean));
  const last = Math.max(...values.map(({ place }) => place));
  const unit = unitOf(axis, last);
  const x = xOf(axis, last, unit);
  const y = (field: string) => ({ field, type: "quantitative", title: "error (%)", scale });
  return draw(
    {
      width: 430,
      height: 270,
      data: { values: values.map((value) => ({ ...value, place: value.place * unit.factor })) },
      layer: [
        {
          mark: { type: "area", opacity: 0.15, clip: true },
          encoding: { x, y: y("low"), y2: { field: "high" }, color },
        },
        {
          mark: { type: "line", strokeWidth: 2, clip: true },
          encoding: { x, y: y("mean"), color, strokeDash },
        },
      ],
    },
    `Lowest error so far against ${unit.title}: ${titles.join(", ")}`,
  );
}

function xOf(
  axis: IncumbentAxis,
  end: number,
  { title, factor }: AxisUnit,
): { readonly [key: string]: unknown } {
  return {
    field: "place",
    type: "quantitative",
    title,
    scale: { domain: [axis === "n" ? Math.min(1, end) : 0, end * factor], nice: false },
    axis: { tickCount: 6, ...(axis === "n" && { tickMinStep: 1, format: "~d" }) },
  };
}

/**
 * From the lowest error to where the curve is after a few steps, and so high that three quarters of the dots are seen: the
 * first evaluations are far worse than the rest.
 */
function errorScale(
  incumbents: readonly number[],
  dots: readonly number[] = [],
): { readonly [key: string]: unknown } {
  const lowest = Math.min(...incumbents);
  const late = atShare(incumbents, 0.9);
  const highest = Math.max(
    late + (late - lowest),
    lowest * 1.05,
    lowest + 0.1,
    ...(dots.length === 0 ? [] : [atShare(dots, 0.75)]),
  );
  const margin = (highest - lowest) * 0.05;
  return { domain: [Math.max(0, lowest - margin), highest], nice: false, zero: false };
}

function atShare(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)]!;
}

/** Every improvement, the last, and evenly some of the others. */
function thin(points: readonly IncumbentPoint[]): readonly IncumbentPoint[] {
  if (points.length <= most) return points;
  const stride = Math.ceil(points.length / most);
  return points.filter(
    ({ incumbent }, i) =>
      i % stride === 0 || i === points.length - 1 || incumbent !== points[i - 1]!.incumbent,
  );
}
