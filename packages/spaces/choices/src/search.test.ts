import {
  assemble,
  createStudy,
  definePlugin,
  gatherRegistry,
  type ProxyboConfig,
  type ZeroCostProxy,
} from "@proxybo/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import plugin from "./index.ts";

const units: ZeroCostProxy = {
  name: "units",
  direction: "higher",
  needs: ["spec"],
  score: async ({ spec }) =>
    spec.nodes.reduce(
      (sum, { operation }) => sum + (operation.type === "linear" ? operation.features : 0),
      0,
    ),
};
const own = definePlugin({
  name: "proxybo-proxy-units",
  version: "1.0.0",
  proxies: {
    units: { description: "units of linear layers", options: z.strictObject({}), create: () => units },
  },
});

const space = {
  name: "choices",
  options: {
    decisions: {
      depth: { type: "integer", min: 1, max: 2 },
      first: { type: "ordinal", values: [4, 8, 16] },
      second: { type: "ordinal", values: [4, 8, 16], when: { depth: 2 } },
    },
    network: ({ first, second }: Record<string, number>, { input }: { input: readonly number[] }) => ({
      version: 1,
      input,
      nodes: [
        { operation: { type: "input" }, inputs: [] },
        ...[first!, ...(second === undefined ? [] : [second]), 2].map((features, i) => ({
          operation: { type: "linear", features, bias: true },
          inputs: [i],
        })),
      ],
    }),
  },
};

describe("a search by a program that is told the decisions", () => {
  // The error falls with the units, as the program reads them from `value`.
  const program =
    "const { value } = JSON.parse(require('fs').readFileSync(0, 'utf8')); console.log(JSON.stringify({ error: 60 - value.first - (value.second ?? 0) }))";
  const config = (strategy: string): ProxyboConfig => ({
    space,
    strategy,
    objective: { name: "command", options: { command: [process.execPath, "-e", program] } },
    evaluations: 12,
  });

  it.each(["random", "evolution", "reinforce"])("%s evaluates all 12, each once", async (strategy) => {
    const registry = await gatherRegistry({ plugins: [plugin], directories: [] });
    await using assembly = await assemble(config(strategy), registry, { directory: process.cwd() });
    const study = await createStudy(assembly.options);
    await study.run();
    expect(new Set(study.observations.map(({ key }) => key)).size).toBe(12);
    expect(study.best!.text).toBe("depth=2 first=16 second=16");
    expect(study.best!.outcome).toMatchObject({ error: 28 });
  });

  it("a user's proxy reads the networks of its function", async () => {
    const registry = await gatherRegistry({ plugins: [plugin, own], directories: [] });
    const given: ProxyboConfig = {
      ...config("zero-cost"),
      proxies: ["units"],
      task: { input: [10], classes: 2 },
      evaluations: 1,
    };
    await using assembly = await assemble(given, registry, { directory: process.cwd() });
    const study = await createStudy(assembly.options);
    await study.run();
    expect(study.best!.text).toBe("depth=2 first=16 second=16");
  });
});
