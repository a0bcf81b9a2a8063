import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isRight } from "fp-ts/lib/Either.js";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import {
  createRegistry,
  defineConfig,
  definePlugin,
  loadConfig,
  mergeConfigs,
  orThrow,
  parseConfig,
  type ProxyboError,
  readSettings,
  requireSameSettings,
  type RunSettings,
  setPath,
  type TypedConfig,
} from "../index.ts";
import { nearestNeighbour } from "../../test/necklaces.ts";
import { resolveConfig, usualStrategy } from "./resolve.ts";

const core = JSON.stringify(fileURLToPath(new URL("../index.ts", import.meta.url)));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-config-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(source: string, name = `${Math.random()}.config.ts`) {
  await writeFile(join(folder, name), source);
  return loadConfig(join(folder, name));
}

async function refusal(loaded: ReturnType<typeof loadConfig>): Promise<ProxyboError> {
  const result = await loaded;
  if (isRight(result)) throw new Error("expected a refusal");
  return result.left;
}

describe("loadConfig", () => {
  it("reads TypeScript and JSON", async () => {
    const source = `import { defineConfig, type ProxyboConfig } from ${core};
      const seed: number = 3;
      export default defineConfig({ space: "nb201", seed }) satisfies ProxyboConfig;`;
    const loaded = orThrow(await load(source, "typed.config.ts"));
    expect(loaded).toEqual({
      file: join(folder, "typed.config.ts"),
      directory: folder,
      config: { space: "nb201", seed: 3 },
    });
    expect(orThrow(await load(`{ "evaluations": 7 }`, "plain.json")).config).toEqual({ evaluations: 7 });
  });

  it("says which file threw, and keeps the cause", async () => {
    const error = await refusal(load("throw new RangeError('no GPU here');", "threw.config.ts"));
    expect(error.code).toBe("CONFIG_THREW");
    expect(error.message).toBe(
      `the configuration file threw: no GPU here (${join(folder, "threw.config.ts")})`,
    );
    expect(error.cause).toBeInstanceOf(RangeError);
    expect((await refusal(load("export default {"))).code).toBe("CONFIG_THREW");
  });

  it("says which package a configuration lacks", async () => {
    const error = await refusal(load(`import "proxybo-proxy-absent"; export default {};`));
    expect(error.hint).toBe("install it beside the file: npm install proxybo-proxy-absent");
  });

  it("names the field that is wrong and suggests the nearest for an unknown one", async () => {
    expect(await refusal(load("export default { evaluation: 5 };"))).toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("the configuration has no field 'evaluation'"),
      hint: expect.stringMatching(/^did you mean 'evaluations'\? fields: plugins, space/),
    });
    expect((await refusal(load("export default { evaluations: 0 };"))).message).toContain(
      "expected an integer > 0, got 0",
    );
    expect((await refusal(load("export default { proxies: [{ nam: 'snip' }] };"))).place.field).toBe(
      "proxies.0.nam",
    );
    expect((await refusal(load("export const x = 1;"))).message).toContain("has no default export");
    expect((await refusal(load("export default 5;"))).message).toContain("got 5");
    expect((await refusal(loadConfig(join(folder, "absent.ts")))).hint).toContain("proxybo init");
  });
});

describe("mergeConfigs", () => {
  it("lays flags over the file, and keeps options where both name the same entry", () => {
    const file = { seed: 1, surrogate: { name: "rf", options: { trees: 20 } }, proxies: ["snip"] };
    expect(mergeConfigs(file, { surrogate: "rf", seed: 2, proxies: ["synflow"] })).toEqual({
      seed: 2,
      surrogate: { name: "rf", options: { trees: 20 } },
      proxies: ["synflow"],
    });
    expect(mergeConfigs(file, { surrogate: "gp" }).surrogate).toBe("gp");
    expect(
      mergeConfigs({ runtime: { name: "tfjs", options: { a: 1 } } }, { runtime: "tfjs:wasm" }).runtime,
    ).toEqual({ name: "tfjs", options: { a: 1, backend: "wasm" } });
  });

  it("sets one value deep down, JSON or text", () => {
    expect(setPath({ surrogate: "rf" }, "surrogate.options.trees=20").surrogate).toEqual({
      name: "rf",
      options: { trees: 20 },
    });
    expect(setPath({ proxies: ["snip", "synflow"] }, "proxies.1.options.eps=1e-3").proxies).toEqual([
      "snip",
      { name: "synflow", options: { eps: 0.001 } },
    ]);
    expect(setPath({}, "name=a=b")).toEqual({ name: "a=b" });
  });

  it("leaves a wrong path to validation, which suggests", async () => {
    const result = await parseConfig(setPath({}, "surogate.options.trees=20"));
    expect(() => orThrow(result)).toThrowError("has no field 'surogate'");
  });
});

