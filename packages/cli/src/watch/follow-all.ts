import type { StudySummary, StudyStore } from "@proxybo/core";
import type { Insert, Markup, ReportStudy } from "@proxybo/report";
import { readStatus } from "../control/files.ts";
import { percent } from "../terminal/text.ts";
import { evaluationsOf } from "./evaluations.ts";
import type { Followed } from "./follow-study.ts";
import { storeStamp, Throttle } from "./pace.ts";
import { Parts } from "./parts.ts";
import { type RunState, runStateOf } from "./run-state.ts";
import { paceOf } from "./status-parts.ts";

type Report = typeof import("@proxybo/report");

/** At most so many studies are compared in a figure. */
const compared = 24;

/**
 * Follows several studies on one page.
 *
 * @param watched - ids of those that were named; `undefined`: all that run now, and did since this began.
 */
export function followAll(
  report: Report,
  store: StudyStore,
  watched: ReadonlySet<string> | undefined,
): Followed {
  const parts = new Parts(["runs", "comparison"]);
  const reading = new Throttle();
  const drawing = new Throttle();
  const seen = new Set<string>(watched);
  let summaries: readonly StudySummary[] = [];
  return {
    parts,
    async refresh() {
      const stamp = await storeStamp(store.location);
      await reading.whenChanged(stamp, async () => {
        summaries = await store.studies();
      });
      const shown: { readonly study: StudySummary; readonly run: RunState }[] = [];
      for (const study of summaries) {
        const status = await readStatus(store.location, study.id);
        const run = runStateOf(status, study.observations, evaluationsOf(study.settings));
        if (watched === undefined && run.status !== undefined) seen.add(study.id);
        if (seen.has(study.id)) shown.push({ study, run });
      }
      parts.set("runs", runsPart(report, shown));
      await drawing.whenChanged(`${stamp} ${seen.size}`, async () => {
        const studies: ReportStudy[] = [];
        for (const { study } of shown.slice(-compared))
          studies.push({ record: study, observations: await store.observations(study.id) });
        parts.set("comparison", studies.length < 2 ? "" : await report.comparisonSection(studies, pathOf));
      });
    },
  };
}

/** Where the page of a study is. */
function pathOf(id: string): string {
  return `/study/${encodeURIComponent(id)}`;
}

function runsPart(
  report: Report,
  shown: readonly { readonly study: StudySummary; readonly run: RunState }[],
): Markup {
  const { html, missing } = report;
  if (shown.length === 0)
    return html`<p>No study is running. One that is started appears here: <code>proxybo run</code></p>`;
  const cells = ({ best }: StudySummary, run: RunState): readonly Insert[] => [
    run.total === undefined
      ? run.done
      : html`<progress value="${Math.min(run.done, run.total)}" max="${run.total}"></progress> ${run.done} of
          ${run.total}`,
    best?.outcome.status === "ok" ? percent(best.outcome.error) : missing,
    paceOf(run).join(" · "),
  ];
  return html`<div class="scroll">
    <table class="runs">
      <thead>
        <tr>
          ${["study", "", "evaluations", "lowest error", "pace"].map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          ({ study, run }) =>
            html`<tr>
              <th scope="row"><a href="${pathOf(study.id)}">${study.name}</a></th>
              <td><span class="state ${run.state}">${run.label}</span></td>
              ${cells(study, run).map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
