import { directionalDerivative, type Network, type NetworkRuntime } from "@proxybo/core";
import { testRuntime } from "@proxybo/core/testing";
import { expect, it } from "vitest";
import { tfjs } from "./index.ts";

const good = await tfjs.create({ backend: "wasm" });

/** A runtime whose networks do some things otherwise. */
function broken(change: (network: Network, runtime: NetworkRuntime) => Partial<Network>): NetworkRuntime {
  const wrap = (network: Network): Network => {
    const changes = change(network, good);
    return new Proxy(network, {
      get(target, property) {
        if (property in changes) return changes[property as keyof Network];
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === "function" ? (value as () => unknown).bind(target) : value;
      },
    });
  };
  return {
    name: "broken",
    backend: "wasm",
    device: "cpu",
    instantiate: async (spec, options) => wrap(await good.instantiate(spec, options)),
    dispose: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

let calls = 0;
const faults: readonly [string, RegExp, NetworkRuntime][] = [
  [
    "gives gradients of twice the size",
    /finite differences/,
    broken((network) => ({
      gradients: async (...args) => {
        const result = await network.gradients(...args);
        return { ...result, gradients: result.gradients.map((g) => g.map((value) => 2 * value)) };
      },
    })),
  ],
  [
    "gives gradients in another order",
    /finite differences/,
    broken((network) => ({
      gradients: async (...args) => {
        const result = await network.gradients(...args);
        return { ...result, gradients: result.gradients.map((g) => g.toReversed()) };
      },
    })),
  ],
  [
    "takes derivatives along all parameters, whichever are asked for",
    /directionalDerivative/,
    broken((network) => ({
      directionalDerivative: (batch, loss) =>
        directionalDerivative(network, batch, loss, ["weight", "bias", "scale", "shift"]),
    })),
  ],
  [
    "counts the divisors of rescale in derivatives",
    /logarithms/,
    broken((network) => ({
      directionalDerivative: async (...args) => {
        const { loss, derivative, logScale } = await directionalDerivative(network, ...args);
        return { loss, derivative: derivative * Math.exp(logScale), logScale };
      },
    })),
  ],
  [
    "turns the gradients of the inputs",
    /finite differences/,
    broken((network) => ({
      inputGradients: async (inputs) => {
        const { shape, data } = await network.inputGradients(inputs);
        return { shape, data: data.toReversed() };
      },
    })),
  ],
  [
    "gives every example the same gradients of its channels",
    /channelGradients: each/,
    broken((network) => ({
      channelGradients: async (...args) =>
        (await network.channelGradients(...args)).map(({ shape, data }) => ({
          shape,
          data: data.map((_, i) => data[i % shape[1]!]!),
        })),
    })),
  ],
  [
    "takes one channel for another in the gradients of channels",
    /channelGradients: over/,
    broken((network) => ({
      channelGradients: async (...args) =>
        (await network.channelGradients(...args)).map(({ shape, data }) => ({
          shape,
          data: data.toReversed(),
        })),
    })),
  ],
  [
    "gives gradients for products with the Hessian",
    /hessianProduct/,
    broken((network) => ({
      hessianProduct: async (batch, loss) => (await network.gradients(batch, loss)).gradients,
    })),
  ],
  [
    "gives unbiased variances",
    /batchStatistics/,
    broken((network) => ({
      batchStatistics: async (inputs) =>
        (await network.batchStatistics(inputs)).map((found) => ({
          ...found,
          variance: found.variance.map((value) => (value * 60) / 59),
        })),
    })),
  ],
  [
    "forgets the logarithms of rescale",
    /rescales/,
    broken((network) => ({
      gradients: async (...args) => ({ ...(await network.gradients(...args)), logScale: 0 }),
    })),
  ],
  [
    "adds noise",
    /bit by bit/,
    broken((network) => ({
      gradients: async (...args) => {
        const result = await network.gradients(...args);
        return { ...result, loss: result.loss + 1e-6 * calls++ };
      },
    })),
  ],
  [
    "always normalises by the batch",
    /running statistics/,
    broken((network) => ({ forward: (inputs) => network.forward(inputs) })),
  ],
  [
    "overwrites its inputs",
    /as they are/,
    broken((network) => ({
      forward: async (inputs, mode) => {
        const outputs = await network.forward(inputs, mode);
        inputs.data.fill(0);
        return outputs;
      },
    })),
  ],
  [
    "changes the network of which it makes another",
    /leaves the first/,
    broken((network) => ({
      withParameters: async (transform) => {
        const second = await network.withParameters(transform);
        const examples = {
          inputs: { shape: [2, 1, 6, 6], data: new Float32Array(72) },
          labels: Int32Array.of(0, 1),
        };
        await network.train(examples, {
          epochs: 1,
          batchSize: 2,
          optimizer: { type: "sgd", learningRate: 1, momentum: 0, nesterov: false, weightDecay: 1 },
          decay: "constant",
          augmentation: { flip: false, shift: 0 },
          seed: 1,
        });
        return second;
      },
    })),
  ],
  [
    "does not train",
    /separable/,
    broken(() => ({
      train: async (_, { epochs }) => ({ losses: Array.from({ length: epochs }, () => 0.69), seconds: 1 }),
    })),
  ],
  [
    "orders examples by chance",
    /by the same seed/,
    broken((network) => ({
      train: (examples, schedule, observe) =>
        network.train(examples, { ...schedule, seed: calls++ }, observe),
    })),
  ],
  [
    "does not decay weights",
    /weight decay/,
    broken((network) => ({
      train: (examples, schedule, observe) =>
        network.train(
          examples,
          { ...schedule, optimizer: { ...schedule.optimizer, weightDecay: 0 } },
          observe,
        ),
    })),
  ],
  [
    "does not hear the signal",
    /signal/,
    broken((network) => ({
      train: (examples, schedule, observe) =>
        network.train(
          examples,
          { ...schedule, epochs: Math.min(schedule.epochs, 8) },
          observe?.progress ? { progress: observe.progress } : {},
        ),
    })),
  ],
  ["does not dispose", /disposed/, broken(() => ({ dispose: async () => {} }))],
  [
    "swaps the codes of the ReLUs",
    /codes/,
    broken((network) => ({
      activations: async (inputs) => (await network.activations(inputs)).toReversed(),
    })),
  ],
];

it.each(faults)("the suite catches a runtime that %s", async (_, expected, runtime) => {
  const failed: string[] = [];
  // The cases that bear on the fault: the whole suite for every fault would take a minute.
  for (const conformance of testRuntime(runtime)) {
    if (!expected.test(conformance.name)) continue;
    await conformance.run().catch(() => failed.push(conformance.name));
    if (failed.length > 0) break;
  }
  expect(failed).not.toEqual([]);
});
