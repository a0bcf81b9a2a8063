/// <reference lib="esnext.disposable" preserve="true" />
import type { Dataset } from "../contracts/dataset.ts";
import type { NetworkRuntime } from "../contracts/runtime.ts";
import type { StudyStore } from "../contracts/store.ts";
import { ProxyboError } from "../errors/error.ts";
import { orThrow } from "../registry/or-throw.ts";
import { resolveOptions } from "../registry/options.ts";
import type { RegisteredEntry, Registry } from "../registry/registry.ts";
import type { LiveScoring } from "../scoring/live.ts";
import { restrictSpace } from "../study/restrict.ts";
import type { StudyOptions } from "../study/types.ts";
import {
  assembleProxies,
  type LiveParts,
  type ProxyAssembly,
  type ProxyLeftOut,
} from "./assemble-proxies.ts";
import { partMaker } from "./make-part.ts";
import { configDefaults, type ExecutionConfig, resolveConfig, type ResolvedConfig } from "./resolve.ts";
import type { ProxyboConfig } from "./schema.ts";
import { toJson, type RunSettings } from "./settings.ts";

/** What a run is assembled with, besides its configuration. */
export interface AssemblyContext {
  /** Where relative paths in options start. */
  readonly directory: string;
  readonly store?: StudyStore;
  /** The configuration file, and the flags that were laid over it: kept with the study. */
  readonly file?: string;
  readonly flags?: ProxyboConfig;
  /** Single values set after the flags, see `setPath`. */
  readonly sets?: readonly string[];
  /** Makes the runtime in another way, e.g. as a pool of workers; `undefined` where it cannot. */
  readonly openRuntime?: OpenRuntime;
  /** Watches live proxies at work, and ends it: `scores` then rejects with the signal's reason. */
  readonly scoring?: Pick<LiveScoring<unknown>, "signal" | "observe">;
  /** The same for proxies that count and need no runtime; default: `scoring`. */
  readonly counting?: Pick<LiveScoring<unknown>, "signal" | "observe">;
}

/** Makes a runtime from its entry and its options, defaults filled in, for so many evaluations in flight. */
export type OpenRuntime = (
  registered: RegisteredEntry<"runtimes">,
  options: Readonly<Record<string, unknown>>,
  parallel: number,
) => Promise<NetworkRuntime | undefined>;

/** The parts of a run, ready for `createStudy`. They hold memory until they are disposed. */
export interface Assembly extends AsyncDisposable {
  readonly options: StudyOptions<unknown>;
  readonly settings: RunSettings;
  /** For `run` of the study. */
  readonly execution: ExecutionConfig;
  readonly proxies: readonly ProxyAssembly[];
  /** Proxies that would have helped the strategy, where the configuration names none. */
  readonly leftOut: readonly ProxyLeftOut[];
  /** The runtime and the data set, made on the first call; `USAGE` where the configuration names no data set. */
  readonly runtime: () => Promise<NetworkRuntime>;
  readonly dataset: () => Promise<Dataset>;
  readonly dispose: () => Promise<void>;
}

/**
 * Makes the parts that a configuration names. Proxies come recorded from the objective where it has their scores, else
 * live by runtime and data set.
 *
 * @throws {ProxyboError} `CONFIG_INVALID`, `PLUGIN_UNKNOWN`, `PLUGIN_DUPLICATE`, `OPTION_INVALID`, and whatever a part
 *   says when it is made, e.g. `TABLE_INVALID`.
 * @example
 * await using assembly = await assemble(config, registry, { directory: process.cwd() });
 * const study = await createStudy(assembly.options);
 */
