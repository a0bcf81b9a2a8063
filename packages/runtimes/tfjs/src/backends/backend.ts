import type { BackendStatus } from "@proxybo/core";
import type { Kernels } from "../kernels/kernels.ts";
import type { BackendName } from "../options.ts";
import type { TensorFlow } from "./tensorflow.ts";

/** A backend that is ready to compute. */
export interface Backend {
  readonly name: BackendName;
  readonly tf: TensorFlow;
  readonly kernels: Kernels;
  /** `gpu` only where one was proved to compute. */
  readonly device: BackendStatus["device"];
  /** Version and device, for people. */
  readonly detail: string;
  /** Bytes that one pass may take, where there is a limit beyond which the process would end. */
  readonly memoryLimit?: number;
  /** Makes it current: TensorFlow.js has one current backend in a process. */
  readonly activate: () => void;
}

/** Why a backend cannot be used here, and what helps. */
export class BackendUnavailable extends Error {
  override readonly name = "BackendUnavailable";
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string, cause?: unknown) {
    super(message, { cause });
    this.remedy = remedy;
  }
}

/** Loads a module by its name. Tests give modules of their own. */
export type ModuleLoader = (specifier: string) => Promise<unknown>;

/** A backend that may be there. `open` rejects with `BackendUnavailable` where it is not. */
export interface Candidate {
  readonly name: BackendName;
  /** What it would compute on. */
  readonly device: BackendStatus["device"];
  open(load: ModuleLoader): Promise<Backend>;
}

/** The release of every TensorFlow.js package: they fit together only if equal. */
export const tensorFlowVersion = "4.22.0";

/** Loads a TensorFlow.js package, with a reason and a remedy where it is not installed. */
export async function loadPackage(load: ModuleLoader, name: string): Promise<TensorFlow> {
  try {
    const module = (await load(name)) as { default?: TensorFlow } & TensorFlow;
    return module.default ?? module;
  } catch (error) {
    const { code, message = "" } = error as { code?: string; message?: string };
    const missing = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
    if (missing && message.includes(name))
      throw new BackendUnavailable(
        `${name} is not installed`,
        `npm install ${name}@${tensorFlowVersion}`,
        error,
      );
    throw error;
  }
}

/** `activate` of a backend by TensorFlow.js's own name for it. */
export function switcher(tf: TensorFlow, name: string): () => void {
  return () => {
    // Only the first use of a backend is asynchronous.
    if (tf.getBackend() !== name) void tf.setBackend(name);
  };
}
