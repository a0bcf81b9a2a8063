import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Necklace, necklaces } from "../../test/necklaces.ts";
import { ParameterRuntime } from "../../test/parameter-runtime.ts";
import type { ProxyContext, ZeroCostProxy } from "../contracts/proxy.ts";
import { imageDataset } from "../datasets/images.ts";
import { memoryStore, sqliteStore } from "../store/index.ts";
import { liveProxySources, type LiveScoring, type ScoringEvent } from "./live.ts";
import { drawMiniBatch } from "./mini-batch.ts";

const space = necklaces(4);
const architectures: readonly Necklace[] = [
  [0, 1, 2, 0],
  [2, 2, 1, 0],
  [1, 1, 1, 1],
];
const dataset = imageDataset({
  name: "squares",
  fingerprint: "squares-1",
  classes: ["a", "b", "c", "d"],
  shape: [1, 2, 2],
  load: () =>
    Promise.resolve({
      pixels: Uint8Array.from({ length: 160 }, (_, i) => (i * 37) % 251),
      labels: Uint8Array.from({ length: 40 }, (_, i) => Math.floor(i / 10)),
    }),
});

/** Counts its calls; the score depends on the initial parameters, the batch and the network. */
class SumProxy implements ZeroCostProxy {
  readonly name: string;
  readonly direction: "higher" | "lower";
  readonly needs: ZeroCostProxy["needs"] = ["gradients"];
  calls = 0;
  constructor(name: string, direction: "higher" | "lower" = "higher") {
    this.name = name;
    this.direction = direction;
  }
  async score(context: ProxyContext): Promise<number> {
    this.calls++;
    const { batch, seed } = context;
    const tensors = await (await context.network()).read();
    const parameters = tensors.flatMap((values) => [...values]).reduce((sum, value) => sum + value, seed);
    return batch.inputs.data.reduce((sum, value, i) => sum + value / (i + 1), parameters);
  }
}

const sources = (more: Partial<LiveScoring<Necklace>> & Pick<LiveScoring<Necklace>, "proxies">) =>
  liveProxySources({ space, runtime: new ParameterRuntime(), dataset, batchSize: 8, ...more }).sources;

