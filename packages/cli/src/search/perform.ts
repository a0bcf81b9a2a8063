import process from "node:process";
import { type Assembly, ProxyboError, type RunEnd, type RunOptions, type Study } from "@proxybo/core";
import { exitCodes } from "../exit-codes.ts";
import { summarize } from "../result/summary.ts";
import { storeFlag } from "./store-file.ts";
import { invocation } from "../terminal/invocation.ts";
import { writeJson, writeLines } from "../terminal/write.ts";
import { type Display, lineDisplay, panelDisplay, silentDisplay } from "./display.ts";
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
  const display = chooseDisplay(study, assembly, shown);
  using interrupts = listen((text) => display.say(text));
  scoring.send((event) => display.scoring(event));
  let end: RunEnd;
  try {
    end = await runUntilEnd(study, display, scoring, interrupts, {
      ...assembly.execution,
      ...(retry && { retry }),
    });
  } finally {
    display.close();
  }
  if (end === "failing") throw failing(study);
  if (shown.json) writeJson(study.document());
  else writeLines(summarize(study, assembly, end));
  return end === "stopped" ? interrupts.exitCode : exitCodes.ok;
}

/** A Ctrl-C while candidates are scored ends the scoring: no evaluation is in flight then. */
async function runUntilEnd(
  study: Study<unknown>,
  display: Display,
  scoring: ScoringWatch,
  { finish, stop }: Interrupts,
  execution: RunOptions<unknown>,
): Promise<RunEnd> {
  finish.addEventListener("abort", () => scoring.end(finish.reason), { once: true });
  stop.addEventListener("abort", () => scoring.end(stop.reason), { once: true });
  try {
    return await study.run({ ...execution, observe: (event) => display.observe(event), finish, stop });
  } catch (error) {
    if (stop.aborted && (error === stop.reason || error === finish.reason)) return "stopped";
    if (finish.aborted && error === finish.reason) return "finished-early";
    throw error;
  }
}

function chooseDisplay(study: Study<unknown>, assembly: Assembly, { json, quiet }: Presentation): Display {
  const terminal = process.stderr.isTTY;
  if (quiet || (json && !terminal)) return silentDisplay();
  const start = startProgress(study.observations, study.best, study.evaluations);
  const heading = headingOf(study, assembly);
  return terminal ? panelDisplay(start, heading) : lineDisplay(start, heading);
}

/** What runs, in one line. */
function headingOf(study: Study<unknown>, { options, proxies }: Assembly): string {
  const names = proxies.map(({ source, from }) => (from === "live" ? `${source.name} (live)` : source.name));
  const parts = [
    `${options.strategy.name} on ${options.space.name}`,
    ...(options.surrogate ? [`surrogate ${options.surrogate.name}`] : []),
    ...(names.length === 0 ? [] : [`proxies ${names.join(", ")}`]),
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
