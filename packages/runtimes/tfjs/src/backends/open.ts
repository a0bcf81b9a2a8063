import { type BackendStatus, messageOf, ProxyboError } from "@proxybo/core";
import type { BackendName } from "../options.ts";
import { type Backend, BackendUnavailable, type Candidate, type ModuleLoader } from "./backend.ts";
import { cpu } from "./cpu.ts";
import { node, nodeGpu } from "./native.ts";
import { wasm } from "./wasm.ts";
import { webgpu } from "./webgpu.ts";

/** In the order in which `auto` tries them, see `backendNames`. */
const candidates: readonly Candidate[] = [nodeGpu, webgpu, node, wasm, cpu];

export const importModule: ModuleLoader = (specifier) => import(specifier);

/**
 * Opens the backend of that name, or for `auto` the first that can be used.
 *
 * @throws {ProxyboError} `RUNTIME_UNAVAILABLE` with why, and what helps.
 */
export async function openBackend(
  name: BackendName | "auto",
  load: ModuleLoader = importModule,
): Promise<Backend> {
  const failures: string[] = [];
  const tried = candidates.filter((candidate) => name === "auto" || candidate.name === name);
  for (const candidate of tried) {
    try {
      return await candidate.open(load);
    } catch (error) {
      const { message, remedy } = reasonOf(error);
      if (name !== "auto")
        throw new ProxyboError("RUNTIME_UNAVAILABLE", `backend '${name}': ${message}`, {
          hint: remedy ?? "use backend 'auto', or see 'proxybo doctor'",
          cause: error,
        });
      failures.push(`${candidate.name}: ${message}`);
    }
  }
  throw new ProxyboError("RUNTIME_UNAVAILABLE", `no backend can be used (${failures.join("; ")})`, {
    hint: "reinstall @proxybo/runtime-tfjs",
  });
}

/** Tries every backend: which can be used here, and if not, why and what to do. */
export async function diagnoseBackends(load: ModuleLoader = importModule): Promise<readonly BackendStatus[]> {
  const statuses: BackendStatus[] = [];
  // One after the other: they share TensorFlow.js's one engine.
  for (const candidate of candidates) {
    try {
      const { name, device, detail } = await candidate.open(load);
      statuses.push({ backend: name, available: true, device, detail });
    } catch (error) {
      const { message, remedy } = reasonOf(error);
      statuses.push({
        backend: candidate.name,
        available: false,
        device: candidate.device,
        detail: message,
        ...(remedy === undefined ? {} : { remedy }),
      });
    }
  }
  return statuses;
}

function reasonOf(error: unknown): { message: string; remedy: string | undefined } {
  return {
    message: messageOf(error),
    remedy: error instanceof BackendUnavailable ? error.remedy : undefined,
  };
}
