import process from "node:process";
import { listOptions, nouns, type Registry } from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { outputFlags } from "../arguments/flags.ts";
import { describeClash, describeSkipped } from "../plugins/describe.ts";
import { readComposition, usualConfig } from "../search/open.ts";
import { paint } from "../terminal/paint.ts";
import { columns } from "../terminal/text.ts";
import { writeJson, writeLines } from "../terminal/write.ts";

export const plugins = command({
  description:
    "Lists spaces, proxies, surrogates and so on that can be used here, with options and defaults.",
  args: {
    config: {
      type: "positional",
      required: false,
      description: "configuration file whose plugins are listed",
    },
    ...outputFlags,
  },
  examples: [
    { line: "proxybo plugins", does: "what is installed, where it comes from, what was skipped and why" },
    { line: "proxybo plugins --json", does: "the same as a JSON document" },
  ],
  run: async ({ args }) => {
    const file = args.config ?? (await usualConfig(process.cwd()));
    const { registry } = await readComposition(file, { config: {}, sets: [] });
    if (args.json === true) writeJson(document(registry));
    else writeLines(describe(registry));
    return 0;
  },
});

function document({ entries, clashes, skipped }: Registry): unknown {
  return {
    version: 1,
    entries: entries.map(({ kind, name, entry, origin }) => ({
      kind: nouns[kind],
      name,
      description: entry.description,
      package: origin.package,
      version: origin.version,
      origin: { found: origin.found, path: origin.path ?? null, via: origin.via ?? null },
      options: listOptions(entry),
    })),
    clashes: clashes.map((clash) => ({ ...clash, kind: nouns[clash.kind] })),
    skipped,
  };
}

function describe({ entries, clashes, skipped }: Registry): readonly string[] {
  const blocks = entries.map(({ kind, name, entry, origin }) => [
    `${paint("cyan", name)}  ${nouns[kind]}  ${paint("dim", `${origin.package}@${origin.version}, ${origin.found}${origin.via === undefined ? "" : ` by ${origin.via}`}`)}`,
    `  ${entry.description}`,
    ...columns(
      listOptions(entry).map((option) => [
        option.name,
        option.required
          ? "required"
          : option.default === undefined
            ? ""
            : `= ${JSON.stringify(option.default)}`,
        [option.type, option.description].filter((part) => part !== undefined).join(": "),
      ]),
      "    ",
    ),
  ]);
  return [
    ...blocks.flat(),
    ...clashes.map((clash) => `${paint("yellow", "clash")} ${describeClash(clash)}`),
    ...skipped.flatMap((plugin) => {
      const [reason, fix] = describeSkipped(plugin);
      return [`${paint("yellow", "skipped")} ${reason}`, `  ${fix}`];
    }),
  ];
}
