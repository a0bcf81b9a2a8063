import { messageOf, ProxyboError } from "@proxybo/core";
import type { OnnxRuntime } from "./session/machine.ts";

/** Loads a module by its name. Tests give modules of their own. */
export type ModuleLoader = (specifier: string) => Promise<unknown>;

export const importModule: ModuleLoader = (specifier) => import(specifier);

const name = "onnxruntime-node";

/** @throws {ProxyboError} `RUNTIME_UNAVAILABLE` where ONNX Runtime cannot be loaded, with why and what helps. */
export async function loadOnnxRuntime(load: ModuleLoader = importModule): Promise<OnnxRuntime> {
  try {
    const module = (await load(name)) as { default?: OnnxRuntime } & OnnxRuntime;
    const ort = module.default ?? module;
    // What goes wrong is thrown: no need to write it to the terminal as well.
    ort.env.logLevel = "fatal";
    return ort;
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

export const platform = `${process.platform}-${process.arch}`;
