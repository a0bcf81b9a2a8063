import type { Plugin } from "@proxybo/core";
import { testPlugin } from "@proxybo/core/testing";
import { describe, expect, it } from "vitest";
import { publishedPackages } from "./plugin-sources.ts";

/** Options of entries that have required ones. */
const options = {
  "spaces.choices": { decisions: { depth: { type: "integer", min: 1, max: 3 } } },
};

const plugins = publishedPackages()
  .filter(({ manifest }) => manifest.keywords?.includes("proxybo-plugin"))
  .map(({ manifest }) => manifest.name);

it("there are plugins", () => expect(plugins.length).toBeGreaterThan(10));

describe.each(plugins)("%s", async (name) => {
  const { default: exported } = (await import(name)) as { default: Plugin | readonly Plugin[] };
  for (const plugin of [exported].flat())
    for (const { name: behaviour, run } of testPlugin(plugin, { options })) it(behaviour, () => run());
});
