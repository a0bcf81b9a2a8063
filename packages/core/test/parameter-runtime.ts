import { parametersOf, initialParameters } from "../src/network/parameters.ts";
import { ProxyboError } from "../src/errors/error.ts";
import type { Network, NetworkRuntime } from "../src/contracts/runtime.ts";

/** A runtime without a tensor library: networks hold their initial parameters and compute nothing. Counts networks. */
export class ParameterRuntime implements NetworkRuntime {
  readonly name: string = "parameters";
  readonly backend: string;
  readonly device = "cpu" as const;
  made = 0;
  live = 0;

  constructor(backend = "none") {
    this.backend = backend;
  }

  async instantiate(
    ...[spec, { seed, parameters }]: Parameters<NetworkRuntime["instantiate"]>
  ): Promise<Network> {
    const values = parameters ?? initialParameters(spec, seed);
    const none = () => Promise.reject(new ProxyboError("RUNTIME_UNAVAILABLE", "computes nothing"));
    this.made++;
    this.live++;
    const dispose = async (): Promise<void> => {
      this.live--;
    };
    return {
      spec,
      parameters: parametersOf(spec),
      read: async () => values.map((tensor) => tensor.slice()),
      forward: none,
      gradients: none,
      inputGradients: none,
      channelGradients: none,
      hessianProduct: none,
      batchStatistics: none,
      activations: none,
      withParameters: none,
      train: none,
      evaluate: none,
      dispose,
      [Symbol.asyncDispose]: dispose,
    };
  }

  async dispose(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
