import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { indexArchitectures, readTable } from "@proxybo/core";
import { nb201 } from "@proxybo/space-nb201";
import type fc from "fast-check";
import { mutatedBytes, mutatedText } from "./mutate.ts";
import { refusable, type Target, target } from "./target.ts";

const arch = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|avg_pool_3x3~1|nor_conv_1x1~2|";
const csv = `arch,valid,test,snip\n${arch},61.5,60,1e3\n"${arch.replace("none~0", "skip_connect~0")}",NaN,,-inf\n`;

async function takes(file: string, content: string | Uint8Array): Promise<boolean> {
  await writeFile(file, content);
  const table = await refusable(() => readTable(file, ["arch"]));
  if (table === undefined) return false;
  await refusable(() => {
    for (const column of table.numeric) table.numbers(column, "the fuzzer");
    indexArchitectures(table, "arch", nb201());
  });
  return true;
}

const parquetFixtures = ["none", "snappy", "gzip", "zstd", "brotli"].map(
  (codec) => new URL(`../../packages/core/src/tables/fixtures/${codec}.parquet`, import.meta.url),
);

export const tableTargets: readonly Target[] = [
  target<string>({
    name: "tables as CSV",
    cases: 2000,
    given: async () =>
      mutatedText([csv], [",", '"', "\n", "\r", "arch", "\uFEFF", "1e999", "NaN", arch, "\0"]),
    takes: (text, folder) => takes(join(folder, "t.csv"), text),
  }),
  target<Buffer>({
    name: "tables as gzipped CSV",
    cases: 800,
    given: async (): Promise<fc.Arbitrary<Buffer>> => mutatedBytes([gzipSync(csv), gzipSync("arch\n")]),
    takes: (bytes, folder) => takes(join(folder, "t.csv.gz"), bytes),
  }),
  target<Buffer>({
    name: "tables as Parquet",
    cases: 2500,
    given: async () => mutatedBytes(await Promise.all(parquetFixtures.map((file) => readFile(file)))),
    takes: (bytes, folder) => takes(join(folder, "t.parquet"), bytes),
  }),
];
