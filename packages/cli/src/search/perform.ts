import process from "node:process";
import type { Assembly, RunEnd, Study } from "@proxybo/core";
import { exitCodes } from "../exit-codes.ts";
import { summarize } from "../result/summary.ts";
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
): Promise<number> {
  const display = chooseDisplay(study, assembly, shown);
  using interrupts = listen((text) => display.say(text));
  scoring.send((event) => display.scoring(event));
  let end: RunEnd;
  try {
    end = await runUntilEnd(study, display, scoring, interrupts);
  } finally {
    display.close();
  }
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
): Promise<RunEnd> {
  finish.addEventListener("abort", () => scoring.end(finish.reason), { once: true });
  stop.addEventListener("abort", () => scoring.end(stop.reason), { once: true });
  try {
    return await study.run({ observe: (event) => display.observe(event), finish, stop });
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
