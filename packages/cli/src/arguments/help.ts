import type { ArgDef } from "citty";
import type { LazyCommand } from "../commands/index.ts";
import { paint } from "../terminal/paint.ts";
import { columns } from "../terminal/text.ts";
import type { Command, Example } from "./command.ts";

/** What `proxybo --help` prints. */
export async function overview(
  commands: Readonly<Record<string, LazyCommand>>,
  version: string,
): Promise<string> {
  const rows = Object.entries(commands).map(([name, { summary }]) => [paint("cyan", name), summary]);
  return page([
    `${paint("bold", "proxybo")} ${version}: neural architecture search with as few trainings as possible`,
    "",
    `${paint("bold", "Usage")}  proxybo <command> [words] [flags]`,
    "",
    paint("bold", "Commands"),
    ...columns(rows, "  "),
    "",
    paint("bold", "Start with"),
    ...exampleLines([
      { line: "proxybo quickstart", does: "a real search with real training, two minutes" },
      { line: "proxybo init", does: "a configuration to make your own" },
    ]),
    "",
    "Every command has --help and --json. Exit status: 0 done, 1 failed, 2 wrong command line or configuration,",
    "130 stopped by a second Ctrl-C.",
  ]);
}

/** What `proxybo <command> --help` prints. */
export function commandHelp(name: string, { description, args, rest, examples }: Command): string {
  const entries = Object.entries(args);
  const positionals = entries.filter(([, arg]) => arg.type === "positional");
  const flags = entries.filter(([, arg]) => arg.type !== "positional");
  const words = positionals.map(([word, arg]) => (arg.required === false ? `[${word}]` : `<${word}>`));
  return page([
    description,
    "",
    `${paint("bold", "Usage")}  proxybo ${[name, ...words, ...(rest ? ["…"] : []), "[flags]"].join(" ")}`,
    ...(positionals.length === 0
      ? []
      : [
          "",
          paint("bold", "Words"),
          ...columns(
            positionals.map(([word, arg]) => [paint("cyan", word), arg.description ?? ""]),
            "  ",
          ),
        ]),
    "",
    paint("bold", "Flags"),
    ...columns([...flags.map(flagRow), [paint("cyan", "--help"), "this page"]], "  "),
    "",
    paint("bold", "Examples"),
    ...exampleLines(examples),
  ]);
}

function flagRow([name, arg]: readonly [string, ArgDef]): readonly string[] {
  const value = arg.type === "boolean" ? "" : ` <${arg.valueHint ?? "value"}>`;
  return [paint("cyan", `--${name}`) + value, arg.description ?? ""];
}

function exampleLines(examples: readonly Example[]): readonly string[] {
  return examples.flatMap(({ line, does }) => [`  ${line}`, paint("dim", `      ${does}`)]);
}

function page(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
