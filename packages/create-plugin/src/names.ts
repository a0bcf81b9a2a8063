import { ProxyboError } from "@proxybo/core";
import validatePackageName from "validate-npm-package-name";

/** What a plugin is called, wherever a name stands. */
export interface Names {
  /** In a search and in a configuration: `mean_slope`. */
  readonly entry: string;
  /** In code, with its first letter small and large. */
  readonly camel: string;
  readonly pascal: string;
  /** Of its files: `mean-slope`. */
  readonly file: string;
  readonly package: string;
}

/**
 * Derives every name from the one given.
 *
 * @throws {ProxyboError} `USAGE` without a name, `OPTION_INVALID` for one that cannot be used.
 * @example
 * namesOf("proxy", "mean_slope").package // => "proxybo-proxy-mean-slope"
 */
export function namesOf(kind: string, entry: string | undefined, packageName?: string): Names {
  if (entry === undefined || entry === "")
    throw new ProxyboError("USAGE", `expected a name for the ${kind}, got none`, {
      hint: `such as: npm create proxybo-plugin ${kind} mine`,
    });
  if (!/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(entry))
    throw new ProxyboError(
      "OPTION_INVALID",
      `expected a name of small letters, digits and single - or _ between them, beginning with a letter, got '${entry}'`,
      { place: { field: "name" } },
    );
  const words = entry.split(/[-_]/);
  const pascal = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
  const file = words.join("-");
  return {
    entry,
    camel: pascal[0]!.toLowerCase() + pascal.slice(1),
    pascal,
    file,
    package: readPackageName(packageName ?? `proxybo-${kind}-${file}`),
  };
}

function readPackageName(name: string): string {
  const { validForNewPackages, errors = [], warnings = [] } = validatePackageName(name);
  if (validForNewPackages) return name;
  throw new ProxyboError(
    "OPTION_INVALID",
    `npm takes no package '${name}': ${[...errors, ...warnings].join(", ")}`,
    {
      place: { field: "package" },
      hint: "by convention proxybo-proxy-sharpness, or @someone/proxybo-proxy-sharpness",
    },
  );
}
