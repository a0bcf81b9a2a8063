import type { Kind } from "../contracts/plugin.ts";

/** What one entry of a kind is called. */
export const nouns: Readonly<Record<Kind, string>> = {
  spaces: "space",
  proxies: "proxy",
  surrogates: "surrogate",
  strategies: "strategy",
  runtimes: "runtime",
  objectives: "objective",
  datasets: "dataset",
  tables: "table",
};

/** Packages of this project whose entries are not called like the package. */
const carriers: Partial<Record<Kind, Readonly<Record<string, string>>>> = {
  proxies: { nwot: "@proxybo/proxy-naswot" },
  datasets: Object.fromEntries(
    ["cifar10", "cifar100", "idx"].map((name) => [name, "@proxybo/dataset-image-files"]),
  ),
  tables: { "nb201-fashion": "@proxybo/space-nb201" },
};

/** Entries that packages of this project offer, by kind: what to install for a name that is missing. */
const official: Partial<Record<Kind, readonly string[]>> = {
  spaces: ["asr", "choices", "nb101", "nb201"],
  proxies: [
    "snip",
    "synflow",
    "jacob_cov",
    "params",
    "flops",
    "grad_norm",
    "l2_norm",
    "plain",
    "nwot",
    "epe_nas",
    "fisher",
    "zen",
    "grasp",
  ],
  surrogates: ["brp", "gp", "rf"],
  runtimes: ["onnx", "tfjs"],
  datasets: ["fashion-mnist", "cifar10", "cifar100", "idx"],
  tables: ["nb201-fashion"],
};

/** Names of a kind that packages of this project offer. */
export function officialNames(kind: Kind): readonly string[] {
  return official[kind] ?? [];
}

/**
 * The package to install for an entry: this project's own, or what a third party would call it.
 *
 * @example
 * packageFor("proxies", "jacob_cov") // => "@proxybo/proxy-jacob-cov"
 * packageFor("proxies", "depth") // => "proxybo-proxy-depth"
 */
export function packageFor(kind: Kind, name: string): string {
  const carrier = carriers[kind]?.[name];
  if (carrier !== undefined) return carrier;
  const slug = `${nouns[kind]}-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
  return officialNames(kind).includes(name) ? `@proxybo/${slug}` : `proxybo-${slug}`;
}
