import { describe, expect, it } from "vitest";
import { diagnoseBackends, openBackend } from "./backends.ts";
import plugin from "./index.ts";
import { loadOnnxRuntime } from "./load.ts";

const ort = await loadOnnxRuntime();

/** ONNX Runtime as it would be with these execution providers; sessions on others than the processor do not come up. */
const having = (...names: readonly string[]) => ({
  load: () =>
    Promise.resolve({
      ...ort,
      listSupportedBackends: () => names.map((name) => ({ name })),
      InferenceSession: {
        create: (model: Uint8Array, options: { executionProviders: readonly string[] }) =>
          options.executionProviders[0] === "cpu"
            ? ort.InferenceSession.create(model, { executionProviders: ["cpu"] })
            : Promise.reject(new Error("Failed to load shared library\nmore of it")),
      },
    }),
  mayHaveGpu: () => true,
});

it("is a plugin with one runtime, whose processor computes everywhere", async () => {
  expect(Object.keys(plugin.runtimes)).toEqual(["onnx"]);
  const [first, ...others] = await plugin.runtimes.onnx.diagnose();
  expect(first).toEqual({
    backend: "cpu",
    device: "cpu",
    available: true,
    detail: expect.stringMatching(/^ONNX Runtime \d/),
  });
  expect(others.map(({ backend, device }) => [backend, device])).toEqual([
    ["cuda", "gpu"],
    ["webgpu", "gpu"],
  ]);
});

describe("a GPU", () => {
  it("is refused where the library was compiled without it, where there is none, and where it does not start", async () => {
    const refused = { code: "RUNTIME_UNAVAILABLE", hint: expect.stringContaining("driver") };
    await expect(openBackend("cuda", having("cpu", "webgpu"))).rejects.toMatchObject({
      ...refused,
      message: expect.stringMatching(/^backend 'cuda': onnxruntime-node on .* has cpu, webgpu only$/),
    });
    await expect(
      openBackend("webgpu", { ...having("cpu", "webgpu"), mayHaveGpu: () => false }),
    ).rejects.toMatchObject({ ...refused, message: "backend 'webgpu': there is no GPU" });
    await expect(openBackend("cuda", having("cpu", "cuda"))).rejects.toMatchObject({
      ...refused,
      message: "backend 'cuda': Failed to load shared library",
    });
  });

  it("is taken for there once it has computed something", async () => {
    const works = { ...having(), load: () => Promise.resolve(onProcessor) };
    const onProcessor = {
      ...ort,
      listSupportedBackends: () => [{ name: "cuda" }],
      InferenceSession: { create: (model: Uint8Array) => ort.InferenceSession.create(model, {}) },
    };
    expect(await openBackend("cuda", works)).toBe(onProcessor);
  });

  it("is diagnosed beside the processor, with why not and what to do", async () => {
    const [cpu, cuda, webgpu] = await diagnoseBackends(having("cpu", "cuda"));
    expect(cpu).toMatchObject({ available: true });
    expect(cuda).toMatchObject({
      available: false,
      detail: "Failed to load shared library",
      remedy: expect.stringContaining("cuDNN"),
    });
    expect(webgpu).toMatchObject({ available: false, remedy: expect.stringContaining("Vulkan") });
  });

  it("stands in the statuses as not there where the library itself is not", async () => {
    const absent = () => Promise.reject(new Error("cannot open shared object file"));
    for (const status of await diagnoseBackends({ load: absent, mayHaveGpu: () => true }))
      expect(status).toMatchObject({ available: false, remedy: "use the runtime 'tfjs'" });
  });
});
