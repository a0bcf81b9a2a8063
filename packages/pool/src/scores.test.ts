import { liveProxySources, type ScoringEvent } from "@proxybo/core";
import { jacobCov } from "@proxybo/proxy-jacob-cov";
import { snip } from "@proxybo/proxy-snip";
import { synflow } from "@proxybo/proxy-synflow";
import { tfjs } from "@proxybo/runtime-tfjs";
import type { Architecture } from "@proxybo/space-nb201";
import { afterAll, describe, expect, it } from "vitest";
import { dataset, perilousProxy, perilousSource, space, tfjsSource } from "../test/parts.ts";
import { perils } from "../test/perilous.ts";
import { openRuntimePool } from "./pool.ts";

const architectures: readonly Architecture[] = [
  [1, 2, 3, 0, 1, 2],
  [3, 3, 3, 3, 3, 3],
  [2, 0, 1, 1, 0, 3],
  [1, 1, 1, 1, 1, 1],
  [0, 1, 0, 2, 0, 3],
];

describe("scores of a pool", () => {
  it("are those of the runtime itself, bit for bit, whichever worker gives them", async () => {
    await using here = await tfjs.create({ backend: "wasm" });
    await using pool = await openRuntimePool(tfjsSource, { workers: 2 });
    expect({ ...pool }).toMatchObject({ name: "tfjs", backend: "wasm", device: "cpu", workers: 2 });
    const scoresBy = async (runtime: typeof here): Promise<readonly (readonly number[])[]> => {
      const parts = { space, dataset, runtime, batchSize: 16, proxies: [snip, synflow, jacobCov] };
      const { sources } = liveProxySources(parts);
      return Promise.all(sources.map(async (source) => [...(await source.scores(architectures))]));
    };
    const [ours, theirs] = [await scoresBy(pool), await scoresBy(here)];
    expect(ours).toEqual(theirs);
    expect(ours.flat().every(Number.isFinite)).toBe(true);
  });
});

describe("a worker that is lost", { timeout: 180_000 }, async () => {
  const pool = await openRuntimePool(perilousSource, {
    workers: 2,
    heap: 96,
  });
  afterAll(() => pool.dispose());
  const first = space.network(architectures[0]!, dataset.task).nodes.length;

  it.each([
    [
      "ends by itself",
      perils.exit,
      undefined,
      "the worker that computed it is gone: worker exited with code: 3",
    ],
    ["runs out of memory", perils.memory, undefined, "the worker that computed it ran out of memory"],
    ["hangs", perils.hang, 10, "expected a score within 10 s"],
    ["throws what nobody foresaw", perils.fault, undefined, "could not allocate memory"],
  ] as const)(
    "because it %s is one failed score; all others are there",
    async (_, peril, timeout, reason) => {
      const failures: ScoringEvent[] = [];
      const { sources } = liveProxySources({
        space,
        dataset,
        runtime: pool,
        batchSize: 16,
        proxies: [snip, perilousProxy("doomed", (nodes) => (nodes === first ? peril : undefined)), synflow],
        observe: (event) => event.type === "failed" && failures.push(event),
        ...(timeout !== undefined && { timeout }),
      });
      const scores = await Promise.all(
        sources.map(async (source) => [...(await source.scores(architectures))].map(Number.isFinite)),
      );
      const whole = architectures.map(() => true);
      expect(scores).toEqual([whole, whole.with(0, false), whole]);
      expect(failures).toEqual([
        { type: "failed", proxy: "doomed", text: space.format(architectures[0]!), reason },
      ]);
    },
  );

  it("because the search is stopped leaves no score, and rejects with the reason of that", async () => {
    const stop = new AbortController();
    const { sources } = liveProxySources({
      space,
      dataset,
      runtime: pool,
      batchSize: 16,
      proxies: [perilousProxy("doomed", () => perils.hang)],
      signal: stop.signal,
      observe: (event) => expect(event.type).toBe("progress"),
    });
    const scores = sources[0]!.scores(architectures);
    setTimeout(() => stop.abort(new Error("enough")), 500);
    await expect(scores).rejects.toThrow("enough");
  });
});
