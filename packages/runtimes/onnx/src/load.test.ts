import { expect, it } from "vitest";
import plugin from "./index.ts";
import { diagnoseOnnxRuntime, loadOnnxRuntime } from "./load.ts";

it("is a plugin with one runtime that computes on the processor", async () => {
  expect(Object.keys(plugin.runtimes)).toEqual(["onnx"]);
  expect(await plugin.runtimes.onnx.diagnose()).toEqual([
    { backend: "cpu", device: "cpu", available: true, detail: expect.stringMatching(/^ONNX Runtime \d/) },
  ]);
});

it("says what to install where the library is not there", async () => {
  const absent = () =>
    Promise.reject(Object.assign(new Error("Cannot find"), { code: "ERR_MODULE_NOT_FOUND" }));
  await expect(loadOnnxRuntime(absent)).rejects.toMatchObject({
    code: "RUNTIME_UNAVAILABLE",
    message: "onnxruntime-node is not installed",
  });
  expect(await diagnoseOnnxRuntime(absent)).toMatchObject({
    available: false,
    remedy: "npm install onnxruntime-node@1.30.0",
  });
});

it("says why, and what else there is, where it does not load", async () => {
  const broken = () => Promise.reject(new Error("libonnxruntime.so.1: cannot open shared object file"));
  expect(await diagnoseOnnxRuntime(broken)).toMatchObject({
    available: false,
    detail: expect.stringContaining("cannot open shared object file"),
    remedy: "use the runtime 'tfjs'",
  });
});
