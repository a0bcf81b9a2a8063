import assert from "node:assert/strict";
import type { NetworkSpec } from "../../contracts/network.ts";
import type { Batch, Loss, NetworkRuntime, ParameterRole } from "../../contracts/runtime.ts";
import { directionalDerivative } from "../../network/directional-derivative.ts";
import type { ConformanceCase } from "../conformance.ts";
import { networks } from "./differences.ts";
import { conv2d, node, noiseBatch, noiseTranscripts, recognizer, spec, withHead } from "./specs.ts";

/** Directional derivatives along the parameters, against the gradients, which others hold against differences. */
export function directionalCases(runtime: NetworkRuntime): ConformanceCase[] {
  const agrees = (network: NetworkSpec, batch: Batch, losses: readonly Loss[]) => async (): Promise<void> => {
    await using instance = await runtime.instantiate(network, { seed: 5 });
    const parameters = await instance.read();
    for (const loss of losses) {
      const whole = await instance.gradients(batch, loss);
      for (const along of directions) {
        const products = instance.parameters.flatMap(({ role }, t) =>
          along.includes(role) ? [...parameters[t]!].map((theta, i) => theta * whole.gradients[t]![i]!) : [],
        );
        const expected = products.reduce((sum, product) => sum + product, 0);
        // What is added up: rounding errors are of its size.
        const size = products.reduce((sum, product) => sum + Math.abs(product), 0);
        const found = await directionalDerivative(instance, batch, loss, along);
        const what = `${loss} along ${along.join()}`;
        near(found.derivative, expected, 1e-4 * size, `derivative of ${what}`);
        near(found.loss, whole.loss, 1e-4 * (1 + Math.abs(whole.loss)), `loss of ${what}`);
        near(found.logScale, whole.logScale, 1e-5 * (1 + Math.abs(whole.logScale)), `logScale of ${what}`);
      }
    }
  };
  return [
    ...Object.entries(networks).map(([name, body]) => {
      const network = withHead(body, 3);
      return {
        name: `directionalDerivative through ${name} is Σ θ · ∂loss/∂θ`,
        run: agrees(network, noiseBatch(network.input, 4, 3), ["cross-entropy", "sum-of-outputs"]),
      };
    }),
    {
      name: "directionalDerivative of CTC is Σ θ · ∂loss/∂θ",
      run: agrees(recognizer(), noiseTranscripts(4), ["ctc"]),
    },
    {
      name: "directionalDerivative takes the divisors of rescale for constants and adds up their logarithms",
      run: agrees(rescaled, noiseBatch(rescaled.input, 4, 3), ["sum-of-outputs"]),
    },
    {
      name: "directionalDerivative is 0 where the output depends on no parameter",
      run: async () => {
        const dead = withHead(spec([1, 4, 4], node(conv2d(2, 1), 0), node({ type: "zero" }, 1)), 2);
        await using instance = await runtime.instantiate(dead, { seed: 1 });
        const batch = noiseBatch(dead.input, 2, 2);
        const found = await directionalDerivative(instance, batch, "sum-of-outputs", ["weight"]);
        assert.equal(found.derivative, 0);
      },
    },
  ];
}

const directions: readonly (readonly ParameterRole[])[] = [
  ["weight"],
  ["bias"],
  ["weight", "bias", "scale", "shift"],
];

/** Branches, strides and a rescale at each point that all paths pass. */
const rescaled = withHead(
  spec(
    [2, 6, 6],
    node(conv2d(8, 3, { padding: [1, 1] }), 0),
    node({ type: "rescale" }, 1),
    node({ type: "relu" }, 2),
    node(conv2d(8, 3, { padding: [1, 1], stride: [2, 2] }), 3),
    node({ type: "avg-pool2d", kernel: [2, 2], stride: [2, 2], padding: [0, 0], countPadding: false }, 3),
    node({ type: "add" }, 4, 5),
    node({ type: "rescale" }, 6),
    node(conv2d(8, 1), 7),
  ),
  3,
);

function near(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: expected ${expected}, got ${actual}`);
}
