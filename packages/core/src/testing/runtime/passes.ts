import assert from "node:assert/strict";
import type { NetworkSpec } from "../../contracts/network.ts";
import type { Network, NetworkRuntime, Parameters } from "../../contracts/runtime.ts";
import { initialParameters, parametersOf } from "../../network/parameters.ts";
import type { ConformanceCase } from "../conformance.ts";
import { close } from "./closeness.ts";
import { batchNorm, conv2d, node, noiseBatch, smallNetwork, spec } from "./specs.ts";

/** What a pass computes, besides its gradients. */
export function passCases(runtime: NetworkRuntime): ConformanceCase[] {
  const batch = noiseBatch([1, 6, 6], 5, 2);
  const use = async (network: NetworkSpec, act: (instance: Network) => Promise<void>): Promise<void> => {
    await using instance = await runtime.instantiate(network, { seed: 4 });
    await act(instance);
  };
  return [
    {
      name: "draws the initial parameters from the seed, on every runtime the same",
      run: async () => {
        const network = smallNetwork();
        const outputs = async (seed: number, parameters?: Parameters) => {
          await using instance = await runtime.instantiate(network, {
            seed,
            ...(parameters ? { parameters } : {}),
          });
          assert.deepEqual(instance.parameters, parametersOf(network), "parameters");
          const expected = parameters ?? initialParameters(network, seed);
          for (const [i, values] of (await instance.read()).entries())
            close(values, expected[i]!, 0, `parameter ${i}`);
          return (await instance.forward(batch.inputs)).data;
        };
        const first = await outputs(1);
        assert.deepEqual(await outputs(1), first, "the same seed twice");
        assert.notDeepEqual(await outputs(2), first, "another seed");
        close(await outputs(2, initialParameters(network, 1)), first, 0, "given parameters");
      },
    },
    {
      name: "repeats gradients bit by bit",
      run: () =>
        use(smallNetwork(), async (instance) => {
          const first = await instance.gradients(batch, "cross-entropy");
          assert.deepEqual(await instance.gradients(batch, "cross-entropy"), first);
        }),
    },
    {
      name: "leaves its inputs and labels as they are",
      run: () =>
        use(smallNetwork(), async (instance) => {
          const [inputs, labels] = [batch.inputs.data.slice(), batch.labels.slice()];
          await instance.forward(batch.inputs);
          await instance.gradients(batch, "cross-entropy");
          await instance.inputGradients(batch.inputs);
          await instance.activations(batch.inputs);
          await instance.evaluate(batch, 2);
          assert.deepEqual(batch.inputs.data, inputs, "inputs");
          assert.deepEqual(batch.labels, labels, "labels");
        }),
    },
    {
      name: "normalises by the batch, or by running statistics (mean 0 and variance 1 at first)",
      run: () =>
        use(spec([2, 3, 3], node(batchNorm(0.1, false), 0)), async (instance) => {
          const { inputs } = noiseBatch([2, 3, 3], 6, 2, 8);
          const shifted = { ...inputs, data: inputs.data.map((x) => 3 * x + 2) };
          const { data } = await instance.forward(shifted);
          for (const channel of [0, 1]) {
            const values = data.filter((_, i) => Math.floor(i / 9) % 2 === channel);
            const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
            const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
            assert.ok(Math.abs(mean) < 1e-4 && Math.abs(variance - 1) < 1e-3, `${mean}, ${variance}`);
          }
          const running = await instance.forward(shifted, "running");
          close(running.data, shifted.data, 1e-4, "running statistics of a new network");
        }),
    },
    {
      name: "gives the codes of every ReLU, in node order",
      run: () =>
        use(smallNetwork(), async (instance) => {
          const codes = await instance.activations(batch.inputs);
          assert.deepEqual(
            codes.map(({ shape }) => shape),
            [
              [5, 144],
              [5, 54],
            ],
          );
          const { nodes, ...rest } = instance.spec;
          const head = await runtime.instantiate(
            { ...rest, nodes: nodes.slice(0, 4) },
            { seed: 4, parameters: (await instance.read()).slice(0, 3) },
          );
          const { data } = await head.forward(batch.inputs);
          await head.dispose();
          assert.deepEqual(
            codes[0]!.codes,
            Uint8Array.from(data, (x) => (x > 0 ? 1 : 0)),
          );
        }),
    },
    {
      name: "gives zero gradients to what the output does not depend on",
      run: () =>
        use(
          spec(
            [1, 6, 6],
            node(conv2d(2, 3), 0),
            node({ type: "zero" }, 1),
            node(conv2d(2, 3), 0),
            node({ type: "add" }, 2, 3),
            node({ type: "global-avg-pool" }, 4),
          ),
          async (instance) => {
            const { gradients } = await instance.gradients(batch, "cross-entropy");
            assert.ok(gradients[0]!.length === 18 && gradients[0]!.every((g) => g === 0));
            assert.ok(gradients[1]!.some((g) => g !== 0));
          },
        ),
    },
    {
      name: "rescales without changing what is computed: outputs and gradients times exp(logScale)",
      run: async () => {
        const layers = (rescaled: boolean): NetworkSpec => {
          const between = rescaled ? ({ type: "rescale" } as const) : ({ type: "identity" } as const);
          return spec(
            [1, 6, 6],
            node(conv2d(3, 3), 0),
            node(between, 1),
            node({ type: "relu" }, 2),
            node(conv2d(2, 3), 3),
            node(between, 4),
            node({ type: "global-avg-pool" }, 5),
          );
        };
        await using plain = await runtime.instantiate(layers(false), { seed: 4 });
        await using scaled = await runtime.instantiate(layers(true), { seed: 4 });
        const expected = await plain.gradients(batch, "sum-of-outputs");
        const actual = await scaled.gradients(batch, "sum-of-outputs");
        const factor = Math.exp(actual.logScale);
        assert.ok(Math.abs(factor - 1) > 0.01, `logScale is ${actual.logScale}`);
        close([actual.loss * factor], [expected.loss], 1e-4, "loss");
        for (const [i, gradient] of actual.gradients.entries())
          close(
            gradient.map((g) => g * factor),
            expected.gradients[i]!,
            1e-4,
            `gradient ${i}`,
          );
        await using rescaling = await runtime.instantiate(spec([2], node({ type: "rescale" }, 0)), {
          seed: 1,
        });
        const divided = await rescaling.forward({ shape: [2, 2], data: Float32Array.of(1, -4, 2, 0) });
        close(divided.data, [0.25, -1, 0.5, 0], 1e-6, "divided by the largest of the batch");
        const zeros = await rescaling.forward({ shape: [1, 2], data: new Float32Array(2) });
        close(zeros.data, [0, 0], 0, "zeros are divided by 1");
      },
    },
  ];
}
