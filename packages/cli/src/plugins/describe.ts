import { type Clash, nouns, type SkippedPlugin } from "@proxybo/core";

/** A plugin that was not taken: which and why, then what to do. */
export function describeSkipped({ package: name, version, reason, fix }: SkippedPlugin): [string, string] {
  return [`${name}${version === undefined ? "" : `@${version}`}: ${reason}`, fix];
}

/** A name that two packages offer, and how to say which is meant. */
export function describeClash({ kind, name, packages }: Clash): string {
  const owner = packages[0]!.slice(0, packages[0]!.lastIndexOf("@"));
  return `the ${nouns[kind]} '${name}' is offered by ${packages.join(", ")}: say which one, such as '${owner}/${name}'`;
}
