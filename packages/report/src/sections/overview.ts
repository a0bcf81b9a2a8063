import { html, type Insert, type Markup } from "../page/html.ts";
import { duration, percent } from "../page/format.ts";
import { bestOf, type ReportStudy } from "../study/study.ts";

/** The result in figures. */
export function overview({ observations, notes = [] }: ReportStudy): Markup {
  const [best] = bestOf(observations, 1);
  const failed = observations.filter(({ outcome }) => outcome.status !== "ok").length;
  const seconds = observations.reduce(
    (sum, { seconds: own, cost }) => sum + own + cost.suggest + cost.score,
    0,
  );
  const test =
    best?.observation.outcome.status === "ok" ? best.observation.outcome.metrics["test"] : undefined;
  const facts: readonly (readonly [string, Insert])[] = [
    ["lowest error", best === undefined ? "none" : percent(best.error)],
    ...(test === undefined ? [] : [["its test error", percent(test)] as const]),
    ...(best === undefined ? [] : [["found at", `evaluation ${best.observation.n}`] as const]),
    ["evaluations", failed === 0 ? String(observations.length) : `${observations.length}, ${failed} failed`],
    ["time, summed", duration(seconds)],
  ];
  return html`<dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${notes.map((note) => html`<p class="note">${note}</p>`)}`;
}