describe("resolveConfig", () => {
  it("fills in defaults and says what is missing", () => {
    const registry = createRegistry([]);
    const resolved = orThrow(resolveConfig({ space: "nb201", objective: "table" }, registry));
    expect(resolved).toMatchObject({
      strategy: { name: "proxygp" },
      seed: 1,
      evaluations: 100,
      runtime: { name: "tfjs" },
    });
    expect(() => orThrow(resolveConfig({ objective: "table" }, registry))).toThrowError("names no space");
    expect(() => orThrow(resolveConfig({ space: "nb201" }, registry))).toThrowError("names no objective");
  });
});

describe("the strategy where none is named", () => {
  it("is proxygp, or proxybo where the surrogate gp is not there or not wanted", () => {
    const having = (...names: string[]) =>
      createRegistry([
        definePlugin({
          name: "some-surrogates",
          version: "1.0.0",
          surrogates: Object.fromEntries(
            names.map((name) => [
              name,
              { description: "", options: z.strictObject({}), create: () => nearestNeighbour },
            ]),
          ),
        }),
      ]);
    expect(usualStrategy({}, having())).toBe("proxygp");
    expect(usualStrategy({}, having("rf"))).toBe("proxybo");
    expect(usualStrategy({}, having("rf", "gp"))).toBe("proxygp");
    expect(usualStrategy({ surrogate: { name: "gp" } }, having("rf"))).toBe("proxygp");
    expect(usualStrategy({ surrogate: "rf" }, having("rf", "gp"))).toBe("proxybo");
  });
});

describe("settings", () => {
  const settings: RunSettings = {
    version: 1,
    config: { space: "nb201", surrogate: { name: "rf", options: { trees: 10 } }, seed: 1, evaluations: 5 },
    directory: "/",
    file: null,
    flags: {},
    sets: [],
    plugins: [],
  };

  it("refuse to change on resume, except how many evaluations", () => {
    const longer = { ...settings, config: { ...settings.config, evaluations: 50, store: "x" } };
    expect(isRight(requireSameSettings(settings, longer, "s"))).toBe(true);
    const changed = {
      ...settings,
      config: { ...settings.config, seed: 2, surrogate: { name: "rf", options: { trees: 20 } } },
    };
    const refused = requireSameSettings(settings, changed, "mine");
    expect(isRight(refused)).toBe(false);
    if (isRight(refused)) return;
    expect(refused.left.code).toBe("STUDY_MISMATCH");
    expect(refused.left.message).toContain(
      "study 'mine' was started with other settings: surrogate.options.trees was 10, is now 20; seed was 1, is now 2",
    );
  });

  it("are told from those of a study that a program made", () => {
    const refused = readSettings({ space: "nb201" }, "mine");
    expect(!isRight(refused) && refused.left.code).toBe("STUDY_MISMATCH");
  });
});

describe("defineConfig", () => {
  const forest = definePlugin({
    name: "forest",
    version: "1.0.0",
    surrogates: {
      rf: {
        description: "a forest",
        options: z.strictObject({ trees: z.number().default(10) }),
        create: ({ trees: _trees }: { trees: number }) => ({
          name: "rf",
          uncertainty: true,
          fit: () => ({ predict: () => ({ mean: new Float64Array() }) }),
        }),
      },
    },
  });

  it("knows names and options of listed plugins and of what is built in", () => {
    const config = defineConfig({
      plugins: [[forest], false],
      surrogate: { name: "rf", options: { trees: 5 } },
      strategy: { name: "proxybo", options: { temperature: 0.1 } },
      objective: { name: "table", options: { path: "t.csv" } },
    });
    expect(config.surrogate).toEqual({ name: "rf", options: { trees: 5 } });
    type Config = TypedConfig<readonly [typeof forest]>;
    expectTypeOf<"rf">().toExtend<Config["surrogate"]>();
    expectTypeOf<"gp">().not.toExtend<Config["surrogate"]>();
    expectTypeOf<{ name: "rf"; options: { trees: string } }>().not.toExtend<Config["surrogate"]>();
    expectTypeOf<"evolution">().toExtend<Config["strategy"]>();
    expectTypeOf<"evolutoin">().not.toExtend<Config["strategy"]>();
    expectTypeOf<"somewhere/rf">().toExtend<Config["surrogate"]>();
    expectTypeOf<"tfjs:wasm">().toExtend<Config["runtime"]>();
    expectTypeOf<"anything">().toExtend<TypedConfig<readonly []>["space"]>();
    // @ts-expect-error a name that no plugin offers
    defineConfig({ plugins: [forest], surrogate: "gp" });
    // @ts-expect-error an option that the entry does not have
    defineConfig({ plugins: [forest], surrogate: { name: "rf", options: { bees: 1 } } });
  });
});
