import { relative } from "node:path";
import process from "node:process";
import { tablesFolder } from "@proxybo/importers";
import { invocation } from "../terminal/invocation.ts";
import { paint } from "../terminal/paint.ts";
import { count, quoted } from "../terminal/text.ts";
import type { Filled } from "./fill.ts";

/** What a table holds now, and what to do with it. */
export function filledLines(filled: Filled, space: string): readonly string[] {
  const { rows, total, failed, blankScores, unscored, duplicates, study } = filled;
  if (rows === 0) return ["Nothing is there to write yet.", goOn];
  const file = shown(filled.file);
  return [
    `${paint("bold", count(rows, "architecture"))} of ${total} in ${file}`,
    ...(failed > 0 ? [`  ${failed} could not be measured: left empty; again: --retry-failed`] : []),
    ...(blankScores > 0 ? [`  ${count(blankScores, "score")} without a value: left empty`] : []),
    ...(unscored > 0 ? [`  ${count(unscored, "row")} not scored yet`] : []),
    ...(duplicates > 0 ? [`  ${duplicates} more are the same networks as others, and have no row`] : []),
    ...(rows < total || unscored > 0 ? [goOn] : []),
    paint(
      "dim",
      study === null
        ? `use: --table <results> --set objective.options.proxies=${file}`
        : `use: ${invocation()} run --space ${space} --table ${file}`,
    ),
  ];
}

const goOn = "  the same command again goes on from here";

function shown(file: string): string {
  if (file.startsWith(tablesFolder())) return file.slice(tablesFolder().length + 1, -".parquet".length);
  const near = relative(process.cwd(), file);
  return quoted(near.startsWith("..") ? file : near);
}
