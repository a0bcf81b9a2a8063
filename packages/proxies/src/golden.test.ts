import { readFile } from "node:fs/promises";
import type { NetworkRuntime } from "@proxybo/core";
import { onnx } from "@proxybo/runtime-onnx";
import { tfjs } from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { difference, type Golden, withContext } from "../fixtures/golden-context.ts";
import { jacobCov, snip, synflow } from "./index.ts";

const fixture = new URL("../fixtures/golden.json", import.meta.url);
const golden = JSON.parse(await readFile(fixture, "utf8")) as {
  reduced: Golden<"snip" | "synflow" | "jacob_cov">;
  full: Golden<"synflow">;
};

const runtimes = {
  tfjs: () => tfjs.create({ backend: "wasm" }),
  onnx: () => onnx.create({ backend: "cpu", threads: 1, memory: 1 }),
};

describe.each(Object.entries(runtimes))("on %s", (_, create) => {
  let runtime: NetworkRuntime;
  beforeAll(async () => {
    runtime = await create();
  });
  afterAll(() => runtime.dispose());

  describe("scores equal those of PyTorch in double precision", () => {
    const architectures = Object.entries(golden.reduced.scores);

    it("for at least 20 architectures, those of `CHOSEN` in the generator with dead edges, skips and pools", () => {
      expect(architectures.length).toBeGreaterThanOrEqual(20);
    });

    it.each(architectures)("%s", async (text, expected) => {
      await withContext(runtime, text, golden.reduced, async (context) => {
        const scores = {
          snip: await snip.score(context),
          synflow: await synflow.score(context),
          jacob_cov: await jacobCov.score(context),
        };
        for (const name of ["snip", "jacob_cov"] as const)
          expect(difference(scores[name], expected[name])).toBeLessThanOrEqual(
            1e-4 * Math.abs(expected[name] ?? 0),
          );
        // A difference of logarithms is a relative difference of synflow itself.
        expect(difference(scores.synflow, expected.synflow)).toBeLessThan(1e-5);
      });
    });
  });

  describe("synflow of the full-size network", () => {
    it.each(Object.entries(golden.full.scores))(
      "is finite and equal to double precision for %s",
      async (text, expected) => {
        await withContext(runtime, text, golden.full, async (context) => {
          expect(difference(await synflow.score(context), expected.synflow)).toBeLessThan(1e-5);
        });
      },
    );

    it("goes where single precision cannot: beyond its largest number, 3.4e38", () => {
      const largest = Math.max(...Object.values(golden.full.scores).map(({ synflow: flow }) => flow!));
      expect(largest).toBeGreaterThan(Math.log(3.4028235e38));
    });
  });
});
