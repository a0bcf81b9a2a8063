import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { corePlugin, createRegistry, definePlugin } from "@proxybo/core";
import spaces, { nb201Fashion } from "@proxybo/space-nb201";
import surrogates from "@proxybo/surrogate-rf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { writeFormulaTable } from "../fixtures/formula-table.ts";
import { defineBench } from "./define.ts";
import { loadBench } from "./load.ts";
import { parseMethod } from "./method-text.ts";
import { makePlan } from "./plan.ts";

const registry = createRegistry([corePlugin, spaces, surrogates]);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-bench-"));
  await writeFormulaTable(join(folder, "table.csv"), 40);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plan = (config: Parameters<typeof makePlan>[0]) =>
  makePlan(config, registry, { directory: folder, data: [folder] });

describe("the short form of a method", () => {
  it("names strategy, surrogate, proxies and their quality", () => {
    expect(parseMethod("bo")).toEqual({ name: "bo", strategy: "bo" });
    expect(parseMethod("proxybo%8")).toEqual({ name: "proxybo%8", strategy: "proxybo", parallel: 8 });
    expect(parseMethod("proxybo+gp@snip:synflow~half-inverted")).toEqual({
      name: "proxybo+gp@snip:synflow~half-inverted",
      strategy: "proxybo",
      surrogate: "gp",
      proxies: ["snip", "synflow"],
      quality: "half-inverted",
    });
  });

  it("is refused with what is wrong", () => {
    expect(() => parseMethod("proxybo~invertd")).toThrow(/got 'invertd'/);
    expect(() => parseMethod("proxybo%0")).toThrow(/expected a method/);
    expect(() => parseMethod("proxybo++gp")).toThrow(/expected a method/);
    expect(() => parseMethod("")).toThrow(/expected a method/);
  });
});

describe("a plan", () => {
  it("finds the space of a table, fills in options, and tells methods apart by title", async () => {
    const made = await plan({
      tasks: ["mine=table.csv"],
      methods: [
        "random",
        "bo",
        "proxybo@good",
        "proxybo@good~inverted",
        "good",
        { name: "b", strategy: "bo" },
      ],
      proxies: ["good"],
      seeds: 3,
    });
    expect(made.tasks).toMatchObject([
      { name: "mine", space: { name: "nb201" }, table: { path: join(folder, "table.csv") } },
    ]);
    expect(made.seeds).toEqual([1, 2, 3]);
    expect(made.methods.map(({ title }) => title)).toEqual([
      "RS",
      "BO (bo)",
      "ProxyBO, good",
      "ProxyBO, good, inverted proxies",
      "good",
      "BO (b)",
    ]);
    const [, bo, , , zeroCost] = made.methods;
    expect(bo).toMatchObject({ surrogate: { name: "rf" }, proxies: [], quality: "none" });
    expect(bo!.strategy.options).toHaveProperty("candidates");
    expect(zeroCost).toMatchObject({ strategy: { name: "zero-cost" }, proxies: ["good"], evaluations: 1 });
  });

  it("gives a method its own proxies, else those of the comparison if it uses any, else the strategy's", async () => {
    const methods = ["proxygp+rf", "proxybo", "bo", "proxybo@poor", "bo@poor", "proxygp+rf~none"];
    const proxiesOf = async (proxies?: string[]) => {
      const made = await plan({ tasks: ["mine=table.csv"], methods, ...(proxies && { proxies }) });
      return made.methods.map((method) => [method.proxies.join(), method.optionalProxies.join()]);
    };
    const paper = "snip,synflow,jacob_cov";
    expect(await proxiesOf()).toEqual([
      ["", `${paper},params,flops`],
      [paper, ""],
      ["", ""],
      ["poor", ""],
      ["poor", ""],
      ["", ""],
    ]);
    const named = [
      ["good", ""],
      ["good", ""],
      ["", ""],
      ["poor", ""],
      ["poor", ""],
      ["", ""],
    ];
    expect(await proxiesOf(["good"])).toEqual(named);
  });

  it("leaves out what presets ask for and is not installed, and refuses it by hand", async () => {
    const made = await plan({ tasks: ["mine=table.csv"], presets: ["table2", "fig2a"], proxies: ["good"] });
    expect(made.leftOut.join("\n")).toContain("method brp: unknown surrogate 'brp'");
    expect(made.experiments.map(({ kind }) => kind)).toEqual(["comparison", "temperature"]);
    expect(made.methods.map(({ name }) => name)).toContain("proxybo-tau-0.005");
    await expect(plan({ tasks: ["mine=table.csv"], methods: ["brp"] })).rejects.toMatchObject({
      code: "PLUGIN_UNKNOWN",
    });
  });

  it.for([
    [{ presets: ["tabel2"] }, /unknown preset 'tabel2'/, /table2/],
    [{ presets: ["fig2a"], methods: ["bo"] }, /fig2a shows methods of its own/, /table2/],
    [{ tasks: ["nb201-cifar10"] }, /table of task 'nb201-cifar10' is not there/, /--data/],
    [{ tasks: ["mine=absent.csv"] }, /no such table/, /--tasks/],
    [{ tasks: ["nb201-cifar1"] }, /unknown task/, /nb201-cifar10/],
  ] as const)("refuses %j with what to do", async ([config, message, hint]) => {
    const error = await plan(config as never).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "USAGE", message: expect.stringMatching(message) });
    expect((error as { hint: string }).hint).toMatch(hint);
  });
});