describe("liveProxySources", () => {
  it("scores an architecture by all proxies when one is asked, once, on one network", async () => {
    const [first, second] = [new SumProxy("first"), new SumProxy("second", "lower")];
    const runtime = new ParameterRuntime();
    const [a, b] = sources({ proxies: [first, second], runtime });
    const scores = await a!.scores([...architectures, ...architectures]);
    expect(scores.subarray(0, 3)).toEqual(scores.subarray(3));
    expect(await b!.scores(architectures.toReversed())).toEqual(
      scores
        .slice(0, 3)
        .map((score) => -score)
        .toReversed(),
    );
    expect([first.calls, second.calls, runtime.made, runtime.live]).toEqual([3, 3, 3, 0]);
  });

  it("asked by all at the same time, scores once", async () => {
    const proxies = [new SumProxy("first"), new SumProxy("second")];
    const both = sources({ proxies });
    await Promise.all(both.map((source) => source.scores(architectures)));
    expect(proxies.map(({ calls }) => calls)).toEqual([3, 3]);
  });

  it("goes on from the store, bit for bit, and scores only what a new proxy lacks", async () => {
    const folder = await mkdtemp(join(tmpdir(), "scores-"));
    const path = join(folder, "studies.db");
    const before = new SumProxy("sum");
    const store = await sqliteStore(path);
    const scores = await sources({ proxies: [before], store })[0]!.scores(architectures);
    await store.close();
    const again = await sqliteStore(path);
    const [after, other] = [new SumProxy("sum"), new SumProxy("other")];
    const [resumed] = sources({ proxies: [after, other], store: again });
    expect(await resumed!.scores(architectures)).toEqual(scores);
    expect([after.calls, other.calls]).toEqual([0, 3]);
    await again.close();
    await rm(folder, { recursive: true });
  });

  it("keeps failures too: NaN, told once, not tried again", async () => {
    const store = memoryStore();
    let calls = 0;
    const failing: ZeroCostProxy = {
      name: "failing",
      direction: "higher",
      needs: ["spec"],
      score: async ({ spec }) => {
        calls++;
        if (spec.nodes.some(({ operation }) => operation.type === "linear" && operation.features === 3))
          throw new Error("no threes");
        return -Infinity;
      },
    };
    const events: ScoringEvent[] = [];
    const observe = (event: ScoringEvent) => void events.push(event);
    expect(await sources({ proxies: [failing], store, observe })[0]!.scores(architectures)).toEqual(
      Float64Array.of(NaN, NaN, NaN),
    );
    expect(events.filter(({ type }) => type === "failed")).toEqual([
      { type: "failed", proxy: "failing", text: "0120", reason: "no threes" },
      { type: "failed", proxy: "failing", text: "2210", reason: "no threes" },
      { type: "failed", proxy: "failing", text: "1111", reason: "expected a finite score, got -Infinity" },
    ]);
    expect(await sources({ proxies: [failing], store })[0]!.scores(architectures)).toEqual(
      Float64Array.of(NaN, NaN, NaN),
    );
    expect(calls).toBe(3);
  });

  it("does not mix scores of other seeds, batch sizes, data, backends, identities or networks", async () => {
    const store = memoryStore();
    const proxy = new SumProxy("sum");
    const variants: readonly Partial<LiveScoring<Necklace>>[] = [
      {},
      { seed: 2 },
      { batchSize: 4 },
      { dataset: { ...dataset, fingerprint: "squares-2" } },
      { runtime: new ParameterRuntime("other") },
      { identity: () => "sum, another way" },
      { task: { kind: "classification", input: dataset.task.input, classes: 5 } },
    ];
    for (const [i, variant] of variants.entries()) {
      await sources({ proxies: [proxy], store, ...variant })[0]!.scores(architectures);
      expect(proxy.calls).toBe(3 * (i + 1));
    }
    // The same network of a space by another name is the same score.
    await sources({ proxies: [proxy], store, space: { ...space, name: "rings" } })[0]!.scores(architectures);
    expect(proxy.calls).toBe(3 * variants.length);
  });

  it("does not let the order decide: isomorphic architectures with different networks have scores of their own", async () => {
    const [ring, turned] = [
      [0, 1, 2, 2],
      [1, 2, 2, 0],
    ];
    expect(space.key(ring)).toBe(space.key(turned));
    const forth = await sources({ proxies: [new SumProxy("sum")] })[0]!.scores([ring, turned]);
    const back = await sources({ proxies: [new SumProxy("sum")] })[0]!.scores([turned, ring]);
    expect(back.toReversed()).toEqual(forth);
    expect(forth[0]).not.toBe(forth[1]);
  });

  it("tells how far it is, from 0 of those that have no score yet", async () => {
    const events: ScoringEvent[] = [];
    const [source] = sources({ proxies: [new SumProxy("sum")], observe: (event) => void events.push(event) });
    await source!.scores(architectures.slice(0, 1));
    await source!.scores(architectures);
    expect(events.map((event) => event.type === "progress" && [event.done, event.total])).toEqual([
      [0, 1],
      [1, 1],
      [0, 2],
      [1, 2],
      [2, 2],
    ]);
  });

  it("stops between architectures when aborted, keeps what is scored, and can be asked again", async () => {
    const store = memoryStore();
    const stop = new AbortController();
    const proxy = new SumProxy("sum");
    const observe = (event: ScoringEvent) => {
      if (event.type === "progress" && event.done === 2) stop.abort(new Error("enough"));
    };
    const [source] = sources({ proxies: [proxy], store, observe, signal: stop.signal });
    await expect(source!.scores(architectures)).rejects.toThrow("enough");
    expect(proxy.calls).toBe(2);
    const [other] = sources({ proxies: [proxy], store });
    expect(await other!.scores(architectures)).not.toContain(NaN);
    expect(proxy.calls).toBe(3);
  });

  it("lets timers run between architectures", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const busy: ZeroCostProxy = {
      name: "busy",
      direction: "lower",
      needs: ["spec"],
      score: () => {
        const end = performance.now() + 5;
        while (performance.now() < end);
        return Promise.resolve(1);
      },
    };
    await sources({ proxies: [busy] })[0]!.scores([...space.enumerate!()].slice(0, 20));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });
});

describe("drawMiniBatch", () => {
  it("draws training examples by the seed, classes in proportion, with their inputs", async () => {
    const { inputs, labels } = await drawMiniBatch(dataset, 8, 1);
    expect(inputs.shape).toEqual([8, 1, 2, 2]);
    expect([...labels].toSorted((a, b) => a - b)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    const all = await dataset.examples("train");
    const known = new Map(
      Array.from(all.labels, (label, i) => [all.inputs.data.subarray(4 * i, 4 * i + 4).join(), label]),
    );
    expect(Array.from(labels, (_, i) => known.get(inputs.data.subarray(4 * i, 4 * i + 4).join()))).toEqual([
      ...labels,
    ]);
    expect(await drawMiniBatch(dataset, 8, 1)).toEqual({ inputs, labels });
    expect(await drawMiniBatch(dataset, 8, 2)).not.toEqual({ inputs, labels });
  });

  it("refuses more examples than there are", async () => {
    await expect(drawMiniBatch(dataset, 41, 1)).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message:
        "expected a batch size in 1 … 40 (the training examples of 'squares'), got 41 (field 'batchSize')",
    });
  });
});
