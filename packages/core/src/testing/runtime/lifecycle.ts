import assert from "node:assert/strict";
import type { NetworkRuntime } from "../../contracts/runtime.ts";
import { directionalDerivative } from "../../network/directional-derivative.ts";
import { type ErrorCode, ProxyboError } from "../../errors/error.ts";
import type { ConformanceCase } from "../conformance.ts";
import { conv2d, node, noiseBatch, smallNetwork, spec } from "./specs.ts";

/** How networks are made, copied, refused and disposed of. */
export function lifecycleCases(runtime: NetworkRuntime): ConformanceCase[] {
  const batch = noiseBatch([1, 6, 6], 5, 2);
  const rejects = (code: ErrorCode, promise: Promise<unknown>): Promise<void> =>
    assert.rejects(promise, (error) => error instanceof ProxyboError && error.code === code);
  return [
    {
      name: "makes a second network of changed parameters and leaves the first as it is",
      run: async () => {
        await using network = await runtime.instantiate(smallNetwork(), { seed: 4 });
        const [values, outputs] = [await network.read(), await network.forward(batch.inputs)];
        const changed = await network.withParameters((theta, { role }) => {
          for (const [i, value] of theta.entries())
            theta[i] = role === "weight" ? Math.abs(value) : value + 1;
          return theta;
        });
        assert.deepEqual(await network.read(), values, "parameters of the first");
        assert.deepEqual(await network.forward(batch.inputs), outputs, "outputs of the first");
        const roles = changed.parameters.map(({ role }) => role);
        assert.deepEqual(
          await changed.read(),
          values.map((theta, i) => theta.map((x) => (roles[i] === "weight" ? Math.abs(x) : x + 1))),
        );
        assert.notDeepEqual(await changed.forward(batch.inputs), outputs, "outputs of the second");
        await changed.dispose();
        assert.deepEqual(await network.forward(batch.inputs), outputs, "after the second is disposed of");
      },
    },
    {
      name: "gives copies of its parameters",
      run: async () => {
        await using network = await runtime.instantiate(smallNetwork(), { seed: 4 });
        const values = await network.read();
        for (const theta of await network.read()) theta.fill(7);
        assert.deepEqual(await network.read(), values);
      },
    },
    {
      name: "refuses a disposed network, and disposes of it once more without harm",
      run: async () => {
        await using other = await runtime.instantiate(smallNetwork(), { seed: 4 });
        const network = await runtime.instantiate(smallNetwork(), { seed: 4 });
        await network.dispose();
        await network.dispose();
        await rejects("USAGE", network.forward(batch.inputs));
        await rejects("USAGE", network.gradients(batch, "cross-entropy"));
        await rejects("USAGE", directionalDerivative(network, batch, "cross-entropy", ["weight"]));
        await rejects("USAGE", network.read());
        await other.forward(batch.inputs);
      },
    },
    {
      name: "refuses a spec that does not fit together, and parameters of another size",
      run: async () => {
        const broken = spec([1, 6, 6], node(conv2d(2, 3, { groups: 5 }), 0));
        await rejects("NETWORK_INVALID", runtime.instantiate(broken, { seed: 1 }));
        await rejects("NETWORK_INVALID", runtime.instantiate(smallNetwork(), { seed: 1, parameters: [] }));
      },
    },
    {
      name: "refuses batches of another shape and labels that are no class",
      run: async () => {
        await using network = await runtime.instantiate(smallNetwork(), { seed: 4 });
        const turned = { shape: [5, 6, 6], data: batch.inputs.data };
        await rejects("DATASET_INVALID", network.forward(turned));
        await rejects("DATASET_INVALID", network.gradients({ ...batch, inputs: turned }, "cross-entropy"));
        await rejects("DATASET_INVALID", network.inputGradients(turned));
        const high = { ...batch, labels: batch.labels.with(2, 2) };
        await rejects("DATASET_INVALID", network.gradients(high, "cross-entropy"));
        await rejects("DATASET_INVALID", directionalDerivative(network, high, "cross-entropy", ["weight"]));
        await rejects("DATASET_INVALID", network.evaluate({ ...batch, labels: batch.labels.slice(1) }, 2));
      },
    },
  ];
}
