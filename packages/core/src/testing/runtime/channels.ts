import assert from "node:assert/strict";
import type { Batch, NetworkRuntime } from "../../contracts/runtime.ts";
import type { ConformanceCase } from "../conformance.ts";
import { close } from "./closeness.ts";
import { batchNorm, conv2d, node, noiseBatch, smallNetwork, spec } from "./specs.ts";

/** What is known of single channels: gradients of masks, and statistics of batch-norms. */
export function channelCases(runtime: NetworkRuntime): ConformanceCase[] {
  return [
    {
      name: "channelGradients: over all examples, growing a channel is growing its weights",
      run: async () => {
        const network = smallNetwork();
        const batch = noiseBatch(network.input, 5, 2);
        await using instance = await runtime.instantiate(network, { seed: 4 });
        const parameters = await instance.read();
        const { gradients } = await instance.gradients(batch, "cross-entropy");
        const nodes = [1, 4, 8];
        const found = await instance.channelGradients(batch, "cross-entropy", nodes);
        for (const [i, at] of nodes.entries()) {
          const channels = found[i]!.shape[1]!;
          const expected = new Float64Array(channels);
          for (const [t, info] of instance.parameters.entries()) {
            if (info.node !== at) continue;
            const inner = parameters[t]!.length / channels;
            for (const [k, value] of parameters[t]!.entries())
              expected[Math.floor(k / inner)]! += value * gradients[t]![k]!;
          }
          assert.deepEqual(found[i]!.shape, [5, channels], "[n, channels]");
          const sums = Float64Array.from({ length: channels }, (_, c) =>
            Array.from({ length: 5 }, (__, n) => found[i]!.data[n * channels + c]!).reduce((a, b) => a + b),
          );
          // In front of a batch-norm both are zeros but for rounding, which is to be seen against the terms.
          const scale = found[i]!.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
          close([...sums, scale], [...expected, scale], 1e-4, `node ${at}`);
        }
      },
    },
    {
      name: "channelGradients: each example has its own, and zeros where the loss does not depend on the node",
      run: async () => {
        const network = spec(
          [2, 5, 4],
          node(conv2d(3, 3, { padding: [1, 1], bias: true }), 0),
          node({ type: "relu" }, 1),
          node(conv2d(4, 1), 2),
          node(conv2d(4, 3, { stride: [2, 2] }), 2),
          node({ type: "global-avg-pool" }, 4),
          node({ type: "linear", features: 3, bias: true }, 5),
        );
        const batch = noiseBatch(network.input, 4, 3);
        await using instance = await runtime.instantiate(network, { seed: 4 });
        const nodes = [6, 0, 2, 4, 3];
        const found = await instance.channelGradients(batch, "cross-entropy", nodes);
        assert.deepEqual(
          found.map(({ shape }) => shape),
          [3, 2, 3, 4, 4].map((channels) => [4, channels]),
        );
        assert.ok(
          found.at(-1)!.data.every((value) => value === 0),
          "zeros of a node that leads nowhere",
        );
        for (let n = 0; n < 4; n++) {
          const alone = await instance.channelGradients(example(batch, n), "cross-entropy", nodes);
          for (const [i, { shape, data }] of found.entries()) {
            const row = data.subarray(n * shape[1]!, (n + 1) * shape[1]!);
            // The loss is a mean over the examples.
            close(
              row,
              alone[i]!.data.map((value) => value / 4),
              1e-4,
              `node ${nodes[i]}, example ${n}`,
            );
          }
        }
      },
    },
    {
      name: "batchStatistics: mean and biased variance of each batch-norm that the output depends on",
      run: async () => {
        const network = spec(
          [2, 3, 4],
          node(batchNorm(), 0),
          node(batchNorm(0.1, false), 1),
          node(batchNorm(), 0),
          node({ type: "global-avg-pool" }, 2),
        );
        const { inputs } = noiseBatch(network.input, 5, 2);
        const values = (channel: number) =>
          [...inputs.data]
            .filter((_, i) => Math.floor(i / 12) % 2 === channel)
            .map((value) => 3 * value + channel);
        const data = inputs.data.map((value, i) => 3 * value + (Math.floor(i / 12) % 2));
        await using instance = await runtime.instantiate(network, { seed: 4 });
        const [first, second, ...more] = await instance.batchStatistics({ shape: inputs.shape, data });
        assert.deepEqual([first?.node, second?.node, more.length], [1, 2, 0], "nodes");
        const moments = [0, 1].map((channel) => {
          const all = values(channel);
          const mean = all.reduce((a, b) => a + b) / all.length;
          return [mean, all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length] as const;
        });
        close(
          first!.mean,
          moments.map(([mean]) => mean),
          1e-4,
          "mean",
        );
        close(
          first!.variance,
          moments.map(([, variance]) => variance),
          1e-4,
          "variance",
        );
        close(second!.mean, [0, 0], 1, "mean of what is normalised");
        close(second!.variance, [1, 1], 1e-4, "variance of what is normalised");
      },
    },
  ];
}

function example({ inputs, labels }: Batch, n: number): Batch {
  const size = inputs.data.length / labels.length;
  return {
    inputs: { shape: [1, ...inputs.shape.slice(1)], data: inputs.data.slice(n * size, (n + 1) * size) },
    labels: labels.slice(n, n + 1),
  };
}
