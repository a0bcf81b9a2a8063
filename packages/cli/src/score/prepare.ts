import {
  type ArchitectureScoring,
  type Batch,
  configDefaults,
  drawMiniBatch,
  expandReference,
  type NetworkRuntime,
  orThrow,
  partMaker,
  type ProxyboConfig,
  ProxyboError,
  readsSpecOnly,
  type Registry,
  resolveRuntime,
  type ZeroCostProxy,
} from "@proxybo/core";
import { withFastestRuntime } from "../search/fastest.ts";

/** All that scoring needs, besides the architecture. */
export interface PreparedScoring
  extends Omit<ArchitectureScoring<unknown>, "architecture" | "batch" | "runtime">, AsyncDisposable {
  /** What networks run on; absent where every proxy reads their specs alone. */
  readonly run: { readonly batch: Batch; readonly runtime: NetworkRuntime } | undefined;
  readonly architectures: readonly unknown[];
  /** Name of the data set; absent where the task was given and no example is read. */
  readonly dataset: string | undefined;
}

/** Reads the architectures and makes what they are scored with; what is wrong is said before anything is loaded. */
export async function prepareScoring(
  config: ProxyboConfig,
  registry: Registry,
  directory: string,
  texts: readonly string[],
): Promise<PreparedScoring> {
  const make = partMaker(registry);
  const space = await make("spaces", expandReference(config.space ?? onlySpace(registry)), undefined);
  const architectures = texts.map((text) => orThrow(space.product.parse(text)));
  const chosen = config.proxies ?? registry.names("proxies");
  if (chosen.length === 0)
    throw new ProxyboError("USAGE", "no proxies to score by", { hint: "npm install @proxybo/proxies" });
  const proxies: ZeroCostProxy[] = [];
  for (const proxy of chosen)
    proxies.push((await make("proxies", expandReference(proxy), undefined)).product);
  const counts = proxies.every(readsSpecOnly);
  const dataset =
    counts && config.task !== undefined
      ? undefined
      : (await make("datasets", expandReference(config.dataset ?? "fashion-mnist"), { directory })).product;
  const seed = config.seed ?? configDefaults.seed;
  const batch = counts
    ? undefined
    : await drawMiniBatch(dataset!, config.batchSize ?? configDefaults.batchSize, seed);
  const { runtime } = batch ? await withFastestRuntime(config, registry) : config;
  const run = batch && {
    batch,
    runtime: (await make("runtimes", resolveRuntime(runtime, registry), undefined)).product,
  };
  return {
    space: space.product,
    task: config.task ? { kind: "classification", ...config.task } : dataset!.task,
    architectures,
    proxies,
    run,
    seed,
    dataset: dataset?.name,
    [Symbol.asyncDispose]: async () => run?.runtime.dispose(),
  };
}

function onlySpace(registry: Registry): string {
  const names = registry.names("spaces");
  if (names.length === 1) return names[0]!;
  throw new ProxyboError(
    "USAGE",
    names.length === 0 ? "no space is installed" : "several spaces are installed",
    {
      hint:
        names.length === 0
          ? "npm install @proxybo/space-nb201"
          : `say which: --space ${names.join(" or --space ")}`,
    },
  );
}
