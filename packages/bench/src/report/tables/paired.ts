import type { BenchSummary, PairedCell, TaskSummary } from "../../analysis/summary.ts";
import type { ExperimentKind } from "../../config/presets.ts";
import { pValue, signed } from "../format.ts";
import { html, type Insert, type Markup, missing, stacked, table } from "@proxybo/report";
import type { Selection } from "../select.ts";

/** Every method against one, on the same seeds. */
export function pairedDifferences(
  summary: BenchSummary,
  { methods }: Selection,
  task: TaskSummary,
  kind: ExperimentKind,
): Markup | undefined {
  const pairs = summary.paired.filter(
    (pair) => pair.kind === kind && pair.task === task.name && pair.side === "valid",
  );
  const against = pairs[0]?.against;
  const base = summary.methods.find(({ name }) => name === against);
  const ends = [...new Set(pairs.map(({ n }) => n))];
  const rows = methods.filter(({ name, evaluations }) => evaluations === undefined && name !== against);
  if (!base || rows.length === 0 || ends.length === 0) return undefined;
  return table({
    caption: html`<b>${task.title}</b>: validation error of each method less that of ${base.title} on the same
      seeds, in points of percent. Above 0: ${base.title} is better.`,
    head: ["method", ...ends.map((n) => `after ${n}`)],
    rows: rows.map(({ name, title }) => [
      title,
      ...ends.map((n) => describe(pairs.find((pair) => pair.method === name && pair.n === n))),
    ]),
    note: html`Mean difference [95 % paired bootstrap interval]; beneath: seeds in which ${base.title} is
    better – equal – worse, and Wilcoxon's signed-rank p-value after Holm's correction over the methods. Bold:
    below 0.05.`,
  });
}

function describe(pair: PairedCell | undefined): Insert {
  if (pair === undefined) return missing;
  const { difference, lower, higher, equal, corrected } = pair;
  const [value, low, high] = [difference.value, difference.low, difference.high].map((x) => signed(x, 3));
  const text = `${value} [${low}, ${high}]`;
  return stacked(
    corrected < 0.05 ? html`<b>${text}</b>` : text,
    `${higher} – ${equal} – ${lower}, ${pValue(corrected)}`,
  );
}
