import type { ObservationRecord } from "@proxybo/core";
import { architecture } from "../page/architecture.ts";
import { duration } from "../page/format.ts";
import { html, type Insert, type Markup } from "../page/html.ts";
import { missing } from "../page/table.ts";
import { bestOf, type ReportStudy } from "../study/study.ts";

/** Every evaluation; of very many the best half of `rows` and the latest half. */
export function observationsTable({ observations }: ReportStudy, rows: number): Markup | undefined {
  if (observations.length === 0) return undefined;
  const all = observations.length <= rows;
  const best = new Set(bestOf(observations, Math.floor(rows / 2)).map(({ observation }) => observation));
  const latest = new Set(observations.slice(-Math.ceil(rows / 2)));
  const shown = all ? observations : observations.filter((each) => best.has(each) || latest.has(each));
  const top = bestOf(observations, 1)[0]?.observation;
  return html`<h2>Evaluations</h2>
    <figure class="table">
      <figcaption>
        ${all ? "In the order in which they finished." : `The best and the latest of ${observations.length}, in the order in which they finished.`}
        The lowest error in bold.
      </figcaption>
      <div class="scroll">
        <table class="observations">
          <thead>
            <tr>
              ${["n", "error %", "test %", "predicted %", "time", "chosen by", "architecture"].map((head) => html`<th scope="col">${head}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${shown.map((observation) => row(observation, observation === top))}
          </tbody>
        </table>
      </div>
    </figure>`;
}

function row({ n, text, outcome, seconds, why }: ObservationRecord, top: boolean): Markup {
  const { prediction } = why;
  const error: Insert =
    outcome.status !== "ok"
      ? outcome.status
      : top
        ? html`<b>${outcome.error.toFixed(2)}</b>`
        : outcome.error.toFixed(2);
  const test = outcome.status === "ok" ? outcome.metrics["test"] : undefined;
  const cells: readonly Insert[] = [
    error,
    test === undefined ? missing : test.toFixed(2),
    prediction === undefined ? missing : prediction.error.toFixed(2),
    duration(seconds),
  ];
  return html`<tr>
    <th scope="row">${n}</th>
    ${cells.map((cell) => html`<td>${cell}</td>`)}
    <td class="rule">${why.rule}</td>
    <td class="words">
      ${architecture(text)}${outcome.status === "ok" ? "" : html`<small>${outcome.reason}</small>`}
    </td>
  </tr> `;
}
