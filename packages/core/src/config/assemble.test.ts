import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  assemble,
  createRegistry,
  createStudy,
  definePlugin,
  imageDataset,
  memoryStore,
  type Objective,
  orThrow,
  type ProxyboConfig,
  ProxyboError,
  randomStrategy,
  readSettings,
} from "../index.ts";
import { corePlugin } from "../registry/built-in.ts";
import { chains } from "../testing/fixtures/chains.ts";
import { ParameterRuntime } from "../../test/parameter-runtime.ts";

const none = z.strictObject({});
const space = chains();
const whole = [...space.enumerate()];

/** One plugin with everything that a run needs; counts what is made and disposed. */
function everything(measured: readonly string[] = whole, searched = space) {
  const count = { runtimes: 0, disposed: 0, objectives: 0 };
  class CountedRuntime extends ParameterRuntime {
    override async dispose(): Promise<void> {
      count.disposed++;
    }
  }
  const objective: Objective<string> = {
    name: "lookup",
    evaluate: async ({ text }) => ({ status: "ok", error: text.length, metrics: {}, seconds: 0 }),
    ...(measured.length < whole.length && { architectures: measured }),
    recordedProxies: new Map([
      ["good", { name: "good", scores: async (asked) => Float64Array.from(asked, (word) => -word.length) }],
    ]),
    dispose: async () => void count.disposed++,
  };
  const plugin = definePlugin({
    name: "everything",
    version: "1.0.0",
    spaces: { chains: { description: "", options: none, create: () => searched } },
    objectives: {
      lookup: {
        description: "",
        options: z.strictObject({ scale: z.number().default(2) }),
        create: () => {
          count.objectives++;
          return objective;
        },
      },
    },
    proxies: Object.fromEntries(
      ["good", "depth", "nodes"].map((name) => [
        name,
        {
          description: "",
          options: z.strictObject({ weight: z.number().default(1) }),
          create: ({ weight }: { weight: number }) => ({
            name,
            direction: "higher" as const,
            needs: [name === "nodes" ? ("spec" as const) : ("forward" as const)],
            score: async ({ spec }: { spec: { nodes: readonly unknown[] } }) => spec.nodes.length * weight,
          }),
        },
      ]),
    ),
    strategies: {
      choosy: {
        description: "",
        options: none,
        create: () => ({
          ...randomStrategy(),
          name: "choosy",
          proxies: ["good"],
          optionalProxies: ["nodes", "depth", "absent"],
        }),
      },
    },
    runtimes: {
      counted: {
        description: "",
        options: none,
        diagnose: async () => [],
        create: () => {
          count.runtimes++;
          return new CountedRuntime();
        },
      },
    },
    datasets: {
      squares: {
        description: "",
        options: none,
        create: () =>
          imageDataset({
            name: "squares",
            fingerprint: "squares-1",
            classes: ["a", "b"],
            shape: [1, 2, 2],
            load: async () => ({
              pixels: Uint8Array.from({ length: 40 }, (_, i) => i),
              labels: Uint8Array.from({ length: 10 }, (_, i) => i % 2),
            }),
          }),
      },
    },
  });
  return { count, registry: createRegistry([corePlugin, plugin]) };
}

const withoutNetworks: typeof space = {
  ...space,
  network: () => {
    throw new ProxyboError("NETWORK_INVALID", "chains of one's own have no networks");
  },
};

const base: ProxyboConfig = { space: "chains", objective: "lookup", strategy: "random" };
const at = { directory: "." };

