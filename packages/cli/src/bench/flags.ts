import { resolve } from "node:path";
import process from "node:process";
import { tablesFolder } from "@proxybo/importers";
import { ProxyboError } from "@proxybo/core";
import type { BenchConfig } from "@proxybo/bench";

/** Comma-separated words; `undefined` where the flag is not given. */
export function readWords(text: string | undefined): string[] | undefined {
  return text
    ?.split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** A whole number of at least 1; `USAGE` otherwise. */
export function readCount(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new ProxyboError("USAGE", `--${flag}: expected a whole number of at least 1, got '${text}'`);
}

/** `50` (seeds 1 … 50), `51-100`, or `1,2,5`. */
export function readSeeds(text: string | undefined): BenchConfig["seeds"] {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  const range = /^(\d{1,9})-(\d{1,9})$/.exec(text);
  const [first, last] = range ? [Number(range[1]), Number(range[2])] : [0, -1];
  if (range && first <= last && last - first < 100_000)
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  if (/^\d{1,9}(,\d{1,9})+,?$|^\d{1,9},$/.test(text))
    return [...new Set(text.split(",").filter(Boolean).map(Number))];
  throw new ProxyboError("USAGE", `--seeds: expected how many, first-last or a list, got '${text}'`, {
    hint: "for example --seeds 50, --seeds 51-100, --seeds 1,2,5",
  });
}

/** Folders of the benchmark tables: those of the flag, of PROXYBO_DATA, and where imported tables are kept. */
export function dataFolders(flag: string | undefined): readonly string[] {
  const named = [...(readWords(flag) ?? []), ...(readWords(process.env["PROXYBO_DATA"]) ?? [])];
  return [...named.map((folder) => resolve(folder)), tablesFolder()];
}
