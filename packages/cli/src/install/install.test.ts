import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { corePlugin, createRegistry, type PluginInput, type ProxyboConfig } from "@proxybo/core";
import spaces from "@proxybo/spaces";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { installCommand, packageManager } from "./manager.ts";
import { requireInstalled } from "./missing.ts";
import { packageOf } from "./resolve.ts";

const root = mkdtempSync(join(tmpdir(), "proxybo-install-"));
let folder: string;
let count = 0;
beforeEach(() => {
  folder = join(root, String(count++));
  mkdirSync(join(folder, "inner"), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the package manager", () => {
  it.each([
    ["package-lock.json", "npm", "npm install a"],
    ["pnpm-lock.yaml", "pnpm", "pnpm add a"],
    ["yarn.lock", "yarn", "yarn add a"],
    ["bun.lock", "bun", "bun add a"],
    ["bun.lockb", "bun", "bun add a"],
  ])("of %s at or above the folder is %s, whatever started the command", (file, manager, line) => {
    writeFileSync(join(folder, file), "");
    const found = packageManager(join(folder, "inner"), { npm_config_user_agent: "other/1 npm/? node/v24" });
    expect(found).toBe(manager);
    expect(installCommand(found, ["a"]).join(" ")).toBe(line);
  });

  it("is the one that package.json names, whatever lies beside it", () => {
    writeFileSync(join(folder, "package-lock.json"), "");
    writeFileSync(join(folder, "package.json"), JSON.stringify({ packageManager: "yarn@4.1.0" }));
    expect(packageManager(folder, {})).toBe("yarn");
  });

  it("is what started the command where no file says, else npm", () => {
    expect(packageManager(folder, { npm_config_user_agent: "bun/1.3.0 npm/? node/v24.3.0 linux x64" })).toBe(
      "bun",
    );
    expect(packageManager(folder, {})).toBe("npm");
  });
});

describe("a word for a plugin", () => {
  it.each([
    ["nb201", "@proxybo/space-nb201"],
    ["jacob_cov", "@proxybo/proxy-jacob-cov"],
    ["surrogate-gp", "@proxybo/surrogate-gp"],
    ["cifar10", "@proxybo/dataset-image-files"],
    ["nb201-fashion", "@proxybo/space-nb201"],
    ["proxies", "@proxybo/proxies"],
    ["@proxybo/space-choices@0.2.0", "@proxybo/space-choices@0.2.0"],
    ["proxybo-proxy-mine@2", "proxybo-proxy-mine@2"],
    ["@me/proxybo-space-mine", "@me/proxybo-space-mine"],
    ["./mine-1.0.0.tgz", "./mine-1.0.0.tgz"],
  ])("%s is the package %s", (word, name) => expect(packageOf(word)).toBe(name));

  it("that no package offers is refused with the nearest", () => {
    expect(() => packageOf("synflwo")).toThrow("unknown plugin 'synflwo'");
    const hints = ["snp", "@proxybo/proxy-snap"].map((word) => {
      try {
        return packageOf(word);
      } catch (error) {
        return (error as { hint: string }).hint.split("\n")[0];
      }
    });
    expect(hints[0]).toContain("'snip'");
    expect(hints[1]).toContain("'@proxybo/proxy-snip'");
  });
});

describe("a composition that is not installed", () => {
  // Whatever runs these tests is not what the user has.
  beforeEach(() => void vi.stubEnv("npm_config_user_agent", undefined));
  afterEach(() => void vi.unstubAllEnvs());

  const refusal = (config: ProxyboConfig, ...plugins: PluginInput[]) => {
    try {
      requireInstalled(config, createRegistry([corePlugin, plugins]), folder, "npx proxybo run");
      return undefined;
    } catch (error) {
      const { code, message, hint } = error as { code: string; message: string; hint: string };
      return [code, message, ...hint.split("\n")];
    }
  };

  it("is told with one command for everything", () => {
    expect(refusal({ space: "nb201", surrogate: "rf", proxies: ["snip"] })).toEqual([
      "PLUGIN_UNKNOWN",
      "not installed here: space 'nb201', surrogate 'rf', proxy 'snip'",
      "install all of it: npm install @proxybo/cli @proxybo/core @proxybo/space-nb201 @proxybo/surrogate-rf @proxybo/proxy-snip",
      "then give the command again: npx proxybo run",
    ]);
  });

  it("counts what is taken by default: the surrogate of the strategy, the runtime of a training", () => {
    writeFileSync(join(folder, "pnpm-lock.yaml"), "");
    mkdirSync(join(folder, "node_modules/@proxybo/core"), { recursive: true });
    writeFileSync(join(folder, "node_modules/@proxybo/core/package.json"), "{}");
    const config = { space: "nb201", objective: "train", dataset: "cifar10", strategy: "proxygp" };
    expect(refusal(config, spaces)?.[2]).toBe(
      "install all of it: pnpm add @proxybo/cli @proxybo/surrogate-gp @proxybo/dataset-image-files @proxybo/runtime-tfjs",
    );
  });

  it("is left to the registry where a name is misspelt, and to the table where proxies may be on record", () => {
    expect(refusal({ space: "nb2o1", surrogate: "rf", proxies: ["snip"] })).toBeUndefined();
    const onTable = { space: "nb201", objective: "table", surrogate: "rf", proxies: ["snip", "threes"] };
    expect(refusal(onTable)?.[1]).toBe("not installed here: space 'nb201', surrogate 'rf'");
    expect(refusal({ plugins: [], space: "nb201", surrogate: "rf" })).toBeUndefined();
  });
});
