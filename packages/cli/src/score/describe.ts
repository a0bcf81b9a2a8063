import { normalizedScore, type ProxyScore, type ZeroCostProxy } from "@proxybo/core";
import { paint } from "../terminal/paint.ts";
import { columns } from "../terminal/text.ts";

/** One proxy's score of an architecture, as it is printed. */
export interface DescribedScore {
  readonly proxy: string;
  /** As the proxy defines it, and turned so that lower is better; null where it failed. */
  readonly raw: number | null;
  readonly normalized: number | null;
  readonly seconds: number;
  readonly failure?: string;
}

/** An architecture with its scores, in the order of the proxies. */
export interface ScoredArchitecture {
  readonly text: string;
  readonly key: string;
  readonly scores: readonly DescribedScore[];
}

/** A score with both of its signs. */
export function describeScore(proxy: ZeroCostProxy, score: ProxyScore): DescribedScore {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    proxy: proxy.name,
    raw: finite(score.raw),
    normalized: finite(normalizedScore(proxy, score)),
    seconds: score.seconds,
    ...(score.failure !== undefined && { failure: score.failure }),
  };
}

/** Scores for people: one table an architecture. */
export function describeScores(scored: readonly ScoredArchitecture[], on: string): readonly string[] {
  return [
    ...scored.flatMap(({ text, scores }) => [
      paint("bold", text),
      ...columns(
        [
          ["proxy", "raw", "normalised", "seconds", ""].map((head) => paint("dim", head)),
          ...scores.map(({ proxy, raw, normalized, seconds, failure }) => [
            paint("cyan", proxy),
            raw === null ? "failed" : raw.toPrecision(6),
            normalized === null ? "" : normalized.toPrecision(6),
            seconds.toFixed(3),
            failure ?? "",
          ]),
        ],
        "  ",
      ),
    ]),
    paint("dim", `on ${on}; normalised: lower is better`),
  ];
}
