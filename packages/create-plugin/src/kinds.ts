import { didYouMean, ProxyboError } from "@proxybo/core";

/** What can be written: each is a folder of `templates`. */
export const kinds = ["proxy", "space", "surrogate", "strategy", "objective"] as const;

export type PluginKind = (typeof kinds)[number];

/** @throws {ProxyboError} `USAGE` naming the kinds that there are. */
export function readKind(given: string | undefined): PluginKind {
  const found = kinds.find((kind) => kind === given);
  if (found !== undefined) return found;
  const list = `kinds: ${kinds.join(", ")}`;
  if (given === undefined)
    throw new ProxyboError("USAGE", "expected a kind of plugin, got none", {
      hint: `${list}; such as: npm create proxybo-plugin proxy sharpness`,
    });
  throw new ProxyboError("USAGE", `unknown kind of plugin '${given}'`, {
    hint: [didYouMean(given, kinds), list].filter((part) => part !== undefined).join(" "),
  });
}
