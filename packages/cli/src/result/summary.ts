import {
  type Assembly,
  drawGraph,
  hasGraphs,
  type Observation,
  type RunEnd,
  type Study,
} from "@proxybo/core";
import { storeFlag } from "../search/store-file.ts";
import { invocation } from "../terminal/invocation.ts";
import { paint } from "../terminal/paint.ts";
import { bar, columns, count, duration, percent, quoted } from "../terminal/text.ts";
import { randomStart } from "./compare.ts";

/** The result of a run for people: the best cell drawn, how good it is, where it is kept and what to type next. */
export function summarize(study: Study<unknown>, assembly: Assembly, end: RunEnd): readonly string[] {
  const { best, observations } = study;
  return [
    "",
    ...(best === undefined ? nothingFound(observations) : describeBest(study, assembly, best)),
    "",
    ...describeEnd(study, assembly, end),
    "",
    ...describeNext(study, assembly, best),
  ];
}

function describeBest(study: Study<unknown>, { options }: Assembly, best: Observation): readonly string[] {
  const { observations } = study;
  const { space } = options;
  const drawing = hasGraphs(space) ? [...drawGraph(space.graph(best.architecture)), ""] : [];
  return [
    paint("bold", `Best of ${count(observations.length, "evaluation")} (found at ${best.n})`),
    "",
    ...drawing.map((line) => (line === "" ? line : `  ${paint("cyan", line)}`)),
    `  ${best.text}`,
    "",
    ...columns(measures(best), "  "),
    "",
    ...compare(observations, best),
  ];
}

/** Error and metrics; those that are errors or accuracies in percent, with their counterpart. */
function measures({ outcome }: Observation): readonly (readonly string[])[] {
  if (outcome.status !== "ok") return [];
  return [
    ["validation error", paint("green", percent(outcome.error)), `accuracy ${percent(100 - outcome.error)}`],
    ...Object.entries(outcome.metrics).map(([name, value]) =>
      name === "test"
        ? [
            "test error",
            paint("green", percent(value)),
            `accuracy ${percent(100 - value)}, on held-out examples`,
          ]
        : [name, Number.isInteger(value) ? value.toLocaleString("en") : value.toPrecision(4), ""],
    ),
  ];
}

function compare(observations: readonly Observation[], best: Observation): readonly string[] {
  const start = randomStart(observations);
  if (start === undefined || best.outcome.status !== "ok") return [];
  const { error } = best.outcome;
  const rows: readonly (readonly [string, number])[] = [
    [`mean of the first ${start.count}, random`, start.mean],
    ["best of these", start.best],
    ["best found", error],
  ];
  const longest = Math.max(...rows.map(([, value]) => value), Number.MIN_VALUE);
  const gain = start.mean - error;
  return [
    ...columns(
      rows.map(([label, value]) => [label, bar(value / longest, 24), percent(value)]),
      "  ",
    ),
    gain > 0
      ? `  ${percent(gain)} less error than the mean of the random start, ${percent(Math.max(0, start.best - error))} less than its best.`
      : "  Not better than the random start so far: give it more evaluations.",
  ];
}

function nothingFound(observations: readonly Observation[]): readonly string[] {
  const last = observations.at(-1)?.outcome;
  return [
    observations.length === 0
      ? "No evaluation was finished."
      : `All ${count(observations.length, "evaluation")} failed.`,
    ...(last?.status === "failed" ? [`  last reason: ${last.reason} (${last.code})`] : []),
  ];
}

function describeEnd(study: Study<unknown>, assembly: Assembly, end: RunEnd): readonly string[] {
  const { seconds } = study.document();
  const recorded = assembly.options.objective!.name === "table" ? " (as the table records)" : "";
  const failed = study.observations.filter(({ outcome }) => outcome.status === "failed");
  const said = {
    evaluations: [],
    exhausted: ["The space is exhausted: every architecture was evaluated."],
    failing: [],
    "finished-early": [
      `Finished early, after ${study.observations.length} of ${count(study.evaluations, "evaluation")}.`,
    ],
    stopped: [`Stopped, after ${study.observations.length} of ${count(study.evaluations, "evaluation")}.`],
  }[end];
  return [
    ...said,
    ...(failed.length > 0 && failed.length < study.observations.length
      ? [`${count(failed.length, "evaluation")} failed; the last: ${failedReason(failed.at(-1)!)}`]
      : []),
    `Time: deciding ${duration(seconds.suggest)}, scoring ${duration(seconds.score)}, evaluating ${duration(seconds.evaluate)}${recorded}.`,
    `Kept in ${study.store.location} as study ${study.id} '${study.name}'.`,
  ];
}

function failedReason({ outcome }: Observation): string {
  return outcome.status === "failed" ? outcome.reason : "";
}

function describeNext(
  study: Study<unknown>,
  { options: { proxies = [] } }: Assembly,
  best: Observation | undefined,
): readonly string[] {
  const store = storeFlag(study.store.location);
  const done = study.observations.length >= study.evaluations;
  const more = done ? ` --evaluations ${study.evaluations * 2}` : "";
  const lines: readonly (readonly [string, string])[] = [
    [`${invocation()} resume ${study.id}${more}${store}`, done ? "search on" : "go on exactly from here"],
    [`${invocation()} studies ${study.id}${store}`, "every evaluation of this study"],
    ...(best === undefined || proxies.length === 0 ? [] : [scoreLine(study.id, best.text, store)]),
  ];
  return [
    paint("bold", "Next"),
    ...lines.flatMap(([line, does]) => [`  ${paint("cyan", line)}`, `      ${paint("dim", does)}`]),
  ];
}

function scoreLine(study: string, text: string, store: string): readonly [string, string] {
  return [
    `${invocation()} score ${quoted(text)} --study ${study}${store}`,
    "its zero-cost proxies, computed live",
  ];
}
