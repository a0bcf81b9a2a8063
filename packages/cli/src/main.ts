import process from "node:process";
import { ProxyboError } from "@proxybo/core";
import { runCommand } from "citty";
import { checkArguments, wantsHelp } from "./arguments/check.ts";
import { commandHelp, overview } from "./arguments/help.ts";
import { commands, findCommand } from "./commands/index.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import { reportError } from "./report-error.ts";
import { cliVersion } from "./version.ts";

/**
 * Runs one command line and gives its exit status, see `exitCodes`. Results go to stdout; progress, notes and errors to
 * stderr.
 *
 * @example
 * await main(["studies", "--json"]) // => 0
 */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const [name, ...rest] = argv;
    if (name === "--version" || name === "-v") {
      process.stdout.write(`${await cliVersion()}\n`);
      return exitCodes.ok;
    }
    if (name === undefined || name === "--help" || name === "-h" || name === "help") {
      const asked = name === "help" ? rest[0] : undefined;
      const help =
        asked === undefined
          ? await overview(commands, await cliVersion())
          : commandHelp(asked, await findCommand(asked));
      process.stdout.write(help);
      return exitCodes.ok;
    }
    const command = await findCommand(name);
    if (wantsHelp(rest)) {
      process.stdout.write(commandHelp(name, command));
      return exitCodes.ok;
    }
    checkArguments(name, command, rest);
    const { result } = await runCommand(command.definition, { rawArgs: [...rest] });
    return typeof result === "number" ? result : exitCodes.ok;
  } catch (thrown) {
    reportError(thrown, argv.includes("--json"));
    return thrown instanceof ProxyboError ? exitCodeOf(thrown.code) : exitCodes.failure;
  }
}
