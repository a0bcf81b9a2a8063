import { expect, it } from "vitest";
import { loadOnnxRuntime } from "./load.ts";

it("says what to install where the library is not there", async () => {
  const absent = () =>
    Promise.reject(Object.assign(new Error("Cannot find"), { code: "ERR_MODULE_NOT_FOUND" }));
  await expect(loadOnnxRuntime(absent)).rejects.toMatchObject({
    code: "RUNTIME_UNAVAILABLE",
    message: "onnxruntime-node is not installed",
    hint: "npm install onnxruntime-node@1.30.0",
  });
});

it("says why, and what else there is, where it does not load", async () => {
  const broken = () => Promise.reject(new Error("libonnxruntime.so.1: cannot open shared object file"));
  await expect(loadOnnxRuntime(broken)).rejects.toMatchObject({
    message: expect.stringContaining("cannot open shared object file"),
    hint: "use the runtime 'tfjs'",
  });
});
