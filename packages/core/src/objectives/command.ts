import { statSync } from "node:fs";
import { resolve } from "node:path";
import { match, P } from "ts-pattern";
import type { EvaluationRequest, Objective } from "../contracts/objective.ts";
import type { Outcome } from "../contracts/observation.ts";
import type { Entry, ObjectiveContext, OptionsInput } from "../contracts/plugin.ts";
import { messageOf, ProxyboError } from "../errors/error.ts";
import { type CommandOptions, commandOptions } from "./command-options.ts";
import { programInput, withInputFile } from "./program-input.ts";
import { outcomeOfOutput } from "./program-output.ts";
import { withoutProgress } from "./progress-lines.ts";
import { failed } from "./result.ts";
import { type ProgramEnd, type ProgramRun, runProgram } from "./run-program.ts";

/**
 * Runs a program in any language for every evaluation. It gets
 * `{ n, architecture, value, key, networkSpec, seed, budget }` as JSON on stdin or in a file, and prints
 * `{"error": <percent>, "metrics": {…}}` as its last line; lines `proxybo:progress 0.4` on stderr say how far it is.
 *
 * A timeout, an exit status, a signal or garbage on stdout is a failed evaluation with the end of its output.
 *
 * @throws {ProxyboError} `OPTION_INVALID` where `cwd` is no folder.
 * @example
 * const objective = commandObjective({ command: ["python3", "train.py"], timeout: 600 });
 */
export function commandObjective(given: OptionsInput<CommandOptions>, directory = "."): Objective {
  const options = commandOptions.parse(given);
  const cwd = resolve(directory, options.cwd ?? ".");
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
    throw new ProxyboError("OPTION_INVALID", `expected a folder to run the program in, got '${cwd}'`, {
      place: { field: "cwd" },
    });
  return {
    name: "command",
    evaluate: async (request) => {
      request.signal.throwIfAborted();
      const begin = performance.now();
      const outcome = await evaluate(request, options, cwd);
      request.signal.throwIfAborted();
      return { ...outcome, seconds: (performance.now() - begin) / 1000 };
    },
  };
}

async function evaluate(request: EvaluationRequest, options: CommandOptions, cwd: string): Promise<Outcome> {
  const { env, timeout, budget, input } = options;
  const { signal } = request;
  const report: ProgramRun["report"] = (...progress) => request.report(...progress);
  const run = (command: readonly string[], stdin: string): Promise<ProgramEnd> =>
    runProgram({ command, cwd, env, stdin, timeout, signal, report });
  try {
    const json = JSON.stringify(programInput(request, options.networkSpec, budget));
    const end =
      input === "stdin"
        ? await run(options.command, json)
        : await withInputFile(json, (path) =>
            run(
              options.command.map((part) => part.replaceAll("{input}", () => path)),
              "",
            ),
          );
    return outcomeOfEnd(end, options);
  } catch (thrown) {
    return failed("OBJECTIVE_FAILED", `the program could not be run: ${messageOf(thrown)}`);
  }
}

function outcomeOfEnd(end: ProgramEnd, { command, timeout }: CommandOptions): Outcome {
  const log = logOf(end);
  const program = command[0]!;
  return match(end)
    .with({ timedOut: true }, () =>
      failed("OBJECTIVE_TIMEOUT", `expected an end within ${timeout} s; '${program}' was killed`, log),
    )
    .with({ startFault: P.string }, ({ startFault }) =>
      failed(
        "OBJECTIVE_FAILED",
        startFault === "ENOENT" ? notFound(program) : notStarted(program, startFault),
      ),
    )
    .with({ killedBy: P.string }, ({ killedBy }) =>
      failed("OBJECTIVE_FAILED", `'${program}' was killed by ${killedBy}`, log),
    )
    .with({ exitCode: 0 }, ({ stdout }) => outcomeOfOutput(stdout, log))
    .otherwise(({ exitCode }) =>
      failed("OBJECTIVE_FAILED", `expected exit status 0, got ${exitCode} of '${program}'`, log),
    );
}

function notFound(program: string): string {
  return `the program '${program}' was not found: is it installed, and on the PATH?`;
}

function notStarted(program: string, fault: string): string {
  return `the program '${program}' could not be started (${fault}): may it be executed?`;
}

/** The end of what was printed, stderr first: that is where programs complain. */
function logOf({ stdout, stderr }: ProgramEnd): string {
  return [withoutProgress(stderr), stdout]
    .map((text) => text.trim().slice(-4000))
    .filter((text) => text !== "")
    .join("\n");
}

export const command: Entry<Objective, ObjectiveContext, CommandOptions> = {
  description: "Runs a program in any language: JSON in, JSON out",
  options: commandOptions,
  create: (options, { directory }) => commandObjective(options, directory),
};
