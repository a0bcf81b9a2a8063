import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  createRegistry,
  definePlugin,
  gatherRegistry,
  listOptions,
  nearest,
  orThrow,
  packageFor,
  type Plugin,
  resolveOptions,
} from "../index.ts";

const options = z.strictObject({
  trees: z.int().min(1).default(10).describe("how many trees"),
  mode: z.enum(["fast", "exact"]).default("fast"),
  leaf: z.strictObject({ size: z.number() }).optional(),
});

function pluginWith(name: string, proxies: readonly string[], version = "1.0.0"): Plugin {
  const entry = {
    description: "scores nothing",
    options,
    create: () => ({ name, direction: "higher" as const, needs: [], score: async () => 0 }),
  };
  return definePlugin({ name, version, proxies: Object.fromEntries(proxies.map((proxy) => [proxy, entry])) });
}

const errorOf = (found: ReturnType<ReturnType<typeof createRegistry>["find"]>) => {
  if (isRight(found)) throw new Error("expected a refusal");
  return found.left;
};

describe("createRegistry", () => {
  const depth = pluginWith("proxybo-proxy-depth", ["depth"]);
  const width = pluginWith("@someone/proxybo-proxy-width", ["width"]);

  it("flattens nested lists, drops falsy entries and counts a plugin once", () => {
    const registry = createRegistry([[depth, [false, width]], undefined, null, "", 0, depth]);
    expect(registry.names("proxies")).toEqual(["depth", "width"]);
    expect(registry.plugins).toHaveLength(2);
    expect(registry.clashes).toEqual([]);
  });

  it("says which position of the list is no plugin, and why", () => {
    expect(() => createRegistry([depth, [width, { name: "x" } as Plugin]])).toThrowError(
      "not a plugin: field 'version': expected a text, got undefined (field 'plugins[1][1]')",
    );
    expect(() => createRegistry(["snip"] as never)).toThrowError("expected a plugin object, got string");
  });

  it("reports a name that two packages offer where it is used, and takes package/name", () => {
    const other = pluginWith("@someone/proxybo-proxy-depth", ["depth"], "2.1.0");
    const registry = createRegistry([depth, other, width]);
    expect(registry.clashes).toEqual([
      {
        kind: "proxies",
        name: "depth",
        packages: ["proxybo-proxy-depth@1.0.0", "@someone/proxybo-proxy-depth@2.1.0"],
      },
    ]);
    const clash = errorOf(registry.find("proxies", "depth"));
    expect(clash.code).toBe("PLUGIN_DUPLICATE");
    expect(clash.message).toBe(
      "the proxy 'depth' is offered by 2 plugins: proxybo-proxy-depth@1.0.0, @someone/proxybo-proxy-depth@2.1.0",
    );
    expect(clash.hint).toBe(
      "say which one: 'proxybo-proxy-depth/depth' or '@someone/proxybo-proxy-depth/depth'",
    );
    const chosen = orThrow(registry.find("proxies", "@someone/proxybo-proxy-depth/depth"));
    expect(chosen.origin.version).toBe("2.1.0");
    expect(isRight(registry.find("proxies", "width"))).toBe(true);
  });

  it("suggests the nearest names for an unknown one", () => {
    const registry = createRegistry([pluginWith("@proxybo/proxies", ["snip", "synflow", "jacob_cov"])]);
    const error = errorOf(registry.find("proxies", "jacobcov"));
    expect(error.code).toBe("PLUGIN_UNKNOWN");
    expect(error.message).toBe("unknown proxy 'jacobcov'; known: jacob_cov, snip, synflow");
    expect(error.hint).toBe("did you mean 'jacob_cov'?");
  });

  it("says which package to install: ours by name, a third party's by convention", () => {
    const registry = createRegistry([]);
    expect(errorOf(registry.find("surrogates", "rf"))).toMatchObject({
      message: "unknown surrogate 'rf'; none is installed",
      hint: "'rf' comes with @proxybo/surrogate-rf: npm install @proxybo/surrogate-rf",
    });
    expect(errorOf(registry.find("proxies", "synflw")).hint).toBe(
      "did you mean 'synflow'? 'synflow' comes with @proxybo/proxy-synflow: npm install @proxybo/proxy-synflow",
    );
    expect(errorOf(registry.find("proxies", "curvature")).hint).toContain(
      "by convention proxybo-proxy-curvature or @<scope>/proxybo-proxy-curvature",
    );
  });

  it("says why the plugin that would offer a name was skipped", () => {
    const skipped = [
      { package: "@proxybo/proxy-snip", reason: "it threw on import: no wasm", fix: "update Node" },
    ];
    const registry = createRegistry([], { skipped });
    expect(errorOf(registry.find("proxies", "snip")).hint).toBe(
      "@proxybo/proxy-snip was skipped: it threw on import: no wasm; update Node",
    );
  });
});