export async function assemble(
  given: ProxyboConfig,
  registry: Registry,
  context: AssemblyContext,
): Promise<Assembly> {
  const config = orThrow(resolveConfig(given, registry));
  const { directory } = context;
  const made: { dispose?(): Promise<void> }[] = [];
  const make = partMaker(registry);

  const dispose = async (): Promise<void> => {
    for (const part of made.splice(0).toReversed()) await part.dispose?.();
  };
  const runtime = once(async () => {
    const product =
      (await openElsewhere(config, registry, context.openRuntime)) ??
      (await make("runtimes", config.runtime, undefined)).product;
    made.push(product);
    return product;
  });
  const dataset = once(async () => {
    if (config.dataset === undefined) throw noDataset(registry);
    return (await make("datasets", config.dataset, { directory })).product;
  });

  try {
    const whole = await make("spaces", config.space, undefined);
    const objective = await make("objectives", config.objective, {
      space: whole.product,
      runtime,
      dataset,
      directory,
    });
    made.push(objective.product);
    const { architectures } = objective.product;
    const space = architectures === undefined ? whole.product : restrictSpace(whole.product, architectures);
    const strategy = await make("strategies", config.strategy, undefined);
    const wanted =
      config.surrogate ??
      (strategy.product.needs.surrogate
        ? { name: strategy.product.surrogate ?? configDefaults.surrogate, options: {} }
        : undefined);
    const surrogate = wanted && (await make("surrogates", wanted, undefined));
    const parts: LiveParts = {
      space,
      runtime,
      dataset,
      config,
      store: context.store,
      scoring: context.scoring ?? {},
      counting: context.counting ?? context.scoring ?? {},
    };
    const { proxies, leftOut } = await assembleProxies(registry, objective.product, strategy.product, parts);
    const task = config.task ?? (config.dataset === undefined ? undefined : (await dataset()).task);
    const options: StudyOptions<unknown> = {
      space,
      strategy: strategy.product,
      ...(surrogate && { surrogate: surrogate.product }),
      proxies: proxies.map(({ source }) => source),
      objective: objective.product,
      ...(task && { task }),
      seed: config.seed,
      evaluations: config.evaluations,
      ...(context.store && { store: context.store }),
      ...(config.name !== undefined && { name: config.name }),
    };
    const settings = settingsOf(config, registry, context, {
      space: whole.reference,
      objective: objective.reference,
      strategy: strategy.reference,
      ...(surrogate && { surrogate: surrogate.reference }),
      proxies: proxies.map(({ reference }) => reference),
    });
    return {
      options: { ...options, settings: toJson(settings) },
      settings,
      execution: config.execution,
      proxies,
      leftOut,
      runtime,
      dataset,
      dispose,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The runtime as the caller makes it, where it does. */
async function openElsewhere(
  { runtime, execution }: ResolvedConfig,
  registry: Registry,
  openRuntime: OpenRuntime | undefined,
): Promise<NetworkRuntime | undefined> {
  if (openRuntime === undefined) return undefined;
  const registered = orThrow(registry.find("runtimes", runtime.name));
  const options = orThrow(await resolveOptions(registered, runtime.options)) as Record<string, unknown>;
  return openRuntime(registered, options, execution.parallel ?? 1);
}

function settingsOf(
  config: ResolvedConfig,
  registry: Registry,
  { directory, file, flags, sets }: AssemblyContext,
  parts: Pick<ProxyboConfig, "space" | "objective" | "strategy" | "surrogate" | "proxies">,
): RunSettings {
  const { runtime, dataset, task, seed, evaluations, batchSize, execution, track } = config;
  const { plugins: _, ...kept } = flags ?? {};
  return {
    version: 1,
    config: {
      ...parts,
      runtime,
      ...(dataset && { dataset }),
      ...(task && { task: { input: [...task.input], classes: task.classes } }),
      seed,
      evaluations,
      batchSize,
      ...execution,
      ...(track.length > 0 && { track: [...track] }),
    },
    directory,
    file: file ?? null,
    flags: kept,
    sets: sets ?? [],
    plugins: registry.plugins.map(({ origin }) => ({ package: origin.package, version: origin.version })),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function noDataset(registry: Registry): ProxyboError {
  const known = registry.names("datasets");
  return new ProxyboError("USAGE", "the configuration names no data set, and this run needs one", {
    place: { field: "dataset" },
    hint:
      known.length === 0
        ? "install one, e.g. npm install @proxybo/dataset-fashion-mnist, and add --dataset fashion-mnist"
        : `add one: --dataset ${known[0]} (there are: ${known.join(", ")})`,
  });
}
