import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BenchSummary } from "../analysis/summary.ts";
import { checkpointsCsv, speedCsv } from "./csv.ts";
import { drawFigures } from "./figures/figures.ts";
import { page } from "./page.ts";

/**
 * Writes `report.html`, `summary.json`, `checkpoints.csv`, `speed.csv` and each figure as SVG into a folder.
 *
 * @returns the paths, the report first.
 */
export async function writeReport(summary: BenchSummary, folder: string): Promise<readonly string[]> {
  const figures = await drawFigures(summary);
  const files: readonly (readonly [name: string, text: string])[] = [
    ["report.html", page(summary, figures)],
    // JSON has no infinity: a target that is never reached is null there.
    ["summary.json", `${JSON.stringify(summary, undefined, 1)}\n`],
    ["checkpoints.csv", checkpointsCsv(summary)],
    ["speed.csv", speedCsv(summary)],
    ...figures.map(({ name, svg }) => [`${name.replaceAll(/[^\w.-]+/g, "-")}.svg`, svg] as const),
  ];
  await mkdir(folder, { recursive: true });
  const paths = files.map(([name]) => join(folder, name));
  await Promise.all(files.map(([, text], i) => writeFile(paths[i]!, text)));
  return paths;
}