describe("resolveOptions", () => {
  const registered = orThrow(createRegistry([pluginWith("p", ["a"])]).find("proxies", "a"));
  const refusal = async (given: unknown) => {
    const result = await resolveOptions(registered, given);
    if (isRight(result)) throw new Error("expected a refusal");
    return result.left;
  };

  it("fills in defaults", async () => {
    expect(orThrow(await resolveOptions(registered, undefined))).toEqual({ trees: 10, mode: "fast" });
  });

  it("names the field, what was expected and what came", async () => {
    expect(await refusal({ trees: "ten" })).toMatchObject({
      code: "OPTION_INVALID",
      message: `proxy 'a': expected an integer ≥ 1, got "ten" (p@1.0.0, field 'trees')`,
      hint: "trees: how many trees",
      place: { plugin: "p@1.0.0", field: "trees" },
    });
    expect((await refusal({ trees: Number.NaN })).message).toContain("got NaN");
    expect((await refusal({ mode: "slow" })).message).toContain(
      `expected one of "fast", "exact", got "slow"`,
    );
    expect((await refusal({ leaf: { size: [1] } })).message).toContain(
      "got [1] (p@1.0.0, field 'leaf.size')",
    );
    expect((await refusal({ trees: 0, mode: 1 })).message).toContain(
      `trees: expected an integer ≥ 1, got 0; mode: expected one of "fast", "exact", got 1`,
    );
  });

  it("suggests the nearest option for an unknown one, at any depth", async () => {
    expect(await refusal({ tree: 5 })).toMatchObject({
      code: "OPTION_INVALID",
      message: "proxy 'a' has no option 'tree' (p@1.0.0, field 'tree')",
      hint: "did you mean 'trees'? options: trees, mode, leaf",
    });
    expect(await refusal({ leaf: { sise: 1 } })).toMatchObject({
      place: { field: "leaf.sise" },
      hint: "did you mean 'size'? options: size",
    });
  });

  it("refuses unknown options of a schema that is not strict", async () => {
    const loose = { ...registered, entry: { ...registered.entry, options: z.object({ trees: z.number() }) } };
    const result = await resolveOptions(loose, { trees: 1, bees: 2 });
    expect(isLeft(result) && result.left.message).toContain("has no option 'bees'");
  });

  it("takes a schema that cannot list itself", async () => {
    const bare = {
      "~standard": {
        version: 1 as const,
        vendor: "mine",
        validate: (value: unknown) =>
          (value as { n?: number }).n === 1
            ? { value }
            : { issues: [{ message: "n must be 1", path: ["n"] }] },
      },
    };
    const entry = { ...registered, entry: { ...registered.entry, options: bare } };
    expect(orThrow(await resolveOptions(entry, { n: 1 }))).toEqual({ n: 1 });
    const result = await resolveOptions(entry, { n: 2 });
    expect(isLeft(result) && result.left.message).toBe("proxy 'a': n must be 1 (got 2) (p@1.0.0, field 'n')");
    expect(listOptions(entry.entry)).toEqual([]);
  });
});

describe("listOptions", () => {
  it("lists names, types and defaults", () => {
    const { entry } = orThrow(createRegistry([pluginWith("p", ["a"])]).find("proxies", "a"));
    expect(listOptions(entry)).toEqual([
      { name: "trees", type: "an integer ≥ 1", required: false, default: 10, description: "how many trees" },
      { name: "mode", type: `one of "fast", "exact"`, required: false, default: "fast" },
      { name: "leaf.size", type: "a number", required: false },
    ]);
  });

  it("lists what is built in: types in words, defaults of nested options too", async () => {
    const { entries } = await gatherRegistry({ plugins: [], directories: [] });
    const listed = entries.flatMap(({ name, entry }) =>
      listOptions(entry).map((option) => ({ entry: name, ...option })),
    );
    expect(listed).toContainEqual({
      entry: "table",
      name: "path",
      type: "a text",
      required: true,
      description: "the table: .csv, .csv.gz or .parquet",
    });
    expect(listed.find(({ entry, name }) => entry === "proxybo" && name === "temperature")).toMatchObject({
      type: "a number > 0",
      default: 0.05,
    });
    expect(
      listed.find(({ entry, name }) => entry === "proxybo" && name === "candidates.parents"),
    ).toMatchObject({
      type: "an integer ≥ 0",
      required: false,
      default: 10,
    });
  });
});

describe("names", () => {
  it("finds the nearest names and no far ones", () => {
    expect(nearest("synflw", ["snip", "synflow", "jacob_cov"])).toEqual(["synflow"]);
    expect(nearest("nb2o1", ["nb201", "nb101"])[0]).toBe("nb201");
    expect(nearest("evaluation", ["evaluations", "objective"])).toEqual(["evaluations"]);
    expect(nearest("gradient", ["snip", "synflow"])).toEqual([]);
  });

  it("knows which package carries an entry", () => {
    expect(packageFor("proxies", "jacob_cov")).toBe("@proxybo/proxy-jacob-cov");
    expect(packageFor("datasets", "cifar10")).toBe("@proxybo/dataset-image-files");
    expect(packageFor("spaces", "mine")).toBe("proxybo-space-mine");
  });
});