describe("a comparison that names no task", () => {
  it("is made on the tables that packages carry", async () => {
    const { tasks, experiments } = await plan({ presets: ["table3", "fig2a"] });
    expect(tasks).toMatchObject([{ name: "nb201-fashion", space: { options: { channels: 8, cells: 1 } } }]);
    expect(experiments.map((experiment) => experiment.tasks)).toEqual([["nb201-fashion"], ["nb201-fashion"]]);
  });

  it("leaves out, and says, a table whose space is not installed", async () => {
    const { title, file } = nb201Fashion;
    const elsewhere = definePlugin({
      name: "proxybo-table-elsewhere",
      version: "1.0.0",
      tables: {
        elsewhere: {
          description: "of a space that is not there",
          options: z.strictObject({}),
          create: () => ({ title, file, space: { name: "nowhere" } }),
        },
      },
    });
    const more = createRegistry([corePlugin, spaces, surrogates, elsewhere]);
    const { tasks, leftOut } = await makePlan({ presets: ["table3"] }, more, { directory: folder, data: [] });
    expect(tasks.map(({ name }) => name)).toEqual(["nb201-fashion"]);
    expect(leftOut.join("\n")).toContain("task elsewhere: unknown space 'nowhere'");
  });

  it("is told what to install for one of this project's tables", async () => {
    const without = createRegistry([corePlugin, surrogates]);
    const places = { directory: folder, data: [] };
    await expect(makePlan({ tasks: ["nb201-fashion"] }, without, places)).rejects.toMatchObject({
      code: "PLUGIN_UNKNOWN",
      hint: expect.stringContaining("@proxybo/space-nb201"),
    });
  });

  it("needs a table", async () => {
    const without = createRegistry([corePlugin, surrogates]);
    await expect(makePlan({}, without, { directory: folder, data: [folder] })).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("no benchmark tables"),
      hint: expect.stringContaining("--data"),
    });
  });
});

describe("a configuration file", () => {
  it("is typed by its plugins", () => {
    const config = defineBench({
      plugins: [spaces, surrogates],
      methods: [
        "bo",
        { name: "m", strategy: { name: "proxybo", options: { temperature: 0.1 } }, surrogate: "rf" },
      ],
      tasks: [{ name: "t", space: "nb201", table: "t.csv" }],
    });
    expect(config.methods).toHaveLength(2);
    // @ts-expect-error there is no such strategy
    defineBench({ plugins: [spaces, surrogates], methods: [{ name: "m", strategy: "proxyboo" }] });
  });

  it("is checked, with the field that is wrong", async () => {
    const file = join(folder, "bad.bench.mjs");
    await writeFile(file, "export default { seeds: 0 }");
    await expect(loadBench(file)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      place: { file, field: "seeds" },
    });
    const thrower = join(folder, "throws.bench.mjs");
    await writeFile(thrower, "throw new Error('on purpose')");
    await expect(loadBench(thrower)).rejects.toMatchObject({ code: "CONFIG_THREW" });
    await expect(loadBench(join(folder, "absent.ts"))).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});
