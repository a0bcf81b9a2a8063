import { stripVTControlCharacters } from "node:util";
import type { Observation, RunEvent, SuccessfulObservation } from "@proxybo/core";
import { describe, expect, it } from "vitest";
import { panelLines, progressLine } from "./display.ts";
import { advance, type ProgressState, remaining, startProgress } from "./progress.ts";

const observation = (
  n: number,
  error: number | undefined,
  influence?: Record<string, number>,
): Observation => ({
  n,
  architecture: n,
  text: `cell-${n}`,
  key: String(n),
  outcome:
    error === undefined
      ? { status: "failed", code: "OBJECTIVE_FAILED", reason: "out of memory" }
      : { status: "ok", error, metrics: {} },
  seconds: 1,
  why: { rule: "random", ...(influence && { influence }) },
  cost: { suggest: 0, score: 0 },
});

const suggested = (n: number): RunEvent<unknown> => ({
  type: "suggested",
  trial: {
    n,
    architecture: n,
    text: `cell-${n}`,
    key: String(n),
    seed: 1,
    why: { rule: "combined-rank", influence: { surrogate: 0.25, snip: 0.75 } },
  },
});

const observed = (
  n: number,
  error: number | undefined,
  best: Observation | undefined,
): RunEvent<unknown> => ({
  type: "observed",
  observation: observation(n, error),
  best: best as SuccessfulObservation | undefined,
});

const plain = (state: ProgressState): string =>
  stripVTControlCharacters(panelLines(state, "heading").join("\n"));

describe("progress", () => {
  it("follows a run: evaluation n of N, best, influence, remaining time", () => {
    let state = startProgress([], undefined, 4);
    expect(remaining(state)).toBeUndefined();
    state = advance(state, observed(1, 20, observation(1, 20)), 10);
    state = advance(state, suggested(2), 0);
    expect(remaining(state)).toBe(30);
    state = advance(state, { type: "progress", n: 2, fraction: 0.5, message: "epoch 1 of 2" }, 0);
    expect(remaining(state)).toBe(25);
    expect(plain(state)).toBe(
      [
        "heading",
        `  evaluation  2 of 4  ${"█".repeat(9)}${"░".repeat(15)}  25 s left  360 per hour`,
        "  best error  20.00 %  evaluation 1  cell-1",
        "  now         epoch 1 of 2  cell-2",
        "  influence   ███░░░░░░░░░ 0.25  surrogate",
        "              █████████░░░ 0.75  snip",
      ].join("\n"),
    );
  });

  it("shows every evaluation in flight, and the errors that came out", () => {
    let state = startProgress([observation(1, 20), observation(2, 10)], observation(2, 10), 9);
    for (const n of [3, 4]) state = advance(state, suggested(n), 0);
    state = advance(state, { type: "progress", n: 3, fraction: 0.5, message: "epoch 1 of 2" }, 0);
    expect(plain(state)).toContain(
      "  errors      █▁\n  now         3  50 %  epoch 1 of 2  cell-3\n              4  cell-4",
    );
    state = advance(state, observed(4, 15, observation(2, 10)), 1800);
    expect(plain(state)).toContain("now         epoch 1 of 2  cell-3");
    expect(plain(state)).toContain("2.0 per hour");
  });

  it("counts failures and says why the last one failed", () => {
    let state = startProgress([], undefined, 4);
    state = advance(state, observed(1, undefined, undefined), 2);
    expect(progressLine(state)).toBe("evaluation 1 of 4; no result yet; 1 failed; 6.0 s left");
    expect(plain(state)).toContain("failed      evaluation 1: out of memory");
    state = advance(state, observed(2, 5, observation(2, 5)), 2);
    expect(progressLine(state)).toBe(
      "evaluation 2 of 4; best 5.00 % error (evaluation 2); 1 failed; 4.0 s left",
    );
  });

  it("starts where a resumed study is, with the influence it last had", () => {
    const kept = [observation(1, 9, { surrogate: 1 }), observation(2, undefined)];
    const state = startProgress(kept, kept[0], 10);
    expect(state).toMatchObject({
      done: 2,
      failed: 1,
      best: { n: 1, error: 9 },
      influence: { surrogate: 1 },
    });
  });

  it("says at the end what came out, not what goes on", () => {
    const started = startProgress([observation(1, 20)], observation(1, 20), 4);
    const state = advance(started, observed(2, 30, observation(1, 20)), 1);
    expect(panelLines(state, "heading").join()).toMatch(/2\.0 s left.*deciding/s);
    expect(panelLines(state, "heading", true).join()).not.toMatch(/deciding|now|left/);
  });

  it("shows how far live proxies are while candidates are scored", () => {
    const state = { ...startProgress([], undefined, 3), scoring: { done: 12, total: 40 } };
    expect(plain(state)).toContain("now         scoring candidates by proxies: 12 of 40");
  });
});
