import { didYouMean, ProxyboError } from "@proxybo/core";
import { type MethodConfig, proxyQualities, type ProxyQuality } from "./schema.ts";

/**
 * Reads a method from its short form `strategy[+surrogate][@proxy:proxy…][~quality][%parallel]`.
 *
 * @throws {ProxyboError} `USAGE` for what is not of that form.
 * @example
 * parseMethod("proxybo+gp@snip:synflow~inverted")
 * // => { name: "proxybo+gp@snip:synflow~inverted", strategy: "proxybo", surrogate: "gp",
 * //      proxies: ["snip", "synflow"], quality: "inverted" }
 */
export function parseMethod(text: string): MethodConfig {
  const match =
    /^(?<strategy>[^+@~%\s]+)(?:\+(?<surrogate>[^+@~%\s]+))?(?:@(?<proxies>[^+@~%\s]+))?(?:~(?<quality>[^+@~%\s]+))?(?:%(?<parallel>[1-9]\d*))?$/.exec(
      text,
    );
  if (!match)
    throw new ProxyboError(
      "USAGE",
      `expected a method as strategy+surrogate@proxy:proxy~quality%parallel, got '${text}'`,
      {
        hint: "for example proxybo, proxybo+gp, proxybo@snip:synflow, proxybo~inverted, proxybo%8",
      },
    );
  const { strategy, surrogate, proxies, quality, parallel } = match.groups!;
  if (quality !== undefined && !proxyQualities.includes(quality as ProxyQuality)) {
    const guess = didYouMean(quality, proxyQualities);
    throw new ProxyboError(
      "USAGE",
      `expected a quality of proxies (${proxyQualities.join(", ")}), got '${quality}' in '${text}'`,
      guess === undefined ? {} : { hint: guess },
    );
  }
  return {
    name: text,
    strategy: strategy!,
    ...(surrogate !== undefined && { surrogate }),
    ...(proxies !== undefined && { proxies: proxies.split(":").filter((name) => name !== "") }),
    ...(quality !== undefined && { quality: quality as ProxyQuality }),
    ...(parallel !== undefined && { parallel: Number(parallel) }),
  };
}
