import { z } from "zod";
import { left, right, type Either } from "fp-ts/lib/Either.js";
import type { Json } from "../contracts/store.ts";
import { ProxyboError } from "../errors/error.ts";
import { show } from "../registry/validate.ts";
import { executionOf } from "./resolve.ts";
import { configSchema, type ProxyboConfig } from "./schema.ts";

/** How a run was configured: kept with its study, so that `resume` assembles the same again. */
export interface RunSettings {
  readonly version: 1;
  /** All that decides what the run finds, options and defaults included. */
  readonly config: ProxyboConfig;
  /** Where relative paths start. */
  readonly directory: string;
  /** The configuration file, and the flags that were laid over it. */
  readonly file: string | null;
  readonly flags: ProxyboConfig;
  readonly sets: readonly string[];
  readonly plugins: readonly { readonly package: string; readonly version: string }[];
}

const settingsSchema = z.object({
  version: z.literal(1),
  config: configSchema,
  directory: z.string(),
  file: z.string().nullable(),
  flags: configSchema,
  sets: z.array(z.string()),
  plugins: z.array(z.object({ package: z.string(), version: z.string() })),
});

/** Reads the settings of a kept study; `STUDY_MISMATCH` where it was not made from a configuration. */
export function readSettings(kept: Json, study: string): Either<ProxyboError, RunSettings> {
  const parsed = settingsSchema.safeParse(kept);
  return parsed.success
    ? right(parsed.data)
    : left(
        new ProxyboError(
          "STUDY_MISMATCH",
          `study '${study}' was not started by the command line, so it cannot be assembled from its settings`,
          {
            hint: "resume it by the program that started it: createStudy({ …, resume: id })",
            cause: parsed.error,
          },
        ),
      );
}

/** Settings as JSON: what JSON cannot hold, such as a function, is kept by its name. */
export function toJson(value: unknown): Json {
  if (typeof value === "function") return `[function ${value.name}]`;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object")
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .map(([key, inner]) => [key, toJson(inner)]),
    );
  return typeof value === "bigint" ? value.toString() : null;
}

/** A setting that differs between a kept study and what is to resume it. */
export interface Difference {
  readonly field: string;
  readonly kept: unknown;
  readonly now: unknown;
}

/** Where two settings differ, by path. */
function differences(kept: unknown, now: unknown, path = ""): readonly Difference[] {
  if (Object.is(kept, now)) return [];
  if (!isObject(kept) || !isObject(now)) return [{ field: path, kept, now }];
  const fields = [...new Set([...Object.keys(kept), ...Object.keys(now)])];
  return fields.flatMap((field) =>
    differences(kept[field], now[field], path === "" ? field : `${path}.${field}`),
  );
}

/**
 * Refuses to go on with a study under other settings: `STUDY_MISMATCH` naming each. How many evaluations, how they are
 * carried out, where they are sent, and where and under which name it is kept, may change.
 */
export function requireSameSettings(
  kept: RunSettings,
  now: RunSettings,
  study: string,
): Either<ProxyboError, void> {
  const changed = differences(decisive(kept), decisive(now));
  if (changed.length === 0) return right(undefined);
  const told = changed.map(
    ({ field, kept: was, now: is }) => `${field} was ${show(was)}, is now ${show(is)}`,
  );
  return left(
    new ProxyboError(
      "STUDY_MISMATCH",
      `study '${study}' was started with other settings: ${told.join("; ")}`,
      {
        place: { ...(now.file === null ? {} : { file: now.file }), field: changed[0]!.field },
        hint: "set them back to resume it, or start a new study: proxybo run",
      },
    ),
  );
}

function decisive({ config }: RunSettings): Json {
  const { plugins: _, evaluations: __, name: ___, store: ____, track: _____, ...rest } = config;
  const execution = new Set(Object.keys(executionOf(config)));
  return toJson(Object.fromEntries(Object.entries(rest).filter(([field]) => !execution.has(field))));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
