import { isRight } from "fp-ts/lib/Either.js";
import {
  expandReference,
  type Kind,
  nouns,
  officialNames,
  packageFor,
  type ProxyboConfig,
  ProxyboError,
  type Reference,
  type Registry,
  usualStrategy,
} from "@proxybo/core";
import { installCommand, isInstalled, packageManager } from "./manager.ts";

interface Wanted {
  readonly kind: Kind;
  readonly name: string;
}

/**
 * What a composition names, and what it takes by default, as far as that is certain before anything is made. Proxies of
 * a table may be on record there, so they are not counted.
 */
function wantedBy(config: ProxyboConfig, registry: Registry): readonly Wanted[] {
  const nameOf = (reference: Reference, field?: string) => expandReference(reference, field).name;
  const objective = config.objective && nameOf(config.objective);
  const strategy = nameOf(config.strategy ?? usualStrategy(config, registry));
  const surrogates: Readonly<Record<string, string>> = { proxybo: "rf", bo: "rf", proxygp: "gp", brp: "brp" };
  const surrogate = config.surrogate ? nameOf(config.surrogate) : surrogates[strategy];
  const proxies = objective === "table" ? [] : (config.proxies ?? []).map((proxy) => nameOf(proxy));
  const runtime = config.runtime === undefined ? "auto" : nameOf(config.runtime, "runtime");
  const trains = objective === "train";
  return [
    ...(config.space ? [{ kind: "spaces" as const, name: nameOf(config.space) }] : []),
    ...(surrogate === undefined ? [] : [{ kind: "surrogates" as const, name: surrogate }]),
    ...proxies.map((name) => ({ kind: "proxies" as const, name })),
    ...(config.dataset ? [{ kind: "datasets" as const, name: nameOf(config.dataset) }] : []),
    ...(runtime !== "auto" ? [{ kind: "runtimes" as const, name: runtime }] : []),
    ...(runtime === "auto" && trains ? [{ kind: "runtimes" as const, name: "tfjs" }] : []),
  ];
}

/**
 * Refuses a composition of plugins that are not installed, all of them at once, with the one command that installs
 * them. Names that no package of this project offers are left to the registry, which knows the nearest.
 *
 * @throws {ProxyboError} `PLUGIN_UNKNOWN`.
 */
export function requireInstalled(
  config: ProxyboConfig,
  registry: Registry,
  directory: string,
  again: string,
): void {
  if (config.plugins !== undefined) return;
  const absent = wantedBy(config, registry).filter(
    ({ kind, name }) =>
      !isRight(registry.find(kind, name)) &&
      !(kind === "runtimes" && registry.names(kind).length > 0) &&
      !registry.names(kind).includes(name),
  );
  const known = absent.filter(({ kind, name }) => officialNames(kind).includes(name));
  if (known.length < 2 || known.length < absent.length) return;
  const packages = [...new Set(known.map(({ kind, name }) => packageFor(kind, name)))];
  throw new ProxyboError(
    "PLUGIN_UNKNOWN",
    `not installed here: ${known.map(({ kind, name }) => `${nouns[kind]} '${name}'`).join(", ")}`,
    {
      hint: [
        `install all of it: ${installCommand(packageManager(directory), withHosts(packages, directory)).join(" ")}`,
        `then give the command again: ${again}`,
      ].join("\n"),
    },
  );
}

/** The packages, with the command line and the core before them where the project has none: plugins share its core. */
export function withHosts(packages: readonly string[], directory: string): readonly string[] {
  const hosts = ["@proxybo/cli", "@proxybo/core"].filter((name) => !isInstalled(directory, name));
  return [...new Set([...hosts, ...packages])];
}
