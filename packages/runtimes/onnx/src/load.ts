import { type BackendStatus, messageOf, ProxyboError } from "@proxybo/core";
import type { OnnxRuntime } from "./session/machine.ts";

/** Loads a module by its name. Tests give modules of their own. */
export type ModuleLoader = (specifier: string) => Promise<unknown>;

const importModule: ModuleLoader = (specifier) => import(specifier);

const name = "onnxruntime-node";

/** @throws {ProxyboError} `RUNTIME_UNAVAILABLE` where ONNX Runtime cannot be loaded, with why and what helps. */
export async function loadOnnxRuntime(load: ModuleLoader = importModule): Promise<OnnxRuntime> {
  try {
    const module = (await load(name)) as { default?: OnnxRuntime } & OnnxRuntime;
    return module.default ?? module;
  } catch (error) {
    const missing = (error as { code?: string }).code === "ERR_MODULE_NOT_FOUND";
    throw new ProxyboError(
      "RUNTIME_UNAVAILABLE",
      missing ? `${name} is not installed` : `${name} does not load on ${platform}: ${messageOf(error)}`,
      {
        hint: missing ? `npm install ${name}@1.30.0` : "use the runtime 'tfjs'",
        cause: error,
      },
    );
  }
}

const platform = `${process.platform}-${process.arch}`;

/** Whether networks can be computed here, and if not, why and what to do. */
export async function diagnoseOnnxRuntime(load: ModuleLoader = importModule): Promise<BackendStatus> {
  const status = { backend: "cpu", device: "cpu" } as const;
  try {
    const { env } = (await loadOnnxRuntime(load)) as OnnxRuntime & { env: { versions: { common: string } } };
    return { ...status, available: true, detail: `ONNX Runtime ${env.versions.common}` };
  } catch (error) {
    const { hint } = error as ProxyboError;
    return { ...status, available: false, detail: messageOf(error), ...(hint ? { remedy: hint } : {}) };
  }
}
