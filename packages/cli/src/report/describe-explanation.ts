import { paint } from "../terminal/paint.ts";
import { bar, columns, count, duration, percent } from "../terminal/text.ts";
import type { ExplainedRunnerUp, Explanation } from "./explanation.ts";

const rules: Readonly<Record<string, string>> = {
  random: "drawn at random",
  mutation: "a neighbour of a good one",
  neighbour: "a neighbour of the best of a climb",
  policy: "drawn by the policy that was learnt",
  acquisition: "the largest expected improvement under the surrogate",
  "predicted-top": "the lowest predicted error that was left",
  "proxy-vote": "the best vote of the proxies",
  weights: "the first by the most promising weights of the proxies",
  greedy: "the first that was left by the best weights of the proxies",
  "combined-rank": "the lowest combined rank of surrogate and proxies",
};

/** An explanation for people. */
export function describeExplanation({
  study,
  observation,
  incumbent,
  runnersUp,
  note,
}: Explanation): readonly string[] {
  const { n, text, why, outcome, seconds } = observation;
  const sources = [
    ...new Set([why.ranks, why.influence, why.generalization].flatMap((by) => Object.keys(by ?? {}))),
  ];
  const ranked = why.ranks !== undefined;
  const number = (value: number | undefined, digits: number): string =>
    value === undefined ? "–" : value.toFixed(digits);
  return [
    `${paint("bold", `Evaluation ${n} of '${study.name}'`)}  ${paint("cyan", text)}`,
    "",
    `Chosen as ${rules[why.rule] ?? why.rule}${why.candidates === undefined ? "" : ` among ${count(why.candidates, "candidate")}`}.`,
    ...(why.parent === undefined ? [] : [`  parent ${why.parent}`]),
    ...(sources.length === 0
      ? []
      : [
          "",
          ...columns(
            [
              ["source", ...(ranked ? ["rank"] : []), "G", "influence"].map((head) => paint("dim", head)),
              ...sources.map((source) => [
                source,
                ...(ranked ? [number(why.ranks?.[source], 1)] : []),
                number(why.generalization?.[source], 2),
                why.influence?.[source] === undefined
                  ? "–"
                  : `${paint("cyan", bar(why.influence[source], 12))} ${why.influence[source].toFixed(2)}`,
              ]),
            ],
            "  ",
          ),
          ...(why.combinedRank === undefined ? [] : [`  combined rank ${why.combinedRank.toFixed(1)}`]),
        ]),
    "",
    ...columns(
      [
        ["predicted", why.prediction === undefined ? "nothing" : interval(why.prediction)],
        [
          "came out",
          outcome.status === "ok"
            ? `${paint("green", percent(outcome.error))} in ${duration(seconds)}`
            : `${outcome.status}: ${outcome.reason}`,
        ],
        ["lowest before", incumbent === null ? "none" : percent(incumbent)],
      ],
      "  ",
    ),
    "",
    ...(note === null ? runnerUpLines(runnersUp) : [paint("dim", `No runners-up: ${note}.`)]),
  ];
}

function runnerUpLines(runnersUp: readonly ExplainedRunnerUp[]): readonly string[] {
  const sources = Object.keys(runnersUp[0]?.ranks ?? {});
  const combined = runnersUp[0]?.combinedRank !== undefined;
  return [
    paint("bold", "Runners-up"),
    ...columns(
      [
        [...(combined ? ["combined"] : []), ...sources, "predicted", "later", "architecture"].map((head) =>
          paint("dim", head),
        ),
        ...runnersUp.map(({ architecture, ranks, combinedRank, prediction, evaluated }) => [
          ...(combined ? [combinedRank!.toFixed(1)] : []),
          ...sources.map((source) => ranks![source]!.toFixed(1)),
          prediction === undefined ? "–" : percent(prediction.error),
          evaluated === null
            ? "not evaluated"
            : `${evaluated.error === null ? "failed" : percent(evaluated.error)} at ${evaluated.n}`,
          architecture,
        ]),
      ],
      "  ",
    ),
  ];
}

function interval({ error, low, high }: NonNullable<ExplainedRunnerUp["prediction"]>): string {
  return low === undefined || high === undefined
    ? percent(error)
    : `${percent(error)} (${low.toFixed(2)} to ${high.toFixed(2)}, one standard deviation)`;
}
