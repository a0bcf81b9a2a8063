import { readFile } from "node:fs/promises";
import {
  orThrow,
  parametersOf,
  type Batch,
  type Network,
  type NetworkRuntime,
  type NetworkSpec,
  type Parameters,
  type ProxyContext,
} from "@proxybo/core";
import plugin from "@proxybo/runtime-tfjs";
import { nb201 } from "@proxybo/space-nb201";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jacobCov, snip, synflow } from "./index.ts";

interface Golden<Name extends string = string> {
  readonly macro: { channels: number; cells: number; image_channels: number; size: number; classes: number };
  readonly batch: number;
  readonly scores: Readonly<Record<string, Readonly<Record<Name, number | null>>>>;
}

const fixture = new URL("../fixtures/golden.json", import.meta.url);
const golden = JSON.parse(await readFile(fixture, "utf8")) as {
  reduced: Golden<"snip" | "synflow" | "jacob_cov">;
  full: Golden<"synflow">;
};

/** A 32-bit hash of two integers, as in `fixtures/generate.py`. */
function mix(stream: number, index: number): number {
  let h = (Math.imul(stream, 0x9e3779b1) + Math.imul(index, 0x85ebca6b)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d) >>> 0;
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

const uniform = (stream: number, length: number, bound: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => ((mix(stream, i) / 2 ** 32) * 2 - 1) * bound);

const product = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/** Weight number k draws from stream 2k, its bias from 2k + 1; both within 1/√fan-in of the weight. */
function parametersByFormula(spec: NetworkSpec): Parameters {
  let number = -1;
  let bound = 0;
  return parametersOf(spec).map(({ role, shape }) => {
    const length = product(shape);
    if (role === "scale") return new Float32Array(length).fill(1);
    if (role === "shift") return new Float32Array(length);
    if (role === "weight") {
      number++;
      bound = 1 / Math.sqrt(length / shape[0]!);
    }
    return uniform(2 * number + (role === "bias" ? 1 : 0), length, bound);
  });
}

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

/** Calls `use` with what proxies see of an architecture, its weights and batch those of the fixture. */
async function withContext(
  text: string,
  { macro, batch: n }: Golden,
  use: (context: ProxyContext) => Promise<void>,
): Promise<void> {
  const input = [macro.image_channels, macro.size, macro.size];
  const space = nb201({ channels: macro.channels, cells: macro.cells, dead: "keep" });
  const spec = space.network(orThrow(space.parse(text)), {
    kind: "classification",
    input,
    classes: macro.classes,
  });
  const batch: Batch = {
    inputs: { shape: [n, ...input], data: uniform(1_000_000, n * product(input), Math.sqrt(3)) },
    labels: Int32Array.from({ length: n }, (_, i) => i % macro.classes),
  };
  let network: Promise<Network> | undefined;
  try {
    await use({
      spec,
      batch,
      seed: 1,
      runtime,
      network: () =>
        (network ??= runtime.instantiate(spec, { seed: 1, parameters: parametersByFormula(spec) })),
    });
  } finally {
    await (await network)?.dispose();
  }
}

/** |score − reference|; 0 where neither is a number. */
function difference(score: number, reference: number | null): number {
  if (reference === null) return Number.isFinite(score) ? Infinity : 0;
  return Math.abs(score - reference);
}

describe("scores equal those of PyTorch in double precision", () => {
  const architectures = Object.entries(golden.reduced.scores);

  it("for at least 20 architectures, those of `CHOSEN` in the generator with dead edges, skips and pools", () => {
    expect(architectures.length).toBeGreaterThanOrEqual(20);
  });

  it.each(architectures)("%s", async (text, expected) => {
    await withContext(text, golden.reduced, async (context) => {
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
      await withContext(text, golden.full, async (context) => {
        expect(difference(await synflow.score(context), expected.synflow)).toBeLessThan(1e-5);
      });
    },
  );

  it("goes where single precision cannot: beyond its largest number, 3.4e38", () => {
    const largest = Math.max(...Object.values(golden.full.scores).map(({ synflow: flow }) => flow!));
    expect(largest).toBeGreaterThan(Math.log(3.4028235e38));
  });
});
