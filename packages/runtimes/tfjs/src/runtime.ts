import {
  initialParameters,
  type InstantiateOptions,
  type Network,
  type NetworkRuntime,
  type NetworkSpec,
  ProxyboError,
} from "@proxybo/core";
import { checkParameters, planNetwork } from "@proxybo/core/runtime";
import type { Backend } from "./backends/backend.ts";
import { type ActiveMachine, TensorFlowNetwork } from "./network/network.ts";

/** Networks on one TensorFlow.js backend. */
export class TensorFlowRuntime implements NetworkRuntime {
  readonly name = "tfjs";
  readonly backend: string;
  readonly device: "cpu" | "gpu";
  readonly #machine: ActiveMachine;
  readonly #networks = new Set<Network>();
  #disposed = false;

  constructor({ tf, kernels, name, device, memoryLimit, activate }: Backend) {
    this.backend = name;
    this.device = device;
    this.#machine = {
      tf,
      kernels,
      ...(memoryLimit === undefined ? {} : { memoryLimit }),
      activate: () => {
        if (this.#disposed) throw new ProxyboError("USAGE", "the runtime was disposed");
        activate();
      },
    };
  }

  async instantiate(spec: NetworkSpec, options: InstantiateOptions): Promise<Network> {
    const plan = planNetwork(spec);
    const values = options.parameters ?? initialParameters(spec, options.seed);
    checkParameters(plan, values);
    return new TensorFlowNetwork(this.#machine, plan, values, this.#networks);
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#networks].map((network) => network.dispose()));
    this.#disposed = true;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}
