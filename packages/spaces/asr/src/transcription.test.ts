import {
  createRandom,
  drawMiniBatch,
  type NetworkRuntime,
  type Outcome,
  scoreArchitecture,
  symbolErrorRate,
  trainObjective,
} from "@proxybo/core";
import { requestFor, testDataset } from "@proxybo/core/testing";
import { jacobCov } from "@proxybo/proxy-jacob-cov";
import { snip } from "@proxybo/proxy-snip";
import { synflow } from "@proxybo/proxy-synflow";
import { tfjs } from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formants } from "./fixtures/formants.ts";
import { type Architecture, asr, liveCell, networkKey } from "./index.ts";

const macro = { filters: [16, 24], cells: [1, 1], strides: [1, 2], groups: 4, hidden: 24 } as const;
const dataset = formants();
const convolutions: Architecture = [
  [1, 1],
  [2, 0, 1],
  [3, 1, 0, 1],
];
const linear: Architecture = [
  [0, 0],
  [0, 0, 0],
  [0, 0, 0, 0],
];

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the formants keep the contract of data sets", () => {
  for (const { name, run } of testDataset(() => formants()))
    it(name, () => expect(run()).resolves.toBeUndefined());
});

describe("an asr network, trained on transcripts by CTC", () => {
  const trained = async (architecture: Architecture, { epochs = 16, seed = 1, dropout = 0 } = {}) => {
    const space = asr({ ...macro, dropout });
    const objective = await trainObjective(
      { space, runtime, dataset },
      { epochs, batchSize: 8, optimizer: "adam", learningRate: 0.01, weightDecay: 0 },
    );
    const { seconds: _, ...outcome } = await objective.evaluate(requestFor(space, architecture, { seed }));
    return outcome as Extract<Outcome, { status: "ok" }>;
  };

  it("has phoneme error rates far below those of guessing, and another cell has others", async () => {
    const transcripts = (await dataset.examples("validation")).transcripts!;
    const others = transcripts.map((_, i) => transcripts[(i + 1) % transcripts.length]!);
    const guessed = symbolErrorRate(others, transcripts);
    expect(guessed).toBeGreaterThan(70);
    const good = await trained(convolutions);
    expect(good.error).toBeLessThan(guessed / 4);
    expect(good.metrics["test"]).toBeLessThan(guessed / 4);
    const poor = await trained(linear);
    expect(poor.error).toBeGreaterThan(2 * good.error);
  });

  it("depends on the seed, and on nothing else", async () => {
    const options = { epochs: 2, dropout: 0.2 };
    const first = await trained(convolutions, options);
    expect(await trained(convolutions, options)).toEqual(first);
    expect((await trained(convolutions, { ...options, seed: 2 })).metrics).not.toEqual(first.metrics);
    expect((await trained(convolutions, { ...options, dropout: 0 })).metrics).not.toEqual(first.metrics);
  });

  it("is scored by the proxies: finite, the same again, and other networks otherwise", async () => {
    // Without the LSTM, whose saturated gates let next to nothing of synflow's flow through.
    const space = asr({ ...macro, hidden: 0 });
    const batch = await drawMiniBatch(dataset, 16, 1);
    expect(batch.transcripts).toHaveLength(16);
    const random = createRandom(3);
    const proxies = [snip, synflow, jacobCov];
    const scored = async (architecture: Architecture) => {
      const { task } = dataset;
      const scores = await scoreArchitecture({ space, architecture, task, proxies, runtime, batch, seed: 1 });
      return proxies.map(({ name }) => scores[name]!.raw);
    };
    const sampled = Array.from({ length: 12 }, () => space.sample(random));
    const live = sampled.filter((architecture) => liveCell(architecture).output.some((times) => times > 0));
    const scores: number[][] = [];
    for (const architecture of live) scores.push(await scored(architecture));
    expect(scores.flat().every(Number.isFinite)).toBe(true);
    expect(await scored(live[0]!)).toEqual(scores[0]);
    const networks = new Set(live.map(networkKey)).size;
    for (const proxy of [0, 1, 2]) expect(new Set(scores.map((row) => row[proxy])).size).toBe(networks);
  });
});
