import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import process from "node:process";
import { ProxyboError } from "@proxybo/core";
import { readArguments } from "./arguments.ts";
import { ask } from "./ask.ts";
import { createPlugin } from "./create.ts";
import { help } from "./help.ts";

/** Runs one command line and gives its exit status: 0, 2 for what was typed wrongly, 1 for anything else. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const { wish, yes, ...wants } = readArguments(argv);
    if (wants.help) {
      process.stdout.write(help);
      return 0;
    }
    if (wants.version) {
      process.stdout.write(`${await ownVersion()}\n`);
      return 0;
    }
    const asks = !yes && process.stdin.isTTY && process.stdout.isTTY;
    const { folder, files } = await createPlugin(asks ? await ask(wish) : wish, {
      directory: process.cwd(),
      year: new Date().getFullYear(),
    });
    const shown = relative(process.cwd(), folder) || ".";
    process.stdout.write(
      [
        `Wrote ${files.length} files to ${shown}: source, tests, README, types, build and CI.`,
        "",
        ...(shown === "." ? [] : [`  cd ${shown}`]),
        "  npm install",
        "  npm test",
        "",
      ].join("\n"),
    );
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof ProxyboError)) throw thrown;
    const hint = thrown.hint === undefined ? "" : `  ${thrown.hint.replaceAll("\n", "\n  ")}\n`;
    process.stderr.write(`error ${thrown.message}\n${hint}  ${thrown.code}\n`);
    return thrown.code === "USAGE" || thrown.code === "OPTION_INVALID" ? 2 : 1;
  }
}

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
