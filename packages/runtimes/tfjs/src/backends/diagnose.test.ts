import { ProxyboError } from "@proxybo/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ModuleLoader } from "./backend.ts";
import { diagnoseBackends, importModule, openBackend } from "./open.ts";

const notFound = (name: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from open.ts`), {
    code: "ERR_MODULE_NOT_FOUND",
  });

/** Everything that is installed here, and the given modules instead: an error is thrown at loading. */
const loading =
  (modules: Readonly<Record<string, unknown>>): ModuleLoader =>
  async (name) => {
    if (!(name in modules))
      return /node|webgpu/.test(name) ? Promise.reject(notFound(name)) : importModule(name);
    const made = modules[name];
    if (made instanceof Error) throw made;
    return made;
  };

/** A module as tfjs-node exports it, on a machine with a GPU or without one. */
const nativeModule = (isUsingGpuDevice: boolean) => ({
  default: {
    version_core: "4.22.0",
    enableProdMode: () => {},
    setBackend: async () => true,
    getBackend: () => "tensorflow",
    backend: () => ({ isUsingGpuDevice }),
  },
});

const statusOf = async (name: string, modules: Readonly<Record<string, unknown>>) =>
  (await diagnoseBackends(loading(modules))).find(({ backend }) => backend === name)!;

afterEach(() => vi.unstubAllGlobals());

describe("diagnoseBackends", () => {
  it("finds wasm and plain JavaScript wherever the package is installed", async () => {
    const statuses = await diagnoseBackends();
    const available = statuses.filter((status) => status.available);
    expect(available.map(({ backend, device }) => [backend, device])).toEqual([
      ["wasm", "cpu"],
      ["cpu", "cpu"],
    ]);
    for (const { available: there, remedy } of statuses) expect(there || remedy).toBeTruthy();
  });

  const gpu = "@tensorflow/tfjs-node-gpu";
  const failures: readonly [string, Error | undefined, RegExp, RegExp][] = [
    [
      "is not installed",
      undefined,
      /tfjs-node-gpu is not installed/,
      /npm install @tensorflow\/tfjs-node-gpu@4\.22\.0/,
    ],
    [
      "has no native addon",
      // As 4.22.0 says it after an installation whose download failed.
      new Error(
        "The Node.js native addon module (tfjs_binding.node) can not be found at path: /app/node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node. \nPlease run command 'npm rebuild @tensorflow/tfjs-node --build-addon-from-source' to rebuild the native addon module. ",
      ),
      /native addon \(tfjs_binding\.node\) is missing/,
      /npm rebuild @tensorflow\/tfjs-node-gpu --build-addon-from-source/,
    ],
    [
      "has no libtensorflow",
      Object.assign(
        new Error("libtensorflow.so.2: cannot open shared object file: No such file or directory"),
        {
          code: "ERR_DLOPEN_FAILED",
        },
      ),
      /libtensorflow \(libtensorflow\.so\.2\) is missing/,
      /storage\.googleapis\.com/,
    ],
    [
      "has no CUDA",
      Object.assign(
        new Error("libcudart.so.11.0: cannot open shared object file: No such file or directory"),
        {
          code: "ERR_DLOPEN_FAILED",
        },
      ),
      /CUDA library libcudart\.so\.11\.0 is missing/,
      /CUDA 11\.8/,
    ],
    [
      "was built for another Node.js",
      new Error(
        "The module 'tfjs_binding.node' was compiled against a different Node.js version using\nNODE_MODULE_VERSION 93.",
      ),
      /another version of Node\.js/,
      /npm rebuild/,
    ],
    ["fails in a way of its own", new Error("segment 7 is upside down\nat x"), /upside down$/, /reinstall/],
  ];
  it.each(failures)("says of a package that %s why, and what to do", async (_, error, detail, remedy) => {
    const status = await statusOf("node-gpu", error ? { [gpu]: error } : {});
    expect(status).toMatchObject({ available: false, device: "gpu" });
    expect(status.detail).toMatch(detail);
    expect(status.remedy).toMatch(remedy);
  });

  it("reports a GPU only where TensorFlow computes on one", async () => {
    expect(await statusOf("node-gpu", { [gpu]: nativeModule(true) })).toMatchObject({
      available: true,
      device: "gpu",
    });
    const without = await statusOf("node-gpu", { [gpu]: nativeModule(false) });
    expect(without).toMatchObject({ available: false, detail: expect.stringMatching(/found no GPU/) });
    expect(await statusOf("node", { "@tensorflow/tfjs-node": nativeModule(false) })).toMatchObject({
      available: true,
      device: "cpu",
    });
  });

  it.each([
    ["no adapter", null, /no adapter/],
    ["a software adapter", { info: { isFallbackAdapter: true } }, /only a software adapter/],
    ["a software adapter, told as before", { isFallbackAdapter: true }, /only a software adapter/],
    ["a GPU, but no package", { info: { description: "M4" } }, /tfjs-backend-webgpu is not installed/],
  ])("finds WebGPU wanting with %s", async (_, adapter, detail) => {
    vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => adapter } });
    const status = await statusOf("webgpu", {});
    expect(status.available).toBe(false);
    expect(status.detail).toMatch(detail);
  });
});

describe("openBackend", () => {
  it("takes the first that loads: wasm where nothing else is installed, libtensorflow before it", async () => {
    expect((await openBackend("auto", loading({}))).name).toBe("wasm");
    const backend = await openBackend("auto", loading({ "@tensorflow/tfjs-node": nativeModule(false) }));
    expect([backend.name, backend.device]).toEqual(["node", "cpu"]);
  });

  it("rejects a backend that is asked for and not there with RUNTIME_UNAVAILABLE and the remedy", async () => {
    const error: unknown = await openBackend("node-gpu", loading({})).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProxyboError);
    expect(error).toMatchObject({
      code: "RUNTIME_UNAVAILABLE",
      message: "backend 'node-gpu': @tensorflow/tfjs-node-gpu is not installed",
      hint: "npm install @tensorflow/tfjs-node-gpu@4.22.0",
    });
  });

  it("starts without a word on the console and without listeners on the process", async () => {
    const spoken = (["log", "info", "warn", "error"] as const).map((level) => vi.spyOn(console, level));
    const listeners = () =>
      ["uncaughtException", "unhandledRejection"].map((event) => process.listenerCount(event));
    const before = listeners();
    for (const name of ["wasm", "cpu"] as const) {
      const { tf, activate } = await openBackend(name);
      activate();
      tf.tidy(() => tf.add(tf.ones([2]), 1).dataSync());
    }
    for (const spy of spoken) expect(spy).not.toHaveBeenCalled();
    expect(listeners()).toEqual(before);
  });
});
