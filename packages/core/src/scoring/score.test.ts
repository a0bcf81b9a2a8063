import { describe, expect, it } from "vitest";
import { necklaces } from "../../test/necklaces.ts";
import { ParameterRuntime } from "../../test/parameter-runtime.ts";
import type { Task } from "../contracts/network.ts";
import type { ProxyContext, ZeroCostProxy } from "../contracts/proxy.ts";
import { normalizedScore, scoreArchitecture } from "./score.ts";
import { weightSaliency } from "./saliency.ts";

const task: Task = { kind: "classification", input: [2, 3, 3], classes: 4 };
const batch = { inputs: { shape: [1, 2, 3, 3], data: new Float32Array(18) }, labels: Int32Array.of(0) };
const space = necklaces(3);

const proxy = (name: string, score: (context: ProxyContext) => Promise<number>): ZeroCostProxy => ({
  name,
  direction: "higher",
  needs: ["gradients"],
  score,
});
/** Sums the absolute parameters. */
const norm = proxy("norm", async (context) => {
  const tensors = await (await context.network()).read();
  return tensors.flatMap((values) => [...values]).reduce((sum, value) => sum + Math.abs(value), 0);
});
const score = (proxies: readonly ZeroCostProxy[], runtime = new ParameterRuntime(), seed = 1) =>
  scoreArchitecture({ space, architecture: [0, 1, 2], task, proxies, runtime, batch, seed });

describe("scoreArchitecture", () => {
  it("shares one network among the proxies, and disposes it", async () => {
    const runtime = new ParameterRuntime();
    const twice = proxy("twice", async (context) => 2 * (await norm.score(context)));
    const scores = await score([norm, twice], runtime);
    expect(scores["twice"]!.raw).toBe(2 * scores["norm"]!.raw);
    expect([runtime.made, runtime.live]).toEqual([1, 0]);
    expect(scores["norm"]!.seconds).toBeGreaterThan(0);
    expect(scores["norm"]).not.toHaveProperty("failure");
  });

  it("builds no network where no proxy asks for one", async () => {
    const runtime = new ParameterRuntime();
    const nodes = proxy("nodes", async ({ spec }) => spec.nodes.length);
    expect((await score([nodes], runtime))["nodes"]!.raw).toBe(6);
    expect(runtime.made).toBe(0);
  });

  it("needs neither runtime nor mini-batch for proxies that read the spec only", async () => {
    const nodes = { ...proxy("nodes", async ({ spec }) => spec.nodes.length), needs: ["spec"] as const };
    const parts = { space, architecture: [0, 1, 2], task, seed: 1 } as const;
    expect((await scoreArchitecture({ ...parts, proxies: [nodes] }))["nodes"]!.raw).toBe(6);
    await expect(scoreArchitecture({ ...parts, proxies: [nodes, norm] })).rejects.toMatchObject({
      code: "USAGE",
      message: "norm needs a runtime, and none was given",
    });
    const runtime = new ParameterRuntime();
    await expect(scoreArchitecture({ ...parts, proxies: [norm], runtime })).rejects.toMatchObject({
      message: "norm needs a mini-batch, and none was given",
    });
    const liar = { ...norm, needs: ["spec"] as const };
    expect((await scoreArchitecture({ ...parts, proxies: [liar] }))["norm"]!.failure).toContain(
      "needs a runtime",
    );
  });

  it("draws the parameters by the seed", async () => {
    const of = async (seed: number) => (await score([norm], new ParameterRuntime(), seed))["norm"]!.raw;
    expect(await of(1)).toBe(await of(1));
    expect(await of(1)).not.toBe(await of(2));
  });

  it("records a proxy that throws or gives no finite number, and goes on with the others", async () => {
    const throwing = proxy("throwing", () => Promise.reject(new Error("no luck")));
    const nan = proxy("nan", () => Promise.resolve(NaN));
    const minusInfinity = proxy("minus-infinity", () => Promise.resolve(-Infinity));
    const runtime = new ParameterRuntime();
    const scores = await score([throwing, nan, minusInfinity, norm], runtime);
    expect(scores).toMatchObject({
      throwing: { raw: NaN, failure: "no luck" },
      nan: { raw: NaN, failure: "expected a finite score, got NaN" },
      "minus-infinity": { raw: -Infinity, failure: "expected a finite score, got -Infinity" },
    });
    expect(scores["norm"]!.raw).toBeGreaterThan(0);
    expect(runtime.live).toBe(0);
  });

  it("records a runtime that cannot build the network, for each proxy that needs it", async () => {
    const runtime = new ParameterRuntime();
    runtime.instantiate = () => Promise.reject(new Error("out of memory"));
    const nodes = proxy("nodes", async ({ spec }) => spec.nodes.length);
    const scores = await score([norm, nodes], runtime);
    expect(scores["norm"]!.failure).toBe("out of memory");
    expect(scores["nodes"]!.failure).toBeUndefined();
  });
});

describe("normalizedScore", () => {
  it("turns scores so that lower is better, and failures into NaN", () => {
    expect(normalizedScore({ direction: "higher" }, { raw: 3, seconds: 0 })).toBe(-3);
    expect(normalizedScore({ direction: "lower" }, { raw: 3, seconds: 0 })).toBe(3);
    expect(normalizedScore({ direction: "higher" }, { raw: -Infinity, seconds: 0 })).toBeNaN();
    expect(normalizedScore({ direction: "lower" }, { raw: NaN, seconds: 0 })).toBeNaN();
    expect(normalizedScore({ direction: "lower" }, { raw: 1, seconds: 0, failure: "late" })).toBeNaN();
  });
});

describe("weightSaliency", () => {
  it("adds up |θ · ∂L/∂θ| of weights only, without rounding to single precision", () => {
    const info = (role: "weight" | "bias" | "scale") => ({ name: role, node: 1, role, shape: [2] });
    const infos = [info("weight"), info("bias"), info("scale"), info("weight")];
    const values = [
      [2, -1],
      [5, 5],
      [5, 5],
      [2 ** 24, 1],
    ].map((tensor) => Float32Array.from(tensor));
    const slopes = [
      [3, 4],
      [1, 1],
      [1, 1],
      [-1, 1],
    ].map((tensor) => Float32Array.from(tensor));
    expect(weightSaliency(infos, values, slopes)).toBe(6 + 4 + 2 ** 24 + 1);
  });
});
