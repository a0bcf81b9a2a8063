import { expect, it } from "vitest";
import plugin from "./index.ts";

it("is a plugin with one runtime, and loads no TensorFlow.js until one is made", async () => {
  expect(Object.keys(plugin.runtimes)).toEqual(["tfjs"]);
  const loaded = () => "_tfengine" in globalThis;
  expect(loaded()).toBe(false);
  await (await plugin.runtimes.tfjs.create({ backend: "wasm" })).dispose();
  expect(loaded()).toBe(true);
});

it("takes the fastest backend by default, and no name it does not know", () => {
  const { options } = plugin.runtimes.tfjs;
  expect(options["~standard"].validate({})).toEqual({ value: { backend: "auto" } });
  expect(options["~standard"].validate({ backend: "cuda" })).toHaveProperty("issues");
});
