import { z } from "zod";

export interface TableOptions {
  readonly path: string;
  readonly columns: {
    readonly arch: string;
    readonly valid: string;
    readonly test?: string | undefined;
    readonly seconds?: string | undefined;
  };
  readonly metric?: "accuracy" | "error" | undefined;
  readonly scale: "percent" | "fraction";
  readonly secondsFactor?: number | undefined;
  readonly proxies?: string | undefined;
  readonly directions: Readonly<Record<string, "higher" | "lower">>;
}

export const tableOptions: z.ZodType<TableOptions> = z.strictObject({
  path: z.string().min(1).describe("the table: .csv, .csv.gz or .parquet"),
  columns: z
    .strictObject({
      arch: z.string().default("arch").describe("texts of the architectures"),
      valid: z.string().default("valid").describe("what the search minimises the error of"),
      test: z
        .string()
        .optional()
        .describe("kept as metrics.test; default: 'test' where there is such a column"),
      seconds: z
        .string()
        .optional()
        .describe("seconds of a training; default: 'seconds', else 'seconds_12' · 200/12, else 0 s"),
    })
    .prefault({})
    .describe("which column holds what; every other numeric column is a recorded proxy"),
  metric: z
    .enum(["accuracy", "error"])
    .optional()
    .describe("what 'valid' and 'test' hold; default: as an imported table says, else accuracy"),
  scale: z.enum(["percent", "fraction"]).default("percent").describe("of 'valid' and 'test'"),
  secondsFactor: z
    .number()
    .nonnegative()
    .optional()
    .describe("what the seconds are multiplied by; default 1"),
  proxies: z
    .string()
    .min(1)
    .optional()
    .describe(
      "a second table, whose numeric columns are recorded proxies of the architectures in its column 'arch'; they count before columns of that name in the first",
    ),
  directions: z
    .record(z.string(), z.enum(["higher", "lower"]))
    .default({})
    .describe("which way a recorded proxy is better, by column; default: higher"),
});
