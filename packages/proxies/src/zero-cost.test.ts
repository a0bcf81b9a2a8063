import { readFile } from "node:fs/promises";
import type { NetworkRuntime, ZeroCostProxy } from "@proxybo/core";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  difference,
  type Golden,
  parametersByFormula,
  product,
  uniform,
  withContext,
} from "../fixtures/golden-context.ts";
import { epeNas, fisher, gradNorm, grasp, l2Norm, nwot, plain } from "./index.ts";
import { trunkOf } from "../zen/src/trunk.ts";
import { zenScore } from "../zen/src/zen-score.ts";

type Measured = "grad_norm" | "l2_norm" | "plain" | "nwot" | "epe_nas" | "fisher" | "grasp" | "zen";

const golden = JSON.parse(
  await readFile(new URL("../fixtures/zero-cost.json", import.meta.url), "utf8"),
) as Golden<Measured>;

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

/** With the largest relative difference that single precision may make. */
const proxies: readonly (readonly [ZeroCostProxy, Measured, number])[] = [
  [gradNorm, "grad_norm", 1e-5],
  [l2Norm, "l2_norm", 1e-6],
  [plain, "plain", 1e-4],
  [nwot, "nwot", 1e-4],
  [fisher, "fisher", 1e-4],
  [grasp, "grasp", 1e-3],
  [epeNas, "epe_nas", 1e-4],
];

const architectures = Object.entries(golden.scores);

it("there are at least 20 architectures, with dead edges, skips and pools: `CHOSEN` in the generator", () => {
  expect(architectures.length).toBeGreaterThanOrEqual(20);
});

describe.each(proxies.map(([proxy, name, tolerance]) => [name, proxy, tolerance] as const))(
  "%s equals that of PyTorch in double precision",
  (name, proxy, tolerance) => {
    it.each(architectures)("%s", async (text, expected) => {
      await withContext(runtime, text, golden, async (context) => {
        const scale = Math.max(Math.abs(expected[name] ?? 0), 1e-3);
        expect(difference(await proxy.score(context), expected[name]) / scale).toBeLessThanOrEqual(tolerance);
      });
    });
  },
);

describe("zen equals that of PyTorch in double precision, for the fixture's weights and inputs", () => {
  it.each(architectures)("%s", async (text, expected) => {
    await withContext(runtime, text, golden, async ({ spec, batch: { inputs } }) => {
      const trunk = trunkOf(spec);
      await using network = await runtime.instantiate(trunk, {
        seed: 1,
        parameters: parametersByFormula(trunk),
      });
      const step = uniform(1_000_001, product(inputs.shape), Math.sqrt(3));
      const moved = { shape: inputs.shape, data: inputs.data.map((value, i) => value + 0.01 * step[i]!) };
      expect(difference(await zenScore(network, inputs, moved), expected.zen)).toBeLessThan(1e-3);
    });
  });
});
