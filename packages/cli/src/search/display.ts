import process from "node:process";
import { stripVTControlCharacters } from "node:util";
import type { RunEvent, ScoringEvent } from "@proxybo/core";
import { paintError } from "../terminal/paint.ts";
import { bar, columns, duration, fit, percent, shorten, sparkline } from "../terminal/text.ts";
import { advance, type InFlight, perHour, type ProgressState, remaining } from "./progress.ts";

/** Shows how far a run is. */
export interface Display {
  /** `seconds`: how long the evaluation that ended took by the clock. */
  observe(event: RunEvent<unknown>, seconds: number): void;
  /** Live proxies at work on candidates. */
  scoring(event: ScoringEvent): void;
  /** A note for the person who watches. */
  say(text: string): void;
  close(): void;
}

/** Shows nothing but notes. */
export function silentDisplay(): Display {
  return {
    observe: () => {},
    scoring: () => {},
    say: (text) => void process.stderr.write(`${text}\n`),
    close: () => {},
  };
}

/** A panel that is drawn again in place, at most ten times a second. */
export function panelDisplay(start: ProgressState, heading: string): Display {
  const stream = process.stderr;
  let state = start;
  let drawn = 0;
  let last = 0;
  let closed = false;
  let notes: readonly string[] = [];
  const draw = (): void => {
    const width = Math.max(20, (stream.columns || 80) - 1);
    const room = Math.max(4, (stream.rows || 24) - 1 - notes.length);
    const panel = shorten(panelLines(state, heading, closed), room);
    const lines = [...panel, ...notes].map((line) => fit(line, width));
    stream.write(`${drawn === 0 ? "" : `\u001B[${drawn}A`}\u001B[0J${lines.join("\n")}\n`);
    drawn = lines.length;
    last = performance.now();
  };
  // Time passes while nothing happens: an evaluation may be silent for long.
  const timer = setInterval(draw, 1000);
  timer.unref();
  draw();
  return {
    observe(event, seconds) {
      state = advance(state, event, seconds);
      if (performance.now() - last > 100) draw();
    },
    scoring(event) {
      if (event.type !== "progress") return;
      state = { ...state, scoring: event };
      if (performance.now() - last > 100) draw();
    },
    say(text) {
      notes = [...notes, paintError("yellow", text)].slice(-3);
      draw();
    },
    close() {
      if (closed) return;
      closed = true;
      clearInterval(timer);
      draw();
    },
  };
}

/** Plain lines, for pipes and logs: one when the best improves, and one now and then. */
export function lineDisplay(start: ProgressState, heading: string): Display {
  let state = start;
  let told = start.done;
  let toldAt = performance.now();
  const write = (line: string): void => void process.stderr.write(`${stripVTControlCharacters(line)}\n`);
  write(heading);
  return {
    observe(event, seconds) {
      const before = state.best?.error;
      state = advance(state, event, seconds);
      if (event.type !== "observed") return;
      if (event.observation.outcome.status === "failed" && state.failed <= 3)
        write(`evaluation ${event.observation.n} failed: ${event.observation.outcome.reason}`);
      const improved = state.best !== undefined && state.best.error !== before;
      const waited = performance.now() - toldAt > 5000;
      const stage = state.done - told >= Math.max(1, state.total / 10) || state.done === state.total;
      // Improvements come fast at first: they wait for a second, unless evaluations are slow anyway.
      if (!(waited || stage || (improved && performance.now() - toldAt > 1000))) return;
      told = state.done;
      toldAt = performance.now();
      write(progressLine(state));
    },
    scoring: () => {},
    say: write,
    close: () => {},
  };
}

export function progressLine(state: ProgressState): string {
  const left = remaining(state);
  const parts = [
    `evaluation ${state.done} of ${state.total}`,
    state.best ? `best ${percent(state.best.error)} error (evaluation ${state.best.n})` : "no result yet",
    ...(state.failed > 0 ? [`${state.failed} failed`] : []),
    ...(left === undefined || state.done === state.total ? [] : [`${duration(left)} left`]),
    ...(state.influence
      ? [
          `influence ${Object.entries(state.influence)
            .map(([source, share]) => `${source} ${share.toFixed(2)}`)
            .join(", ")}`,
        ]
      : []),
  ];
  return parts.join("; ");
}

/** @param ended - nothing goes on any more. */
export function panelLines(state: ProgressState, heading: string, ended = false): readonly string[] {
  const left = remaining(state);
  const hourly = perHour(state);
  const begun = state.inFlight.reduce((sum, { fraction }) => sum + fraction, 0);
  const n = state.inFlight.at(-1)?.n ?? state.done;
  const rows = [
    [
      "evaluation",
      [
        `${n} of ${state.total}`,
        paintError("cyan", bar((state.done + begun) / state.total, 24)),
        ...(left === undefined || ended || state.done === state.total ? [] : [`${duration(left)} left`]),
        ...(hourly === undefined ? [] : [paintError("dim", `${rate(hourly)} per hour`)]),
        ...(state.failed > 0 ? [paintError("yellow", `${state.failed} failed`)] : []),
      ].join("  "),
    ],
    [
      "best error",
      state.best
        ? `${paintError("green", percent(state.best.error))}  ${paintError("dim", `evaluation ${state.best.n}  ${state.best.text}`)}`
        : paintError("dim", "none yet"),
    ],
    ...(state.errors.length < 2 ? [] : [["errors", paintError("cyan", sparkline(state.errors))]]),
    ...(ended ? [] : nowRows(state)),
    ...(state.failure === undefined
      ? []
      : [["failed", paintError("yellow", `evaluation ${state.failure.n}: ${state.failure.reason}`)]]),
    ...Object.entries(state.influence ?? {}).map(([source, share], i) => [
      i === 0 ? "influence" : "",
      `${paintError("cyan", bar(share, 12))} ${share.toFixed(2)}  ${source}`,
    ]),
  ];
  return [paintError("bold", heading), ...columns(rows, "  ")];
}

/** At most so many evaluations in flight have a line of their own. */
const shownInFlight = 8;

function nowRows(state: ProgressState): readonly (readonly string[])[] {
  const { inFlight } = state;
  if (inFlight.length === 0) return [["now", paintError("dim", decidingText(state))]];
  const several = inFlight.length > 1;
  const lines = inFlight.slice(0, shownInFlight).map((one) => inFlightText(one, several));
  if (inFlight.length > shownInFlight) lines.push(`and ${inFlight.length - shownInFlight} more`);
  return lines.map((line, i) => [i === 0 ? "now" : "", paintError("dim", line)]);
}

function inFlightText({ n, text, fraction, message }: InFlight, several: boolean): string {
  const place = several ? [`${n}`, ...(fraction > 0 ? [`${Math.round(fraction * 100)} %`] : [])] : [];
  return [...place, message, text].filter((part) => part !== "").join("  ");
}

function rate(hourly: number): string {
  return hourly < 10 ? hourly.toFixed(1) : Math.round(hourly).toLocaleString("en");
}

function decidingText({ scoring }: ProgressState): string {
  return scoring === undefined
    ? "deciding"
    : `scoring candidates by proxies: ${scoring.done} of ${scoring.total}`;
}
