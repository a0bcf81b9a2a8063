import { averageRanks } from "@proxybo/core";
import type { Calibration } from "../study/calibration.ts";
import { draw } from "./draw.ts";
import { series } from "./palette.ts";

/** At most so many dots: the latest. */
const most = 2000;

/**
 * Observed errors against the ranks by a proxy among the observed: rising where the proxy is right.
 *
 * @param colour - that it has among all sources.
 */
export function proxyFigure(
  name: string,
  colour: string,
  scores: ArrayLike<number>,
  errors: ArrayLike<number>,
): Promise<string> {
  const pairs = Array.from(scores, (score, i) => ({ score, error: errors[i]! }))
    .filter(({ score, error }) => Number.isFinite(score) && Number.isFinite(error))
    .slice(-most);
  const ranks = averageRanks(pairs.map(({ score }) => score));
  const domain = mostOf(pairs.map(({ error }) => error));
  return draw(
    {
      width: 270,
      height: 220,
      data: { values: pairs.map(({ error }, i) => ({ rank: ranks[i], error })) },
      mark: {
        type: "point",
        filled: true,
        size: 22,
        opacity: 0.7,
        clip: true,
        color: colour,
      },
      encoding: {
        x: {
          field: "rank",
          type: "quantitative",
          title: "rank by the proxy (1 is best)",
          scale: { domain: [1, Math.max(2, pairs.length)], nice: false },
          axis: { tickCount: 5 },
        },
        y: {
          field: "error",
          type: "quantitative",
          title: "observed error (%)",
          scale: { domain, nice: false, zero: false },
          axis: { tickCount: 6 },
        },
      },
    },
    `Observed error against the rank by ${name}`,
  );
}

/** Observed against predicted errors with the intervals of one standard deviation; on the diagonal where right. */
export function calibrationFigure({ points }: Calibration): Promise<string> {
  const shown = points.slice(-most);
  const domain = mostOf(shown.flatMap(({ predicted, observed }) => [predicted, observed]));
  const scale = { domain, nice: false, zero: false };
  const x = (field: string) => ({ field, type: "quantitative", title: "predicted error (%)", scale });
  const y = { field: "observed", type: "quantitative", title: "observed error (%)", scale };
  return draw(
    {
      width: 360,
      height: 320,
      layer: [
        {
          data: { values: domain.map((end) => ({ end })) },
          mark: { type: "line", strokeDash: [4, 3], color: "var(--faint, #5b6472)" },
          encoding: { x: x("end"), y: { ...y, field: "end" } },
        },
        {
          data: { values: shown.filter((point) => point.low !== undefined) },
          mark: { type: "rule", opacity: 0.35, color: series[1], clip: true },
          encoding: { x: x("low"), x2: { field: "high" }, y },
        },
        {
          data: { values: shown },
          mark: { type: "point", filled: true, size: 28, opacity: 0.85, color: series[0], clip: true },
          encoding: { x: x("predicted"), y },
        },
      ],
    },
    "Observed against predicted errors",
  );
}

/** Where nineteen in twenty errors lie: a few bad ones would squeeze all that matters into a corner. */
function mostOf(errors: readonly number[]): readonly [number, number] {
  const sorted = errors.toSorted((a, b) => a - b);
  const low = sorted[0]!;
  const high = sorted[Math.floor((sorted.length - 1) * 0.95)]!;
  const margin = Math.max(high - low, 0.1) * 0.08;
  return [low - margin, high + margin];
}
