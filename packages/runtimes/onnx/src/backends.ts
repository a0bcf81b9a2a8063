import { existsSync } from "node:fs";
import { type BackendStatus, messageOf, ProxyboError } from "@proxybo/core";
import { importModule, loadOnnxRuntime, type ModuleLoader, platform } from "./load.ts";
import type { OnnxOptions } from "./options.ts";
import { computesOn } from "./session/block.ts";
import type { OnnxRuntime } from "./session/machine.ts";

export type BackendName = OnnxOptions["backend"];

/** What there is to do where a backend cannot be used. */
const remedies: Readonly<Record<BackendName, string>> = {
  cpu: "use the runtime 'tfjs'",
  cuda: "install a driver of NVIDIA, CUDA 12 and cuDNN 9, then onnxruntime-node without ONNXRUNTIME_NODE_INSTALL=skip",
  webgpu: "use a machine with a GPU and its Vulkan, Metal or D3D12 driver",
};

export function deviceOf(backend: BackendName): "cpu" | "gpu" {
  return backend === "cpu" ? "cpu" : "gpu";
}

/** What opening a backend asks of the machine. Tests give answers of their own. */
export interface Surroundings {
  readonly load: ModuleLoader;
  /** Whether there may be a GPU: looking for one where there is none writes warnings to the terminal. */
  readonly mayHaveGpu: () => boolean;
}

const here: Surroundings = {
  load: importModule,
  mayHaveGpu: () =>
    process.platform !== "linux" ||
    ["/dev/dri", "/dev/dxg", "/dev/nvidia0"].some((device) => existsSync(device)),
};

/**
 * ONNX Runtime, once the backend is known to compute with it: by its own list of execution providers, and by a small
 * convolution.
 *
 * @throws {ProxyboError} `RUNTIME_UNAVAILABLE` with why, and what helps.
 */
export async function openBackend(backend: BackendName, { load, mayHaveGpu } = here): Promise<OnnxRuntime> {
  const ort = await loadOnnxRuntime(load);
  const why = await obstacle(ort, backend, mayHaveGpu);
  if (why === undefined) return ort;
  throw new ProxyboError("RUNTIME_UNAVAILABLE", `backend '${backend}': ${why}`, { hint: remedies[backend] });
}

/** Why a backend cannot be used; undefined where it can. */
async function obstacle(
  ort: OnnxRuntime,
  backend: BackendName,
  mayHaveGpu: () => boolean,
): Promise<string | undefined> {
  if (backend === "cpu") return undefined;
  const offered = ort.listSupportedBackends().map(({ name }) => name);
  if (!offered.includes(backend)) return `onnxruntime-node on ${platform} has ${offered.join(", ")} only`;
  if (!mayHaveGpu()) return "there is no GPU";
  return computesOn(ort, backend).then(
    () => undefined,
    (error: unknown) => messageOf(error).split("\n", 1)[0],
  );
}

/** Whether networks can be computed by each backend here, and if not, why and what to do. */
export async function diagnoseBackends({ load, mayHaveGpu } = here): Promise<readonly BackendStatus[]> {
  const statuses: BackendStatus[] = [];
  for (const backend of ["cpu", "cuda", "webgpu"] as const) {
    const status = { backend, device: deviceOf(backend) };
    try {
      const ort = await loadOnnxRuntime(load);
      const why = await obstacle(ort, backend, mayHaveGpu);
      const detail = why ?? `ONNX Runtime ${ort.env.versions.common}`;
      const remedy = why === undefined ? {} : { remedy: remedies[backend] };
      statuses.push({ ...status, available: why === undefined, detail, ...remedy });
    } catch (error) {
      const { hint } = error as ProxyboError;
      const remedy = hint === undefined ? {} : { remedy: hint };
      statuses.push({ ...status, available: false, detail: messageOf(error), ...remedy });
    }
  }
  return statuses;
}
