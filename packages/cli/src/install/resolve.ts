import { didYouMean, type Kind, officialNames, packageFor, ProxyboError } from "@proxybo/core";

/** Packages of this project that are no entry's own. */
const others = [
  "@proxybo/proxies",
  "@proxybo/spaces",
  "@proxybo/surrogates",
  "@proxybo/bench",
  "@proxybo/core",
  "@proxybo/cli",
];

/** Names of entries that this project offers, with the package of each. */
function official(): ReadonlyMap<string, string> {
  const kinds: readonly Kind[] = ["spaces", "proxies", "surrogates", "runtimes", "datasets", "tables"];
  return new Map(
    kinds.flatMap((kind) => officialNames(kind).map((name) => [name, packageFor(kind, name)] as const)),
  );
}

/**
 * The package that a person means: by the name of what it offers (`snip`), its own name, short or whole (`proxy-snip`,
 * `@proxybo/proxy-snip`, `proxybo-proxy-mine@2`), or a tarball or folder.
 *
 * @throws {ProxyboError} `PLUGIN_UNKNOWN` with the nearest names.
 */
export function packageOf(word: string): string {
  if (/^[./~]|^file:|\.tgz$/.test(word)) return word;
  const byEntry = official();
  const packages = [...new Set([...byEntry.values(), ...others])];
  const at = word.indexOf("@", 1);
  const [name, version] = at === -1 ? [word, ""] : [word.slice(0, at), word.slice(at)];
  const known = byEntry.get(name) ?? packages.find((each) => each === name || each === `@proxybo/${name}`);
  if (known !== undefined) return known + version;
  // A third party's, by the convention of names; the registry knows whether it is there.
  if (/^(?!@proxybo\/)(?:@[^/]+\/)?proxybo-[^/]+$/.test(name)) return word;
  const names = [...byEntry.keys(), ...packages];
  throw new ProxyboError("PLUGIN_UNKNOWN", `unknown plugin '${word}'`, {
    hint: [
      didYouMean(name, names) ?? `known: ${names.join(", ")}`,
      "a third party's is given by its package: proxybo-proxy-x or @scope/proxybo-proxy-x",
    ].join("\n"),
  });
}
