import { left, right, type Either } from "fp-ts/lib/Either.js";
import type { ClassificationTask } from "../contracts/network.ts";
import type { Strategy } from "../contracts/strategy.ts";
import { ProxyboError } from "../errors/error.ts";
import type { Registry } from "../registry/registry.ts";
import type { RunOptions } from "../study/types.ts";
import { runtimesBySpeed } from "./fastest-runtime.ts";
import { expandReference } from "./merge.ts";
import type { ProxyboConfig, Reference } from "./schema.ts";

/** An entry to make, by name and the options that were given. */
export interface PartReference {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** How evaluations are carried out: decides nothing about what is searched, and may change on resume. */
export type ExecutionConfig = Pick<
  RunOptions<unknown>,
  "parallel" | "timeout" | "retries" | "retryWait" | "giveUpAfter"
>;

/** The part of a configuration that says how evaluations are carried out. */
export function executionOf({
  parallel,
  timeout,
  retries,
  retryWait,
  giveUpAfter,
}: ProxyboConfig): ExecutionConfig {
  return {
    ...(parallel !== undefined && { parallel }),
    ...(timeout !== undefined && { timeout }),
    ...(retries !== undefined && { retries }),
    ...(retryWait !== undefined && { retryWait }),
    ...(giveUpAfter !== undefined && { giveUpAfter }),
  };
}

/** A configuration with every decision made, except what only the entries themselves know. */
export interface ResolvedConfig {
  readonly space: PartReference;
  readonly objective: PartReference;
  readonly strategy: PartReference;
  /** `undefined`: the strategy's own, or rf where it needs one. */
  readonly surrogate: PartReference | undefined;
  /** `undefined`: the strategy's own; snip, synflow and jacob_cov where it names none and needs some. */
  readonly proxies: readonly PartReference[] | undefined;
  readonly runtime: PartReference;
  readonly dataset: PartReference | undefined;
  readonly task: ClassificationTask | undefined;
  readonly seed: number;
  readonly evaluations: number;
  readonly batchSize: number;
  readonly execution: ExecutionConfig;
  /** Where evaluations are sent besides. */
  readonly track: readonly string[];
  readonly name: string | undefined;
  readonly store: string | undefined;
}

/** Values of fields that were not given. */
export const configDefaults = {
  surrogate: "rf",
  proxies: ["snip", "synflow", "jacob_cov"],
  runtime: "auto",
  seed: 1,
  evaluations: 100,
  batchSize: 64,
} as const;

/**
 * The strategy where none is named: proxygp, or proxybo where another surrogate than gp is named, or where rf is
 * installed and gp is not.
 */
export function usualStrategy({ surrogate }: ProxyboConfig, registry: Registry): "proxygp" | "proxybo" {
  if (surrogate !== undefined) return expandReference(surrogate).name === "gp" ? "proxygp" : "proxybo";
  const installed = registry.names("surrogates");
  return installed.includes("rf") && !installed.includes("gp") ? "proxybo" : "proxygp";
}

/** The proxies that a strategy is given where none are named: what it is made for, and what it makes the best of. */
export function usualProxies({
  needs,
  proxies = needs.proxies ? configDefaults.proxies : [],
  optionalProxies = [],
}: Strategy): Required<Pick<Strategy, "proxies" | "optionalProxies">> {
  return { proxies, optionalProxies };
}

/** Fills in the defaults of a merged configuration; `CONFIG_INVALID` where space or objective is missing. */
export function resolveConfig(
  config: ProxyboConfig,
  registry: Registry,
): Either<ProxyboError, ResolvedConfig> {
  if (config.space === undefined) return left(missing("space", registry.names("spaces"), "--space nb201"));
  if (config.objective === undefined)
    return left(
      missing("objective", registry.names("objectives"), "--table results.csv, or --objective train"),
    );
  const optional = (given: Reference | undefined, field: string) =>
    given === undefined ? undefined : expandReference(given, field);
  return right({
    space: expandReference(config.space),
    objective: expandReference(config.objective),
    strategy: expandReference(config.strategy ?? usualStrategy(config, registry)),
    surrogate: optional(config.surrogate, "surrogate"),
    proxies: config.proxies?.map((proxy) => expandReference(proxy)),
    runtime: resolveRuntime(config.runtime, registry),
    dataset: optional(config.dataset, "dataset"),
    task: config.task && { kind: "classification", ...config.task },
    seed: config.seed ?? configDefaults.seed,
    evaluations: config.evaluations ?? configDefaults.evaluations,
    batchSize: config.batchSize ?? configDefaults.batchSize,
    execution: executionOf(config),
    track: [config.track ?? []].flat(),
    name: config.name,
    store: config.store,
  });
}

/**
 * The runtime to make. `auto`, the default, is the fastest that is there (whether it loads: `fastestRuntime`); tfjs where
 * there is none, so that making it says what to install.
 */
export function resolveRuntime(given: Reference | undefined, registry: Registry): PartReference {
  const runtime = expandReference(given ?? configDefaults.runtime, "runtime");
  if (runtime.name !== "auto") return runtime;
  return { ...runtime, name: runtimesBySpeed(registry)[0] ?? "tfjs" };
}

function missing(field: string, known: readonly string[], example: string): ProxyboError {
  const there = known.length === 0 ? "no plugin offers one" : `there are: ${known.join(", ")}`;
  return new ProxyboError("CONFIG_INVALID", `the configuration names no ${field}`, {
    place: { field },
    hint: `${there}; name one in the configuration file or by flag, e.g. ${example}`,
  });
}
