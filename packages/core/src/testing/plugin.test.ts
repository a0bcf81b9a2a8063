import { describe, expect, it } from "vitest";
import { z } from "zod";
import { builtins } from "../builtins.ts";
import { definePlugin, type Plugin } from "../contracts/plugin.ts";
import { testPlugin } from "./plugin.ts";

const entry = {
  description: "counts nodes",
  options: z.strictObject({ scale: z.number().default(1) }),
  create: () => ({ name: "nodes", direction: "higher" as const, needs: [], score: async () => 0 }),
};
const withEntry = (changes: object, name = "nodes"): Plugin =>
  definePlugin({ name: "p", version: "1.0.0", proxies: { [name]: { ...entry, ...changes } } });

async function failures(plugin: Plugin): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of testPlugin(plugin)) await run().catch(() => failed.push(name));
  return failed;
}

describe("testPlugin", () => {
  it("passes a plugin that holds the contract", async () => {
    expect(await failures(withEntry({}))).toEqual([]);
  });

  it.each<[string, Plugin, RegExp]>([
    ["is not frozen", { ...withEntry({}) }, /shape of a plugin/],
    [
      "has no shape",
      { name: "p", version: "1.0.0", proxies: { a: {} } } as unknown as Plugin,
      /shape of a plugin/,
    ],
    ["offers nothing", definePlugin({ name: "p", version: "1.0.0" }), /offers something/],
    ["has no version to compare", definePlugin({ ...withEntry({}), version: "new" }), /shape of a plugin/],
    ["has an entry with a name of two words", withEntry({}, "two words"), /can be named/],
    ["describes an entry in two lines", withEntry({ description: "counts\nnodes" }), /is described/],
    ["describes nothing", withEntry({ description: "" }), /is described/],
    [
      "makes options that JSON does not keep",
      withEntry({ options: z.strictObject({ since: z.date().default(new Date(0)) }) }),
      /JSON keeps/,
    ],
    [
      "changes options at every reading",
      withEntry({ options: z.object({ n: z.number().default(0) }).transform(({ n }) => ({ n: n + 1 })) }),
      /the same again/,
    ],
    [
      "requires options that the suite does not know",
      withEntry({ options: z.strictObject({ n: z.int() }) }),
      /JSON keeps/,
    ],
    ["takes any option", withEntry({ options: z.looseObject({}) }), /refuses an option/],
  ])("tells a plugin that %s", async (_, plugin, name) => {
    expect(await failures(plugin)).toContainEqual(expect.stringMatching(name));
  });
});

describe("what core offers", () => {
  const options = {
    "objectives.table": { path: "table.csv" },
    "objectives.command": { command: ["true"] },
    "objectives.module": { path: "evaluate.ts" },
  };
  for (const { name, run } of testPlugin(builtins, { options })) it(name, () => run());
});