describe("assemble", () => {
  it("takes recorded scores where the objective has them, and computes the others live", async () => {
    const { registry, count } = everything();
    const config = {
      ...base,
      proxies: ["good", "depth"],
      dataset: "squares",
      runtime: "counted",
      batchSize: 4,
    };
    const assembly = await assemble(config, registry, at);
    expect(assembly.proxies.map(({ from, source }) => [source.name, from])).toEqual([
      ["good", "recorded"],
      ["depth", "live"],
    ]);
    expect(await assembly.proxies[0]!.source.scores(["aab"])).toEqual(Float64Array.of(-3));
    expect(await assembly.proxies[1]!.source.scores(["aab"])).toEqual(Float64Array.of(-4));
    expect(assembly.options.task).toMatchObject({ input: [1, 2, 2], classes: 2 });
    await assembly.dispose();
    expect(count).toEqual({ runtimes: 1, disposed: 2, objectives: 1 });
  });

  it("makes no runtime where none is needed, and computes live what options ask for", async () => {
    const recorded = everything();
    await assemble({ ...base, proxies: ["good"] }, recorded.registry, at);
    expect(recorded.count.runtimes).toBe(0);
    const { registry } = everything();
    const weighted = { name: "good", options: { weight: 3 } };
    const config = { ...base, proxies: [weighted], dataset: "squares", runtime: "counted", batchSize: 4 };
    const { proxies } = await assemble(config, registry, at);
    expect(proxies[0]!.from).toBe("live");
    expect(await proxies[0]!.source.scores(["aab"])).toEqual(Float64Array.of(-12));
  });

  it("counts what reads the spec only without runtime and data set: for a task", async () => {
    const { registry, count } = everything();
    const config = { ...base, proxies: ["nodes", "good"] };
    const task = { input: [1, 2, 2], classes: 2 };
    const { proxies, options } = await assemble({ ...config, task }, registry, at);
    expect(proxies.map(({ from, source }) => [source.name, from])).toEqual([
      ["nodes", "live"],
      ["good", "recorded"],
    ]);
    expect(await proxies[0]!.source.scores(["aab", "a"])).toEqual(Float64Array.of(-4, -4));
    expect(options.task).toMatchObject(task);
    expect(count.runtimes).toBe(0);
  });

  it("takes the data set's task where none is given, and a runtime only for the others", async () => {
    const counted = everything();
    const config = { ...base, proxies: ["nodes"], dataset: "squares", runtime: "counted", batchSize: 4 };
    const { proxies } = await assemble(config, counted.registry, at);
    expect(await proxies[0]!.source.scores(["aab"])).toEqual(Float64Array.of(-4));
    expect(counted.count.runtimes).toBe(0);
    const both = everything();
    const mixed = await assemble({ ...config, proxies: ["depth", "nodes"] }, both.registry, at);
    expect(mixed.proxies.map(({ source }) => source.name)).toEqual(["depth", "nodes"]);
    expect(both.count.runtimes).toBe(1);
    await mixed.dispose();
  });

  it("counts for images where nothing says what networks are for, or says how to say it", async () => {
    const config = { ...base, proxies: ["good", "nodes"] };
    const { proxies, options } = await assemble(config, everything().registry, at);
    expect(await proxies[1]!.source.scores(["aab"])).toEqual(Float64Array.of(-4));
    expect(options.task).toBeUndefined();
    await expect(assemble(config, everything(whole, withoutNetworks).registry, at)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("no recorded scores of 'nodes', and without a task"),
      place: { field: "task" },
      hint: expect.stringContaining("task.classes"),
    });
  });

  it("takes the proxies that the strategy is made for, and of the optional ones those that can be had", async () => {
    const had = async (config: ProxyboConfig, searched = space) => {
      const { proxies, leftOut } = await assemble(config, everything(whole, searched).registry, at);
      const reasons = leftOut.map(({ name, reason }) => `${name}: ${reason}`);
      return { proxies: proxies.map(({ source }) => source.name), leftOut: reasons };
    };
    const choosy = { ...base, strategy: "choosy" };
    const absent = "absent: not installed";
    expect(await had(choosy)).toEqual({
      proxies: ["good", "nodes"],
      leftOut: ["depth: no data set", absent],
    });
    expect(await had(choosy, withoutNetworks)).toEqual({
      proxies: ["good"],
      leftOut: ["nodes: no networks to count", "depth: no data set", absent],
    });
    const live = { ...choosy, dataset: "squares", runtime: "counted", batchSize: 4 };
    expect(await had(live)).toEqual({ proxies: ["good", "nodes", "depth"], leftOut: [absent] });
    expect(await had({ ...choosy, proxies: [] })).toEqual({ proxies: [], leftOut: [] });
    expect(await had(base)).toEqual({ proxies: [], leftOut: [] });
  });

  it("keeps live scores of other options apart in the store", async () => {
    const store = memoryStore();
    const scored = async (weight: number) => {
      const proxies = [{ name: "depth", options: { weight } }];
      const config = { ...base, proxies, dataset: "squares", runtime: "counted", batchSize: 4 };
      const assembly = await assemble(config, everything().registry, { ...at, store });
      return (await assembly.proxies[0]!.source.scores(["aab"]))[0];
    };
    expect([await scored(1), await scored(2), await scored(1)]).toEqual([-4, -8, -4]);
  });

  it("says exactly what to add for proxies that are neither recorded nor computable", async () => {
    const { registry, count } = everything();
    await expect(assemble({ ...base, proxies: ["good", "depth"] }, registry, at)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("objective 'lookup' has no recorded scores of 'depth'"),
      hint: expect.stringContaining("--dataset squares"),
    });
    // What was made before is let go.
    expect(count).toEqual({ runtimes: 0, disposed: 1, objectives: 1 });
  });

  it("searches only what the objective can measure", async () => {
    const { registry } = everything(["aaa", "bbb"]);
    const study = await createStudy((await assemble({ ...base, evaluations: 9 }, registry, at)).options);
    expect(await study.run()).toBe("exhausted");
    expect(study.observations.map(({ text }) => text).toSorted()).toEqual(["aaa", "bbb"]);
  });

  it("needs the surrogate that the strategy needs, and says what to install", async () => {
    await expect(assemble({ ...base, strategy: "bo" }, everything().registry, at)).rejects.toMatchObject({
      code: "PLUGIN_UNKNOWN",
      hint: expect.stringContaining("npm install @proxybo/surrogate-rf"),
    });
  });

  it("keeps settings that assemble the same again: every option, defaults included", async () => {
    const { registry } = everything();
    const { options, settings } = await assemble({ ...base, seed: 7 }, registry, at);
    const kept = orThrow(readSettings(JSON.parse(JSON.stringify(options.settings)) as never, "s"));
    expect(kept).toEqual(settings);
    expect(kept.config).toMatchObject({
      objective: { name: "lookup", options: { scale: 2 } },
      strategy: { name: "random", options: {} },
      proxies: [],
      seed: 7,
    });
    const again = await assemble(kept.config, registry, at);
    expect(again.settings.config).toEqual(kept.config);
  });
});
