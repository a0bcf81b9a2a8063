import {
  configDefaults,
  expandReference,
  type PartReference,
  partMaker,
  type Registry,
  type Strategy,
  usualProxies,
} from "@proxybo/core";
import { titleOf } from "./method-titles.ts";
import type { MethodConfig, ProxyQuality } from "./schema.ts";

/** A method with every option filled in. Plain data: workers make it again. */
export interface BenchMethod {
  readonly name: string;
  readonly title: string;
  readonly strategy: PartReference;
  readonly surrogate: PartReference | undefined;
  /** Names of the recorded scores that it is given. */
  readonly proxies: readonly string[];
  /** Those that it is given besides where the task has them. */
  readonly optionalProxies: readonly string[];
  readonly quality: ProxyQuality;
  /** Evaluations in flight. */
  readonly parallel: number;
  /** Its searches end after so many evaluations, where these are fewer than the others'. */
  readonly evaluations: number | undefined;
  /** Packages and versions that decide what it does. */
  readonly versions: readonly string[];
}

/**
 * Finds the parts of a method and fills in their options. The name of a proxy stands for the strategy `zero-cost` with
 * that proxy alone and one evaluation.
 *
 * @param named - the proxies of methods that name none, where the comparison names them.
 * @throws {ProxyboError} `PLUGIN_UNKNOWN`, `PLUGIN_DUPLICATE`, `OPTION_INVALID`.
 */
export async function resolveMethod(
  given: MethodConfig,
  registry: Registry,
  named: readonly string[] | undefined,
): Promise<BenchMethod> {
  const config = readProxyName(given, registry, named ?? configDefaults.proxies);
  const make = partMaker(registry);
  const wanted = expandReference(config.strategy, "strategy");
  const strategy = await make("strategies", wanted, undefined);
  const wantedSurrogate =
    config.surrogate ??
    (strategy.product.needs.surrogate ? (strategy.product.surrogate ?? configDefaults.surrogate) : undefined);
  const surrogate =
    wantedSurrogate === undefined
      ? undefined
      : await make("surrogates", expandReference(wantedSurrogate, "surrogate"), undefined);
  const quality = config.quality ?? "recorded";
  const { proxies, optionalProxies } =
    quality === "none" ? none : proxiesOf(strategy.product, config.proxies, named);
  return {
    name: config.name,
    title:
      config.title ??
      titleOf({
        strategy: wanted.name,
        surrogate: config.surrogate === undefined ? undefined : surrogate!.reference.name,
        proxies: config.proxies,
        quality,
        parallel: config.parallel,
      }),
    strategy: strategy.reference,
    surrogate: surrogate?.reference,
    proxies,
    optionalProxies,
    quality: proxies.length + optionalProxies.length === 0 ? "none" : quality,
    parallel: config.parallel ?? 1,
    evaluations: config.evaluations ?? (wanted.name === "zero-cost" ? 1 : undefined),
    versions: [strategy.origin, ...(surrogate ? [surrogate.origin] : [])].map(
      ({ package: name, version }) => `${name}@${version}`,
    ),
  };
}

type ProxyNames = Pick<BenchMethod, "proxies" | "optionalProxies">;

const none: ProxyNames = { proxies: [], optionalProxies: [] };

/** The proxies of the method, else those that the comparison names for all that use some, else the strategy's own. */
function proxiesOf(
  strategy: Strategy,
  own: readonly string[] | undefined,
  named: readonly string[] | undefined,
): ProxyNames {
  const usual = usualProxies(strategy);
  const uses = usual.proxies.length + usual.optionalProxies.length > 0;
  const given = own ?? (uses ? named : undefined);
  return given === undefined ? usual : { proxies: given, optionalProxies: [] };
}

function readProxyName(
  config: MethodConfig,
  registry: Registry,
  defaultProxies: readonly string[],
): MethodConfig {
  const { name } = expandReference(config.strategy, "strategy");
  const known = registry.names("strategies");
  const isProxy = defaultProxies.includes(name) || registry.names("proxies").includes(name);
  if (known.includes(name) || !isProxy) return config;
  return { title: name, ...config, strategy: "zero-cost", proxies: [name], evaluations: 1 };
}
