import type { ProxyNeed } from "../contracts/proxy.ts";
import type { Network, NetworkRuntime } from "../contracts/runtime.ts";
import { directionalDerivative } from "../network/directional-derivative.ts";

type Pass = Exclude<ProxyNeed, "spec" | "parameters"> | "train";

/** Which passes over networks were asked for, and how many networks were made and are not yet disposed. */
export interface Usage {
  readonly passes: Set<Pass>;
  made: number;
  live: number;
}

/** A runtime that writes down what its networks are used for. Does not dispose the runtime that it wraps. */
export function trackedRuntime(runtime: NetworkRuntime): { runtime: NetworkRuntime; usage: Usage } {
  const usage: Usage = { passes: new Set(), made: 0, live: 0 };
  const pass = <T>(name: Pass, result: T): T => {
    usage.passes.add(name);
    return result;
  };
  const track = (network: Network): Network => {
    usage.made++;
    usage.live++;
    let disposed = false;
    const dispose = async (): Promise<void> => {
      if (!disposed) usage.live--;
      disposed = true;
      await network.dispose();
    };
    return {
      spec: network.spec,
      parameters: network.parameters,
      read: () => network.read(),
      forward: (inputs, normalization) => pass("forward", network.forward(inputs, normalization)),
      gradients: (batch, loss) => pass("gradients", network.gradients(batch, loss)),
      // Whatever gives gradients gives these derivatives too.
      directionalDerivative: (batch, loss, along) =>
        pass("gradients", directionalDerivative(network, batch, loss, along)),
      inputGradients: (inputs) => pass("inputGradients", network.inputGradients(inputs)),
      channelGradients: (batch, loss, nodes) =>
        pass("channelGradients", network.channelGradients(batch, loss, nodes)),
      hessianProduct: (batch, loss, direction) =>
        pass("hessianProduct", network.hessianProduct(batch, loss, direction)),
      batchStatistics: (inputs) => pass("batchStatistics", network.batchStatistics(inputs)),
      activations: (inputs) => pass("activations", network.activations(inputs)),
      withParameters: async (transform) => track(await network.withParameters(transform)),
      train: (examples, schedule, observe) => pass("train", network.train(examples, schedule, observe)),
      evaluate: (examples, batchSize) => pass("forward", network.evaluate(examples, batchSize)),
      dispose,
      [Symbol.asyncDispose]: dispose,
    };
  };
  return {
    usage,
    runtime: {
      name: runtime.name,
      backend: runtime.backend,
      device: runtime.device,
      instantiate: async (spec, options) => track(await runtime.instantiate(spec, options)),
      dispose: () => Promise.resolve(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
  };
}
