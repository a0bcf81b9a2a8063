import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf, ProxyboError } from "@proxybo/core";
import { z } from "zod";
import { type BenchConfig, benchSchema } from "./schema.ts";

export interface LoadedBench {
  /** Absolute path. */
  readonly file: string;
  /** Where relative paths in it start. */
  readonly directory: string;
  readonly config: BenchConfig;
}

/**
 * Reads the configuration of a comparison: TypeScript, JavaScript or JSON with a default export.
 *
 * @throws {ProxyboError} `CONFIG_THREW` with what the file threw, `CONFIG_INVALID` with the field that is wrong.
 */
export async function loadBench(path: string): Promise<LoadedBench> {
  const file = resolve(path);
  const there = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!there)
    throw new ProxyboError("CONFIG_INVALID", "there is no such configuration file", {
      place: { file },
      hint: "write one: export default defineBench({ … }), or name a preset: proxybo bench --help",
    });
  let module: { readonly default?: unknown };
  try {
    const json = file.endsWith(".json") ? { with: { type: "json" } } : undefined;
    module = (await import(pathToFileURL(file).href, json)) as typeof module;
  } catch (cause) {
    throw new ProxyboError("CONFIG_THREW", `the configuration file threw: ${messageOf(cause)}`, {
      place: { file },
      hint: "the file must run by itself: try it with node",
      cause,
    });
  }
  return { file, directory: dirname(file), config: parseBench(module.default, file) };
}

/** Checks the form of a comparison; `CONFIG_INVALID` names the first field that is wrong. */
function parseBench(value: unknown, file?: string): BenchConfig {
  const parsed = benchSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]!.path.join(".");
  throw new ProxyboError(
    "CONFIG_INVALID",
    `the comparison is not well formed: ${z.prettifyError(parsed.error)}`,
    {
      place: { ...(file !== undefined && { file }), ...(field !== "" && { field }) },
      hint: "write: export default defineBench({ … })",
    },
  );
}
