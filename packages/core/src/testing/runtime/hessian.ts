import assert from "node:assert/strict";
import type { NetworkRuntime, Parameters } from "../../contracts/runtime.ts";
import { ProxyboError } from "../../errors/error.ts";
import { createRandom } from "../../random/random.ts";
import type { ConformanceCase } from "../conformance.ts";
import { close } from "./closeness.ts";
import { networks } from "./differences.ts";
import { batchNorm, conv2d, node, noiseBatch, spec, withHead } from "./specs.ts";

/** The Hessian times a direction, against differences of gradients, and as a symmetric form. */
export function hessianCases(runtime: NetworkRuntime): ConformanceCase[] {
  const random = createRandom(8, "hessian");
  const draw = (values: Parameters): Parameters => values.map((theta) => theta.map(() => random.normal()));
  return [
    ...Object.entries(networks).map(([name, body]) => ({
      name: `hessianProduct through ${name} agrees with differences of gradients, or is refused`,
      run: async () => {
        // ReLUs and pools read the input, which stays: no kinks are stepped over.
        const network = withHead(body, 3);
        const batch = noiseBatch(network.input, 4, 3);
        await using instance = await runtime.instantiate(network, { seed: 5 });
        const parameters = await instance.read();
        const direction = draw(parameters);
        const product = await instance
          .hessianProduct(batch, "cross-entropy", direction)
          .catch((error: unknown) => {
            if (error instanceof ProxyboError && error.code === "USAGE") return undefined;
            throw error;
          });
        if (product === undefined) return;
        const step = 3e-3;
        const gradientsAt = async (by: number) => {
          const moved = parameters.map((theta, t) => theta.map((x, i) => x + by * direction[t]![i]!));
          await using other = await runtime.instantiate(network, { seed: 5, parameters: moved });
          return (await other.gradients(batch, "cross-entropy")).gradients.flatMap((g) => [...g]);
        };
        const [after, before] = [await gradientsAt(step), await gradientsAt(-step)];
        const differences = after.map((value, i) => (value - before[i]!) / (2 * step));
        close(
          product.flatMap((values) => [...values]),
          differences,
          0.02,
          "Hessian times direction",
        );
      },
    })),
    {
      name: "hessianProduct is symmetric, linear, and nothing along zeros, through kinks and branches too",
      run: async () => {
        const network = withHead(
          spec(
            [2, 6, 6],
            node(conv2d(4, 3, { padding: [1, 1] }), 0),
            node(batchNorm(), 1),
            node({ type: "relu" }, 2),
            node({ type: "max-pool2d", kernel: [3, 3], stride: [2, 2], padding: [1, 1] }, 3),
            node(conv2d(4, 1, { bias: true }), 4),
            node({ type: "add" }, 4, 5),
            node({ type: "relu", ceiling: 1 }, 6),
            node({ type: "concat" }, 7, 4),
            node({ type: "truncate", channels: 6 }, 8),
          ),
          3,
        );
        const batch = noiseBatch(network.input, 5, 3);
        await using instance = await runtime.instantiate(network, { seed: 4 });
        const [u, v] = [draw(await instance.read()), draw(await instance.read())];
        const times = (direction: Parameters) => instance.hessianProduct(batch, "cross-entropy", direction);
        const [hu, hv] = [await times(u), await times(v)];
        const [uhv, vhu] = [dot(u, hv), dot(v, hu)];
        assert.ok(Math.abs(uhv) > 1e-3, `expected curvature, got ${uhv}`);
        assert.ok(Math.abs(uhv - vhu) < 1e-3 * (norm(hu) + norm(hv)), `uᵀHv is ${uhv}, vᵀHu ${vhu}`);
        const sum = await times(u.map((theta, t) => theta.map((x, i) => x + 2 * v[t]![i]!)));
        for (const [t, values] of sum.entries())
          close(
            values,
            hu[t]!.map((x, i) => x + 2 * hv[t]![i]!),
            1e-3,
            `parameter ${t}`,
          );
        for (const values of await times(u.map((theta) => new Float32Array(theta.length))))
          assert.ok(
            values.every((value) => value === 0),
            "expected zeros along zeros",
          );
      },
    },
  ];
}

function dot(a: Parameters, b: Parameters): number {
  return a.reduce((sum, theta, t) => sum + theta.reduce((part, x, i) => part + x * b[t]![i]!, 0), 0);
}

function norm(a: Parameters): number {
  return Math.sqrt(dot(a, a));
}
