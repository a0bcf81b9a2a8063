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
  type Registry,
  resolveRuntime,
  type ZeroCostProxy,
} from "@proxybo/core";

/** All that scoring needs, besides the architecture. */
export interface PreparedScoring
  extends Omit<ArchitectureScoring<unknown>, "architecture" | "batch" | "runtime">, AsyncDisposable {
  readonly batch: Batch;
  readonly runtime: NetworkRuntime;
  readonly architectures: readonly unknown[];
  /** Name of the data set. */
  readonly dataset: string;
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
  const reference = expandReference(config.dataset ?? "fashion-mnist");
  const { product: dataset } = await make("datasets", reference, { directory });
  const seed = config.seed ?? configDefaults.seed;
  const batch = await drawMiniBatch(dataset, config.batchSize ?? configDefaults.batchSize, seed);
  const { product: runtime } = await make("runtimes", resolveRuntime(config.runtime, registry), undefined);
  return {
    space: space.product,
    task: config.task ? { kind: "classification", ...config.task } : dataset.task,
    architectures,
    proxies,
    runtime,
    batch,
    seed,
    dataset: dataset.name,
    [Symbol.asyncDispose]: () => runtime.dispose(),
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
