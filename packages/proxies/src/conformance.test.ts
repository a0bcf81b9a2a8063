import type { NetworkRuntime, ProxyContext, ZeroCostProxy } from "@proxybo/core";
import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snip } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

/** The names of the cases that a proxy does not pass. */
async function failures(proxy: ZeroCostProxy): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const conformance of testProxy(
    () => proxy,
    () => runtime,
  ))
    await conformance.run().catch(() => failed.push(conformance.name));
  return failed;
}

const scoring = (score: (context: ProxyContext) => Promise<number>, more: Partial<ZeroCostProxy> = {}) => ({
  ...snip,
  ...more,
  score,
});

describe("testProxy", () => {
  it("passes a proxy that holds the contract, one that needs the spec only, and one that builds networks", async () => {
    expect(await failures(snip)).toEqual([]);
    expect(await failures(scoring(async ({ spec }) => spec.nodes.length, { needs: ["spec"] }))).toEqual([]);
    const own = scoring(async (context) => {
      const network = await context.runtime.instantiate(context.spec, { seed: context.seed });
      const doubled = await network.withParameters((values) => values.map((value) => 2 * value));
      const { loss } = await doubled.gradients(context.batch, "cross-entropy");
      await Promise.all([network.dispose(), doubled.dispose()]);
      return loss;
    });
    expect(await failures(own)).toEqual([]);
  });

  let calls = 0;
  const broken: readonly [string, ZeroCostProxy, string][] = [
    ["has no name", { ...snip, name: "" }, "names itself, says which way is better and what it needs"],
    [
      "says no direction",
      { ...snip, direction: "up" as "higher" },
      "names itself, says which way is better and what it needs",
    ],
    [
      "needs what does not exist",
      { ...snip, needs: ["gradients", "weights" as "gradients"] },
      "names itself, says which way is better and what it needs",
    ],
    ["gives NaN", scoring(async () => NaN), "gives a healthy network a finite score"],
    ["draws at random", scoring(async () => calls++), "gives the same network and seed the same score"],
    [
      "writes into the batch",
      scoring((context) => {
        context.batch.inputs.data[3] = 0;
        return snip.score(context);
      }),
      "changes neither the batch, nor the spec, nor the network it shares",
    ],
    [
      "changes the spec",
      scoring((context) => {
        (context.spec.nodes as unknown[])[7] = { operation: { type: "relu" }, inputs: [6] };
        return snip.score(context);
      }),
      "changes neither the batch, nor the spec, nor the network it shares",
    ],
    [
      "trains the network it shares",
      scoring(async (context) => {
        const network = await context.network();
        await network.train(context.batch, {
          epochs: 1,
          batchSize: 8,
          optimizer: { type: "sgd", learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 },
          decay: "constant",
          augmentation: { flip: false, shift: 0 },
          seed: 1,
        });
        return 1;
      }),
      "changes neither the batch, nor the spec, nor the network it shares",
    ],
    [
      "forgets a network",
      scoring(async (context) => {
        await context.runtime.instantiate(context.spec, { seed: 1 });
        return 1;
      }),
      "disposes every network that it makes, and not the one it shares",
    ],
    [
      "forgets a second network made of the first",
      scoring(async (context) => {
        await (await context.network()).withParameters((values) => values);
        return 1;
      }),
      "disposes every network that it makes, and not the one it shares",
    ],
    [
      "disposes the network that it shares",
      scoring(async (context) => {
        const score = await snip.score(context);
        await (await context.network()).dispose();
        return score;
      }),
      "disposes every network that it makes, and not the one it shares",
    ],
    [
      "uses what it does not declare",
      { ...snip, needs: ["forward"] },
      "uses what it declares in `needs`, and nothing else",
    ],
    [
      "needs the spec only, but builds a network",
      scoring(async (context) => (await context.network()).parameters.length, { needs: ["spec"] }),
      "uses what it declares in `needs`, and nothing else",
    ],
    [
      "throws on a dead network",
      scoring(async (context) => {
        const score = await snip.score(context);
        if (score === 0) throw new Error("nothing to score");
        return score;
      }),
      "gives a number, NaN or ±Infinity, not an exception, where nothing reaches the output",
    ],
  ];
  it.each(broken)("tells a proxy that %s", async (_, proxy, name) => {
    expect(await failures(proxy)).toContain(name);
  });
});
