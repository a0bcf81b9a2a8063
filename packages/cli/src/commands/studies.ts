import { resolve } from "node:path";
import { ProxyboError, repairStore, type StudyContents, type StudyStore } from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { outputFlags, storeFlags } from "../arguments/flags.ts";
import { exitCodes } from "../exit-codes.ts";
import { openStore } from "../search/open.ts";
import { storeFile } from "../search/store-file.ts";
import { repairLines } from "../studies/repair.ts";
import { listStudies, showStudy } from "../studies/show.ts";
import { exportStudy, importStudies } from "../studies/transfer.ts";
import { paint } from "../terminal/paint.ts";
import { columns, count } from "../terminal/text.ts";
import { writeJson, writeLines } from "../terminal/write.ts";

const actions = ["export <study> [file]", "import <file…>", "repair [file]"];

export const studies = command({
  description:
    "Lists the studies that are kept, or every evaluation of one; takes studies elsewhere, and repairs their store.",
  args: {
    study: {
      type: "positional",
      required: false,
      description: `id, the start of it, or name: shows this one; or ${actions.join(", ")}`,
    },
    "dry-run": { type: "boolean", description: "repair: only say what is damaged, and change nothing" },
    ...storeFlags,
    ...outputFlags,
  },
  rest: true,
  examples: [
    { line: "proxybo studies", does: "all studies, the newest last" },
    { line: "proxybo studies 3f2a", does: "settings and evaluations of one" },
    { line: "proxybo studies --json", does: "the list as a JSON document" },
    {
      line: "proxybo studies export 3f2a study.jsonl",
      does: "all of a study as JSON Lines; to stdout without a file",
    },
    {
      line: "proxybo studies import study.jsonl",
      does: "adds it, with all it holds or not at all; - is stdin",
    },
    {
      line: "proxybo studies repair",
      does: "keeps what is sound of a damaged store, and the damaged file beside it",
    },
  ],
  run: async ({ args }) => {
    const [action, ...words] = args._;
    const json = args.json === true;
    if (action === "repair") return repair(wordsOf(action, words, 0, 1), args, json);
    await using store = await openStore(args.store);
    if (action === "export") await write(store, wordsOf(action, words, 1, 2), json);
    else if (action === "import") await add(store, wordsOf(action, words, 1, Infinity), json);
    else if (action === undefined) await listStudies(store, json);
    else await showStudy(store, wordsOf("", args._, 1, 1)[0]!, json);
    return 0;
  },
});

/** The words after an action, as many as it takes. */
function wordsOf(action: string, words: readonly string[], least: number, most: number): readonly string[] {
  if (words.length >= least && words.length <= most) return words;
  const expected = actions.find((each) => each.startsWith(`${action} `)) ?? "at most one study";
  throw new ProxyboError(
    "USAGE",
    `'proxybo studies' takes ${expected}, got ${[action, ...words].join(" ")}`,
    {
      hint: "see: proxybo studies --help",
    },
  );
}

async function repair(
  [file]: readonly string[],
  flags: { readonly store?: string | undefined; readonly "dry-run"?: boolean | undefined },
  json: boolean,
): Promise<number> {
  const dry = flags["dry-run"] === true;
  const report = await repairStore(file ?? storeFile(flags.store), { dry });
  if (json) writeJson({ version: 1, ...report, kept: report.kept ?? null });
  else writeLines(repairLines(report));
  return report.sound || !dry ? exitCodes.ok : exitCodes.failure;
}

async function write(store: StudyStore, [reference, file]: readonly string[], json: boolean): Promise<void> {
  if (file === undefined) return void (await exportStudy(store, reference!, file));
  const contents = await exportStudy(store, reference!, file);
  if (json) return writeJson({ version: 1, file: resolve(file), study: transferred(contents) });
  writeLines([`${contents.study.name} is in ${resolve(file)}: ${describe(contents)}`]);
}

async function add(store: StudyStore, files: readonly string[], json: boolean): Promise<void> {
  const added = await importStudies(store, files);
  if (json) return writeJson({ version: 1, store: store.location, studies: added.map(transferred) });
  writeLines([
    ...columns(
      added.map((contents) => [paint("cyan", contents.study.id), contents.study.name, describe(contents)]),
    ),
    paint("dim", `in ${store.location}`),
  ]);
}

function describe({ observations, attempts }: StudyContents): string {
  return `${count(observations.length, "evaluation")}${attempts.length > 0 ? `, ${count(attempts.length, "more attempt")}` : ""}`;
}

function transferred({ study: { id, name }, trials, observations, attempts }: StudyContents): unknown {
  return {
    id,
    name,
    trials: trials.length,
    observations: observations.length,
    attempts: attempts.length,
  };
}
