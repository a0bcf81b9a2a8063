import { basename } from "node:path";
import { readTable } from "@proxybo/core";
import type { ImportWatch } from "../files/progress.ts";
import { Source } from "../files/source.ts";
import { number, text } from "../tables/column.ts";
import { readInfo } from "../tables/read.ts";
import type { Imported } from "./nats.ts";

export interface GenericOptions {
  readonly name?: string | undefined;
  /** Column with the texts of the architectures; default `arch`. */
  readonly arch?: string | undefined;
  readonly space?: string | undefined;
  readonly dataset?: string | undefined;
  readonly metric?: "accuracy" | "error" | undefined;
}

/** Reads any table as CSV, gzipped CSV or Parquet: the texts of the architectures, and every column of numbers. */
export async function importGeneric(
  file: string,
  options: GenericOptions,
  watch: ImportWatch,
): Promise<Imported> {
  const { arch = "arch", space = "", dataset = "", metric } = options;
  const source = await Source.open(file, watch);
  const table = await readTable(file, [arch]);
  const texts = table.texts(arch, "the text of each architecture");
  const known = file.toLowerCase().endsWith(".parquet") ? (await readInfo(file)).provenance : undefined;
  return {
    sources: [await source.record()],
    tables: [
      {
        name: options.name ?? nameOf(file),
        benchmark: known?.benchmark ?? basename(file),
        dataset: dataset || (known?.dataset ?? ""),
        space: space || (known?.space ?? ""),
        metric: metric ?? known?.metric ?? "accuracy",
        columns: [
          text("arch", texts),
          ...table.numeric.map((name) => number(name, table.numbers(name, "a column of numbers"))),
        ],
      },
    ],
  };
}

/** The file's name without its endings. */
function nameOf(file: string): string {
  return basename(file).replace(/\.(csv|csv\.gz|parquet)$/i, "");
}
