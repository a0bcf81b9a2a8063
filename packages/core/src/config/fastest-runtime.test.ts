import { expect, it } from "vitest";
import { definePlugin, type RuntimeEntry } from "../contracts/plugin.ts";
import { createRegistry } from "../registry/registry.ts";
import { fastestRuntime } from "./fastest-runtime.ts";
import { resolveRuntime } from "./resolve.ts";

const options = {
  "~standard": { version: 1, vendor: "none", validate: (value: unknown) => ({ value }) },
} as const;

/** Runtimes by whether they can be used, and those that were asked. */
function registryOf(runtimes: Readonly<Record<string, boolean>>) {
  const asked: string[] = [];
  const entry = (name: string, available: boolean): RuntimeEntry => ({
    description: `runs ${name}`,
    options,
    create: () => Promise.reject(new Error("is not made here")),
    diagnose: async () => {
      asked.push(name);
      return [{ backend: "cpu", device: "cpu", available, detail: `${name} on a cpu` }];
    },
  });
  const entries = Object.fromEntries(
    Object.entries(runtimes).map(([name, available]) => [name, entry(name, available)]),
  );
  return {
    registry: createRegistry([definePlugin({ name: "p", version: "1.0.0", runtimes: entries })]),
    asked,
  };
}

it("takes the fastest that loads, asks no slower one, and says what it passed over", async () => {
  const both = registryOf({ abacus: true, tfjs: true, onnx: true });
  expect(await fastestRuntime(both.registry)).toEqual({ name: "onnx", passed: [] });
  expect(both.asked).toEqual(["onnx"]);
  const without = registryOf({ abacus: true, tfjs: true, onnx: false });
  expect(await fastestRuntime(without.registry)).toEqual({
    name: "tfjs",
    passed: [{ name: "onnx", why: "onnx on a cpu" }],
  });
});

it("takes the only one unasked, one that was not measured last, and none where there is none", async () => {
  const one = registryOf({ onnx: false });
  expect(await fastestRuntime(one.registry)).toEqual({ name: "onnx", passed: [] });
  expect(one.asked).toEqual([]);
  expect((await fastestRuntime(registryOf({ abacus: true, tfjs: false }).registry))?.name).toBe("abacus");
  expect(await fastestRuntime(createRegistry([]))).toBeUndefined();
});

it("is what `auto` stands for, as far as names say it", () => {
  expect(resolveRuntime("auto", registryOf({ tfjs: true, onnx: true }).registry).name).toBe("onnx");
  expect(resolveRuntime(undefined, registryOf({ abacus: true }).registry).name).toBe("abacus");
  expect(resolveRuntime(undefined, createRegistry([])).name).toBe("tfjs");
  expect(resolveRuntime("tfjs", registryOf({ onnx: true }).registry).name).toBe("tfjs");
});
