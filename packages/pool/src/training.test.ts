import {
  createStudy,
  type NetworkRuntime,
  type Objective,
  randomStrategy,
  type RunOptions,
  trainObjective,
} from "@proxybo/core";
import { tfjs } from "@proxybo/runtime-tfjs";
import type { Architecture } from "@proxybo/space-nb201";
import { afterAll, describe, expect, it } from "vitest";
import { dataset, perilousDataset, perilousSource, space, tfjsSource, works } from "../test/parts.ts";
import { perils } from "../test/perilous.ts";
import { openRuntimePool } from "./pool.ts";

const budget = { epochs: 2, batchSize: 16, learningRate: 0.02 };
type Peril = (typeof perils)[keyof typeof perils];

/** What came of each trial of a search, by its number. */
async function search(objective: Objective<Architecture>, options: RunOptions<Architecture>) {
  const study = await createStudy({
    space,
    strategy: randomStrategy(),
    objective,
    seed: 4,
    evaluations: 5,
  });
  await study.run(options);
  return study.observations
    .toSorted((a, b) => a.n - b.n)
    .map(({ text, outcome }) => ({
      text,
      ...(outcome.status === "ok" ? outcome : { ...outcome, log: undefined }),
    }));
}

/** Trains by a runtime; the second trial does that to its worker. */
async function trainPerilously(
  runtime: NetworkRuntime,
  peril: Peril,
  patience?: number,
): Promise<Objective<Architecture>> {
  const sound = await trainObjective({ space, runtime, dataset }, budget);
  const doomed = await trainObjective({ space, runtime, dataset: perilousDataset(peril) }, budget);
  return {
    name: "train",
    evaluate: (request) => {
      if (request.n !== 2) return sound.evaluate(request);
      // Of the doomed one only: how long the others take is the machine's affair.
      const late = patience === undefined ? [] : [AbortSignal.timeout(patience)];
      return doomed.evaluate({ ...request, signal: AbortSignal.any([request.signal, ...late]) });
    },
  };
}

describe("training in a pool", () => {
  it("gives the results of the runtime itself, bit for bit, also two at once", async () => {
    await using here = await tfjs.create({ backend: "wasm" });
    await using pool = await openRuntimePool(tfjsSource, { workers: 2 });
    const by = async (runtime: NetworkRuntime, parallel: number) =>
      search(await trainObjective({ space, runtime, dataset }, budget), { parallel });
    const [one, two, unpooled] = [await by(pool, 1), await by(pool, 2), await by(here, 1)];
    expect(one.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => "ok"));
    expect(one).toEqual(unpooled);
    expect(two).toEqual(unpooled);
  });

  it("leaves this thread to others: progress comes while it trains", async () => {
    await using pool = await openRuntimePool(tfjsSource);
    await using network = await pool.instantiate(space.network([1, 1, 1, 1, 1, 1], dataset.task), {
      seed: 1,
    });
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const epochs: number[] = [];
    const schedule = {
      epochs: 3,
      batchSize: 16,
      optimizer: { type: "adam", learningRate: 0.001, weightDecay: 0 },
      decay: "constant",
      augmentation: { flip: false, shift: 0 },
      seed: 1,
    } as const;
    const { losses } = await network.train(await dataset.examples("train"), schedule, {
      progress: ({ epoch }) => epochs.push(epoch),
    });
    clearInterval(timer);
    expect(epochs).toEqual([1, 2, 3]);
    expect(losses).toHaveLength(3);
    expect(turns).toBeGreaterThan(3);
  });
});

describe("a training that loses its worker", { timeout: 180_000 }, async () => {
  const pool = await openRuntimePool(perilousSource, {
    workers: 2,
    heap: 96,
  });
  afterAll(() => pool.dispose());

  it.each([
    ["ends it", perils.exit, undefined, "worker exited with code: 3"],
    ["takes all memory", perils.memory, undefined, "ran out of memory"],
    ["hangs in one step", perils.hang, 1500, "aborted due to timeout"],
    ["throws what nobody foresaw", perils.fault, undefined, "could not allocate memory"],
  ] as const)("as it %s has failed; the others go on", async (_, peril, patience, reason) => {
    const objective = await trainPerilously(pool, peril, patience);
    const results = await search(objective, { parallel: 2 });
    expect(results.map(({ status }) => status)).toEqual(["ok", "failed", "ok", "ok", "ok"]);
    expect(results[1]).toMatchObject({
      code: "OBJECTIVE_FAILED",
      reason: expect.stringContaining(reason),
    });
  });

  it("is stopped at once with the search, and its pool serves on", async () => {
    const stop = new AbortController();
    const objective = await trainPerilously(pool, perils.hang);
    setTimeout(() => stop.abort(new Error("stopped")), 1500);
    expect(await search(objective, { parallel: 2, stop: stop.signal })).not.toHaveLength(5);
    expect(await works(pool)).toBe(true);
  });
});
