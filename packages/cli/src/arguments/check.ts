import { didYouMean, ProxyboError } from "@proxybo/core";
import type { ArgDef } from "citty";
import type { Command } from "./command.ts";

/** Whether a command line asks for help. */
export function wantsHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end === -1 ? undefined : end).some((word) => word === "--help" || word === "-h");
}

/**
 * Refuses what the command does not know: `USAGE` with the nearest flag, a flag without its value, or words too many.
 */
export function checkArguments(name: string, { args, rest }: Command, argv: readonly string[]): void {
  const flags = Object.entries(args).filter(([, arg]) => arg.type !== "positional");
  const positionals = Object.entries(args).filter(([, arg]) => arg.type === "positional");
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === "--") {
      words.push(...argv.slice(i + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      words.push(word);
      continue;
    }
    const [flag, value] = splitFlag(word);
    const found = flags.find(([known]) => `--${known}` === flag || `--no-${known}` === flag)?.[1];
    if (found === undefined)
      throw unknownFlag(
        name,
        flag,
        flags.map(([known]) => known),
      );
    if (found.type !== "boolean" && value === undefined && takesValue(argv[++i])) continue;
    if (found.type !== "boolean" && (value === undefined || value === ""))
      throw new ProxyboError("USAGE", `flag '${flag}' needs a value`, { hint: hintFor(name, found) });
  }
  const missing = positionals[words.length];
  if (missing !== undefined && missing[1].required !== false)
    throw new ProxyboError("USAGE", `'proxybo ${name}' needs ${missing[0]}: ${missing[1].description}`, {
      hint: `see: proxybo ${name} --help`,
    });
  if (!rest && words.length > positionals.length)
    throw new ProxyboError(
      "USAGE",
      `'proxybo ${name}' takes ${positionals.length === 0 ? "no words" : `at most ${positionals.length}`}, got '${words.at(-1)}'`,
      { hint: `see: proxybo ${name} --help` },
    );
}

function splitFlag(word: string): readonly [string, string | undefined] {
  const equals = word.indexOf("=");
  return equals === -1 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

function takesValue(next: string | undefined): boolean {
  return next !== undefined && next !== "" && (!next.startsWith("--") || next === "--");
}

function unknownFlag(name: string, flag: string, known: readonly string[]): ProxyboError {
  const all = [...known, "help"];
  const guess = didYouMean(flag.replace(/^-+/, ""), all)?.replaceAll(/'([^']+)'/g, "'--$1'");
  return new ProxyboError("USAGE", `unknown flag '${flag}'`, {
    hint: [guess, `flags: ${all.map((one) => `--${one}`).join(" ")}`]
      .filter((part) => part !== undefined)
      .join("\n"),
  });
}

function hintFor(name: string, { description, valueHint }: ArgDef): string {
  return `${description ?? ""}${valueHint === undefined ? "" : `, e.g. ${valueHint}`} (proxybo ${name} --help)`;
}
