import type { StudyRecord } from "@proxybo/core";
import type { Markup } from "@proxybo/report";
import type { Wish } from "../control/files.ts";
import { count, duration } from "../terminal/text.ts";
import { type RunState, wishesFor } from "./run-state.ts";

type Report = typeof import("@proxybo/report");

/** A sign of life older than this, in milliseconds, is worth a word. */
const quiet = 15_000;

/** State, progress, pace and what is in flight. */
export function statusPart(report: Report, run: RunState, now: number): Markup {
  const { html } = report;
  const { status, done, total } = run;
  const pace = paceOf(run);
  const silent = status !== undefined && now - status.at > quiet;
  return html`<div class="bar">
      <span class="state ${run.state}">${run.label}</span>
      ${total === undefined ? "" : html`<progress value="${Math.min(done, total)}" max="${total}"></progress>`}
      <span>${total === undefined ? count(done, "evaluation") : `${done} of ${total} evaluations`}</span>
      ${pace.map((each) => html`<span class="faint">${each}</span>`)}
    </div>
    ${
      silent
        ? html`<p class="note">
            No sign of life for ${duration((now - status.at) / 1000)}: the process decides for long, or hangs.
          </p>`
        : ""
    }
    ${nowTable(report, run)}`;
}

/** Evaluations per hour and the time that is left, where they are known. */
export function paceOf({ status, state }: RunState): readonly string[] {
  if (status === undefined) return [];
  const { perHour, remaining } = status;
  return [
    ...(perHour === null ? [] : [`${perHour < 10 ? perHour.toFixed(1) : Math.round(perHour)} per hour`]),
    ...(remaining === null || state !== "running" || status.done >= status.total
      ? []
      : [`${duration(remaining)} left`]),
  ];
}

function nowTable({ html, architecture }: Report, { status, state }: RunState): Markup | "" {
  if (status === undefined) return "";
  const { inFlight, scoring } = status;
  if (inFlight.length === 0) {
    if (state !== "running") return "";
    return html`<p class="note">
      ${scoring === null ? "Deciding what is next." : `Scoring candidates by proxies: ${scoring.done} of ${scoring.total}.`}
    </p>`;
  }
  return html`<div class="scroll">
    <table class="now">
      <thead>
        <tr>
          ${["in flight", "", "", "architecture"].map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${inFlight.map(
          ({ n, fraction, message, text }) =>
            html`<tr>
              <th scope="row">evaluation ${n}</th>
              <td>${fraction > 0 ? `${Math.round(fraction * 100)} %` : ""}</td>
              <td>${message}</td>
              <td>${architecture(text)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const labels: Readonly<Record<Wish, string>> = {
  pause: "Pause",
  resume: "Resume",
  stop: "Stop after current",
};

/** The buttons of a study: to pause and to stop ask before they are sent. */
export function controlsPart({ html }: Report, { id, name }: StudyRecord, run: RunState): Markup | "" {
  const wishes = wishesFor(run);
  if (wishes.length === 0) return "";
  const questions: Readonly<Record<Wish, string>> = {
    pause: `Pause '${name}'? What is in flight is finished and kept; the process waits until it is resumed.`,
    resume: "",
    stop: `Stop '${name}'? What is in flight is finished and kept, then the process ends. To go on later: proxybo resume ${id}`,
  };
  return html`<div class="controls">
    ${wishes.map(
      (wish) =>
        html`<button
          type="button"
          class="${wish === "stop" ? "grave" : ""}"
          data-study="${id}"
          data-wish="${wish}"
          data-question="${questions[wish]}"
        >
          ${labels[wish]}
        </button>`,
    )}
  </div>`;
}
