import process from "node:process";
import {
  type Assembly,
  ProxyboError,
  type RunEnd,
  type RunEvent,
  type RunOptions,
  type Study,
} from "@proxybo/core";
import { openControl, type RunControl } from "../control/run-control.ts";
import { exitCodes } from "../exit-codes.ts";
import { summarize } from "../result/summary.ts";
import { storeFlag } from "./store-file.ts";
import { openTracking, type Tracking } from "../track/tracking.ts";
import { invocation } from "../terminal/invocation.ts";
import { writeJson, writeLines } from "../terminal/write.ts";
import { type Display, lineDisplay, panelDisplay, silentDisplay } from "./display.ts";
import { evaluationClock } from "./evaluation-clock.ts";
import { type Interrupts, listen } from "./interrupts.ts";
import { startProgress } from "./progress.ts";
import type { ScoringWatch } from "./scoring.ts";

export interface Presentation {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Runs a study to its end, showing how far it is, then its result; gives the exit status. */
export async function perform(
  study: Study<unknown>,
  assembly: Assembly,
  scoring: ScoringWatch,
  shown: Presentation,
  retry?: readonly number[],
): Promise<number> {
  const { end, exitCode } = await carryOut(study, assembly, scoring, shown, retry && { retry });
  if (end === "failing") throw failing(study);
  if (shown.json) writeJson(study.document());
  else writeLines(summarize(study, assembly, end));
  return exitCode;
}

/** How a run ended. */
export interface CarriedOut {
  readonly end: RunEnd;
  /** That signals ask for. */
  readonly exitCode: number;
}

/**
 * Runs a study to its end, showing how far it is.
 *
 * @param more - `finish` ends the run as Ctrl-C does.
 */
export async function carryOut(
  study: Study<unknown>,
  assembly: Assembly,
  scoring: ScoringWatch,
  shown: Presentation,
  { retry, finish }: Pick<RunOptions<unknown>, "retry" | "finish"> = {},
): Promise<CarriedOut> {
  const display = chooseDisplay(study, assembly, shown);
  using interrupts = listen((text) => display.say(text));
  await using tracking = openTracking(study, assembly.settings, (text) => display.say(text));
  await using control = await openControl(study, (text) => display.say(text));
  scoring.send((event) => {
    display.scoring(event);
    control.scoring(event);
  });
  let end: RunEnd;
  try {
    end = await runUntilEnd(study, display, { control, tracking }, scoring, interrupts, {
      ...assembly.execution,
      ...(retry && { retry }),
      ...(finish && { finish }),
    });
  } finally {
    display.close();
  }
  return { end, exitCode: end === "stopped" ? interrupts.exitCode : exitCodes.ok };
}

/** Asked to end while candidates are scored, the scoring ends: no evaluation needs what it is for. */
async function runUntilEnd(
  study: Study<unknown>,
  display: Display,
  { control, tracking }: { readonly control: RunControl; readonly tracking: Tracking },
  scoring: ScoringWatch,
  { finish: interrupted, stop }: Interrupts,
  execution: RunOptions<unknown>,
): Promise<RunEnd> {
  const finish = AbortSignal.any([
    interrupted,
    control.finish,
    ...(execution.finish ? [execution.finish] : []),
  ]);
  finish.addEventListener("abort", () => scoring.end(finish.reason), { once: true });
  stop.addEventListener("abort", () => scoring.end(stop.reason), { once: true });
  const clock = evaluationClock();
  const ready = async (signal: AbortSignal): Promise<void> => {
    const asked = performance.now();
    await control.ready(signal);
    clock.leaveOut(performance.now() - asked);
  };
  const observe = (event: RunEvent<unknown>): void => {
    const seconds = clock.secondsOf(event);
    display.observe(event, seconds);
    control.observe(event, seconds);
    if (event.type === "observed") tracking.observed(event.observation, event.best);
  };
  try {
    return await study.run({ ...execution, observe, ready, finish, stop });
  } catch (error) {
    if (stop.aborted && (error === stop.reason || error === finish.reason)) return "stopped";
    if (finish.aborted && error === finish.reason) return "finished-early";
    throw error;
  }
}

function chooseDisplay(study: Study<unknown>, assembly: Assembly, { json, quiet }: Presentation): Display {
  // A dumb terminal cannot draw in place.
  const terminal = process.stderr.isTTY && process.env["TERM"] !== "dumb";
  if (quiet || (json && !terminal)) return silentDisplay();
  const start = startProgress(study.observations, study.best, study.evaluations);
  const heading = headingOf(study, assembly);
  return terminal ? panelDisplay(start, heading) : lineDisplay(start, heading);
}

/** What runs, in one line. */
function headingOf(study: Study<unknown>, { options, proxies, leftOut }: Assembly): string {
  const names = proxies.map(({ source, from }) => (from === "live" ? `${source.name} (live)` : source.name));
  const parts = [
    `${options.strategy.name} on ${options.space.name}`,
    ...(options.surrogate ? [`surrogate ${options.surrogate.name}`] : []),
    ...(names.length === 0 ? [] : [`proxies ${names.join(", ")}`]),
    ...Array.from(
      Map.groupBy(leftOut, ({ reason }) => reason),
      ([reason, absent]) => `without ${absent.map(({ name }) => name).join(", ")} (${reason})`,
    ),
    `objective ${options.objective!.name}`,
    `study ${study.id}`,
  ];
  return parts.join("; ");
}

/** What is wrong where nothing succeeded, and what to do about it. */
function failing({ id, observations, store }: Study<unknown>): ProxyboError {
  const last = observations.at(-1)!.outcome;
  const { reason, code, log } = last.status === "ok" ? { reason: "", code: "", log: undefined } : last;
  const flag = storeFlag(store.location);
  return new ProxyboError(
    "SEARCH_FAILING",
    `the first ${observations.length} evaluations all failed; the last: ${reason} (${code})`,
    {
      hint: [
        ...(log === undefined ? [] : ["the end of what it printed:", ...log.split("\n").slice(-10)]),
        `mend the objective, then: ${invocation()} retry ${id}${flag}, and ${invocation()} resume ${id}${flag}`,
        "to go on though they fail: --give-up-after 0",
      ].join("\n"),
    },
  );
}
