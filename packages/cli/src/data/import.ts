import process from "node:process";
import { didYouMean, ProxyboError } from "@proxybo/core";
import { importBenchmark, type ImportKind, importKinds, type ImportResult } from "@proxybo/importers";
import { progressLine } from "./progress.ts";
import { spaceFinder } from "./find-space.ts";

/** Flags of `proxybo data import`, as given. */
export interface ImportFlags {
  readonly to?: string | undefined;
  readonly name?: string | undefined;
  readonly space?: string | undefined;
  readonly dataset?: string | undefined;
  readonly arch?: string | undefined;
  readonly metric?: string | undefined;
}

/** Imports; Ctrl-C stops it, and nothing is left of it. */
export async function runImport(
  words: readonly string[],
  { metric, ...flags }: ImportFlags,
  quiet: boolean,
): Promise<readonly ImportResult[]> {
  const [kind, ...paths] = words;
  if (kind === undefined || !isKind(kind) || paths.length === 0) throw wrongKind(kind);
  if (metric !== undefined && metric !== "accuracy" && metric !== "error")
    throw new ProxyboError("USAGE", `expected --metric accuracy or error, got '${metric}'`);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort(new ProxyboError("USAGE", "the import was stopped; nothing was written"));
  process.once("SIGINT", onInterrupt);
  using line = progressLine(quiet);
  try {
    return await importBenchmark(kind, paths, {
      ...flags,
      metric,
      signal: stop.signal,
      progress: (progress) => line.advance(progress),
      findSpace: spaceFinder(),
    });
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}

function isKind(word: string): word is ImportKind {
  return Object.hasOwn(importKinds, word);
}

function wrongKind(kind: string | undefined): ProxyboError {
  const kinds = Object.entries(importKinds).map(([name, what]) => `${name}: ${what}`);
  const guess = kind === undefined ? undefined : didYouMean(kind, Object.keys(importKinds));
  return new ProxyboError(
    "USAGE",
    kind === undefined
      ? "'proxybo data import' needs what to import, and its file"
      : isKind(kind)
        ? `'proxybo data import ${kind}' needs a file`
        : `there is no importer '${kind}'`,
    { hint: [...(guess === undefined ? [] : [guess]), ...kinds].join("\n") },
  );
}
