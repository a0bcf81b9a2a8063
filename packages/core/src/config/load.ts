import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isLeft, left, right, type Either } from "fp-ts/lib/Either.js";
import { messageOf, ProxyboError } from "../errors/error.ts";
import { show, validate } from "../registry/validate.ts";
import { configSchema, type ProxyboConfig } from "./schema.ts";

/** A configuration file that was read and is well formed. */
export interface LoadedConfig {
  /** Absolute path. */
  readonly file: string;
  /** Its folder: where relative paths in it start. */
  readonly directory: string;
  readonly config: ProxyboConfig;
}

/**
 * Reads a configuration file: TypeScript, JavaScript or JSON. `CONFIG_THREW` keeps what the file threw as `cause`;
 * `CONFIG_INVALID` names the field, what was expected and what came.
 *
 * @example
 * const loaded = await loadConfig("proxybo.config.ts");
 */
export async function loadConfig(path: string): Promise<Either<ProxyboError, LoadedConfig>> {
  const file = resolve(path);
  const there = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!there)
    return left(
      new ProxyboError("CONFIG_INVALID", "there is no such configuration file", {
        place: { file },
        hint: "write one with: proxybo init",
      }),
    );
  let module: { readonly default?: unknown };
  try {
    module = (await import(
      pathToFileURL(file).href,
      file.endsWith(".json") ? { with: { type: "json" } } : undefined
    )) as typeof module;
  } catch (cause) {
    return left(
      new ProxyboError("CONFIG_THREW", `the configuration file threw: ${messageOf(cause)}`, {
        place: { file },
        hint: adviceFor(cause),
        cause,
      }),
    );
  }
  if (module.default === undefined)
    return left(
      new ProxyboError("CONFIG_INVALID", "the configuration file has no default export", {
        place: { file },
        hint: "write: export default defineConfig({ … })",
      }),
    );
  const parsed = await parseConfig(module.default, file);
  return isLeft(parsed) ? parsed : right({ file, directory: dirname(file), config: parsed.right });
}

/** Checks the form of a configuration; names of entries and their options are checked when the run is assembled. */
export async function parseConfig(
  value: unknown,
  file?: string,
): Promise<Either<ProxyboError, ProxyboConfig>> {
  const place = file === undefined ? {} : { file };
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return left(
      new ProxyboError("CONFIG_INVALID", `expected a configuration object, got ${show(value)}`, {
        place,
        hint: "write: export default defineConfig({ … })",
      }),
    );
  return validate(configSchema, value, {
    code: "CONFIG_INVALID",
    name: "the configuration",
    part: "field",
    place,
  });
}

function adviceFor(cause: unknown): string {
  const missing = /Cannot find package '([^']+)'/.exec(messageOf(cause))?.[1];
  return missing === undefined
    ? "the file must run by itself: try it with node"
    : `install it beside the file: npm install ${missing}`;
}
